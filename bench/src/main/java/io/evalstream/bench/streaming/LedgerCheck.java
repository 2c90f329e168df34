package io.evalstream.bench.streaming;

import io.evalstream.bench.streaming.Ledger.Sums;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Compares what is in ClickHouse with what was sent. */
final class LedgerCheck {
    private static final int WINDOWS_OF_A_SAMPLE = 10;

    private static final String IDS =
            "SELECT count(), uniqExact(event_id),"
                    + " groupBitXor(reinterpretAsUInt64(reverse(substring(event_id, 1, 8)))),"
                    + " groupBitXor(reinterpretAsUInt64(reverse(substring(event_id, 9, 8))))"
                    + " FROM samples FINAL";
    private static final String SAMPLES =
            "SELECT model_tag, task, metric, count(), toInt64(sum(value * 1024))"
                    + " FROM samples FINAL GROUP BY model_tag, task, metric";
    private static final String WINDOWS =
            "SELECT model_tag, task, metric, sum(n), toInt64(sum(round(mean * n * 1024)))"
                    + " FROM rolling FINAL WHERE slice = '' AND n > 0"
                    + " GROUP BY model_tag, task, metric";
    private static final String MINUTES =
            "SELECT model_tag, task, metric, sum(n), toInt64(round(sum(sum) * 1024))"
                    + " FROM minutes GROUP BY model_tag, task, metric";
    private static final String JUDGED =
            "SELECT uniqExact(run_id) FROM runs FINAL WHERE state = 'COMPLETE'";

    private final Ledger ledger;
    private final boolean runsEnd;

    /**
     * @param runsEnd whether every run must have been judged
     */
    LedgerCheck(Ledger ledger, boolean runsEnd) {
        this.ledger = ledger;
        this.runsEnd = runsEnd;
    }

    /** The first figure that differs, in words; nothing when all agree. */
    Optional<String> firstFault(ClickHouseHttp clickhouse, Contender contender) throws IOException {
        String expected = ledger.distinct() + "\t" + ledger.distinct() + "\t" + ledger.idsXor();
        String stored = clickhouse.query(IDS).get(0);
        if (!stored.equals(expected)) {
            return Optional.of("ids in samples are " + stored + ", sent were " + expected);
        }
        Optional<String> fault =
                difference("samples", ledger.results(), 1, clickhouse.query(SAMPLES));
        if (fault.isEmpty()) {
            fault =
                    switch (contender.aggregate()) {
                        case WINDOWS ->
                                difference(
                                        "windows",
                                        ledger.results(),
                                        WINDOWS_OF_A_SAMPLE,
                                        clickhouse.query(WINDOWS));
                        case MINUTES ->
                                difference(
                                        "minutes", ledger.records(), 1, clickhouse.query(MINUTES));
                    };
        }
        return fault.isEmpty() && runsEnd && contender == Contender.EVALSTREAM
                ? verdicts(clickhouse)
                : fault;
    }

    private Optional<String> verdicts(ClickHouseHttp clickhouse) throws IOException {
        long runs = ledger.sizes().keySet().stream().map(s -> s.runId()).distinct().count();
        long judged = clickhouse.number(JUDGED);
        return judged == runs
                ? Optional.empty()
                : Optional.of(judged + " of " + runs + " runs have a verdict");
    }

    /**
     * The first series whose figures differ.
     *
     * @param factor how often each result is expected
     * @param rows name of the series in three columns, count, sum in 1024ths
     */
    static Optional<String> difference(
            String what, Map<String, Sums> sent, int factor, List<String> rows) {
        Map<String, Sums> stored = new TreeMap<>();
        for (String row : rows) {
            int sum = row.lastIndexOf('\t');
            int count = row.lastIndexOf('\t', sum - 1);
            stored.put(
                    row.substring(0, count),
                    new Sums(
                            Long.parseLong(row.substring(count + 1, sum)),
                            Long.parseLong(row.substring(sum + 1))));
        }
        for (Map.Entry<String, Sums> series : sent.entrySet()) {
            Sums expected = series.getValue().times(factor);
            Sums found = stored.remove(series.getKey());
            if (!expected.equals(found)) {
                return Optional.of(
                        what
                                + " of "
                                + series.getKey().replace('\t', ' ')
                                + " are "
                                + (found == null ? "missing" : found)
                                + ", sent were "
                                + expected);
            }
        }
        return stored.isEmpty()
                ? Optional.empty()
                : Optional.of(what + " of " + stored.keySet().iterator().next() + " were not sent");
    }
}
