package io.evalstream.embedded.clickhouse;

/** The statistics of the pieces of a stream, added up. */
final class StatisticsSum {

    private final long start = System.nanoTime();
    private QueryStatistics total = QueryStatistics.NONE;

    void add(QueryStatistics piece) {
        total = total.plus(piece);
    }

    QueryStatistics total() {
        return total.withElapsed(System.nanoTime() - start);
    }
}
