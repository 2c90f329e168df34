package io.evalstream.jobs.clickhouse;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The blocks being filled, one per month of the partition time.
 *
 * <p>ClickHouse stores a block per partition: one that spans several can arrive in part, and one
 * that spans more than a hundred is refused for good.
 */
final class MonthlyBlocks<T> {

    /** Months that are filled at the same time; an empty block of the widest table takes 20 KiB. */
    private static final int MOST_OPEN = 64;

    private final ClickHouseTable<T> table;
    private final Consumer<BlockBuilder<T>> full;

    /** By month, the least recently used first. */
    private final Map<YearMonth, BlockBuilder<T>> open =
            new LinkedHashMap<>(MOST_OPEN, 0.75f, true);

    private BlockBuilder<T> current;
    private long currentStartMillis;
    private long currentEndMillis;

    /**
     * @param full takes the rows of a block that has to make room
     */
    MonthlyBlocks(ClickHouseTable<T> table, Consumer<BlockBuilder<T>> full) {
        this.table = table;
        this.full = full;
    }

    /** The block for a row. */
    BlockBuilder<T> of(T row) {
        long millis = table.partitionTime().of(row);
        if (current == null || millis < currentStartMillis || millis >= currentEndMillis) {
            turnTo(Instant.ofEpochMilli(millis));
        }
        return current;
    }

    private void turnTo(Instant time) {
        YearMonth month = YearMonth.from(time.atOffset(ZoneOffset.UTC));
        currentStartMillis = startMillis(month);
        currentEndMillis = startMillis(month.plusMonths(1));
        current = open.get(month);
        if (current == null) {
            if (open.size() == MOST_OPEN) {
                Iterator<BlockBuilder<T>> eldest = open.values().iterator();
                full.accept(eldest.next());
                eldest.remove();
            }
            current = new BlockBuilder<>(table);
            open.put(month, current);
        }
    }

    private static long startMillis(YearMonth month) {
        return month.atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli();
    }

    /** Gives all rows away; keeps the block of the month that is likely to come next. */
    void closeAll() {
        List<BlockBuilder<T>> blocks = new ArrayList<>(open.values());
        blocks.forEach(full);
        open.values().removeIf(block -> block != current);
    }
}
