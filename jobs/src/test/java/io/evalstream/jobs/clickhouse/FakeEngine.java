package io.evalstream.jobs.clickhouse;

import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tables as ClickHouse keeps them: raw rows, and the tokens of blocks until it is told to forget.
 */
final class FakeEngine implements CountedEngine {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Set<String>> remembered = new HashMap<>();
    private final Map<String, Long> rowsByToken = new HashMap<>();
    private final Map<String, List<Long>> numbers = new HashMap<>();

    @Override
    public void insert(InsertBatch batch) throws InsertException {
        List<Long> values = numbers(batch);
        boolean isTable = batch.table().equals(Numbered.NAME);
        if (isTable && values.stream().anyMatch(Numbered::isUnlucky)) {
            throw new InsertException(Reaction.REJECT, 469, "a constraint is violated");
        }
        if (remember(batch.table(), batch.token())) {
            numbers.computeIfAbsent(batch.table(), name -> new ArrayList<>()).addAll(values);
            rowsByToken.merge(batch.table() + batch.token(), (long) batch.rows(), Long::sum);
        }
    }

    private boolean remember(String table, String token) {
        return remembered.computeIfAbsent(table, name -> new HashSet<>()).add(token);
    }

    /** The numbers of the rows; of dead letters, those of the rows they are about. */
    private static List<Long> numbers(InsertBatch batch) {
        List<Long> values = new ArrayList<>();
        try {
            DecodedBlock block = DecodedBlock.of(batch);
            for (int row = 0; row < batch.rows(); row++) {
                var json = JSON.readTree(block.json(row));
                String payload = json.path("payload").asText();
                values.add(
                        (payload.isEmpty() ? json : JSON.readTree(payload))
                                .path("number")
                                .asLong());
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return values;
    }

    @Override
    public long stored(String table, String token) {
        return rowsByToken.getOrDefault(table + token, 0L);
    }

    @Override
    public void forgetTokens() {
        remembered.clear();
    }

    @Override
    public List<Long> rows() {
        return numbers.getOrDefault(Numbered.NAME, List.of());
    }

    @Override
    public List<Long> refused() {
        return numbers.getOrDefault(ClickHouseTables.REFUSED_ROWS.name(), List.of());
    }

    @Override
    public void close() {}
}
