package io.evalstream.jobs.quality;

import io.evalstream.contract.Outcome;
import io.evalstream.jobs.quality.RunArchive.Score;

import java.util.Arrays;

/** Results of one series in columns that grow; rows are added and never changed. */
final class ResultChunk {

    /** Most rows of a chunk; row numbers are made of chunk and row. */
    static final int CAPACITY = 1024;

    private static final int INITIAL = 16;
    private static final Outcome[] OUTCOMES = Outcome.values();

    private final int number;
    private long[] high;
    private long[] low;
    private long[] version;
    private double[] score;
    private long acceptedAt;
    private int size;
    private boolean isSaved;

    private boolean hasDetails;
    private Text[] item;
    private Text[] slice;
    private Text[] cluster;
    private int[] dispatchIndex;
    private byte[] outcome;
    private double[] latencyMs;

    /**
     * @param number place in the series
     * @param hasDetails whether its rows can be compared with
     */
    ResultChunk(int number, boolean hasDetails) {
        this.number = number;
        this.hasDetails = hasDetails;
        allocate(INITIAL);
    }

    private void allocate(int capacity) {
        high = size == 0 ? new long[capacity] : Arrays.copyOf(high, capacity);
        low = size == 0 ? new long[capacity] : Arrays.copyOf(low, capacity);
        version = size == 0 ? new long[capacity] : Arrays.copyOf(version, capacity);
        score = size == 0 ? new double[capacity] : Arrays.copyOf(score, capacity);
        if (hasDetails) {
            item = size == 0 ? new Text[capacity] : Arrays.copyOf(item, capacity);
            slice = size == 0 ? new Text[capacity] : Arrays.copyOf(slice, capacity);
            cluster = size == 0 ? new Text[capacity] : Arrays.copyOf(cluster, capacity);
            dispatchIndex = size == 0 ? new int[capacity] : Arrays.copyOf(dispatchIndex, capacity);
            outcome = size == 0 ? new byte[capacity] : Arrays.copyOf(outcome, capacity);
            latencyMs = size == 0 ? new double[capacity] : Arrays.copyOf(latencyMs, capacity);
        }
    }

    /** A chunk as it was saved, its texts those of the pool. */
    static ResultChunk restored(
            int number, AcceptedChunk saved, DetailChunk details, TextPool pool) {
        ResultChunk chunk = new ResultChunk(number, details != null);
        for (int row = 0; row < saved.size(); row++) {
            int added =
                    chunk.add(
                            saved.high(row),
                            saved.low(row),
                            saved.version(row),
                            saved.score(row),
                            saved.acceptedAt());
            if (details != null) {
                chunk.detail(
                        added,
                        pooled(details.item(row), pool),
                        pooled(details.slice(row), pool),
                        pooled(details.cluster(row), pool),
                        details.dispatchIndex(row),
                        details.outcome(row),
                        details.latencyMs(row));
            }
        }
        chunk.isSaved = true;
        return chunk;
    }

    private static Text pooled(Text text, TextPool pool) {
        return pool.of(text.utf8(), 0, text.utf8().length);
    }

    int number() {
        return number;
    }

    int size() {
        return size;
    }

    boolean isFull() {
        return size == CAPACITY;
    }

    boolean hasDetails() {
        return hasDetails;
    }

    long acceptedAt() {
        return acceptedAt;
    }

    /** Adds a row and returns its place in the chunk. */
    int add(long idHigh, long idLow, long itsVersion, double itsScore, long now) {
        if (size == high.length) {
            allocate(Math.min(CAPACITY, 4 * size));
        }
        high[size] = idHigh;
        low[size] = idLow;
        version[size] = itsVersion;
        score[size] = itsScore;
        acceptedAt = now;
        isSaved = false;
        return size++;
    }

    void detail(
            int row,
            Text itsItem,
            Text itsSlice,
            Text itsCluster,
            int itsDispatchIndex,
            int itsOutcome,
            double itsLatencyMs) {
        itsItem.use();
        itsSlice.use();
        itsCluster.use();
        item[row] = itsItem;
        slice[row] = itsSlice;
        cluster[row] = itsCluster;
        dispatchIndex[row] = itsDispatchIndex;
        outcome[row] = (byte) itsOutcome;
        latencyMs[row] = itsLatencyMs;
    }

    boolean isId(int row, long idHigh, long idLow) {
        return high[row] == idHigh && low[row] == idLow;
    }

    long high(int row) {
        return high[row];
    }

    long low(int row) {
        return low[row];
    }

    long version(int row) {
        return version[row];
    }

    double score(int row) {
        return score[row];
    }

    Text item(int row) {
        return item[row];
    }

    /** A result that can be compared with. */
    Score result(int row) {
        return new Score(
                score[row],
                item[row].toString(),
                cluster[row].toString(),
                slice[row].toString(),
                dispatchIndex[row],
                OUTCOMES[outcome[row]],
                latencyMs[row]);
    }

    /** Puts a result that can be compared with into another's row. */
    void copyTo(SortedResults target, int targetRow, int row) {
        target.put(
                targetRow,
                item[row],
                slice[row],
                cluster[row],
                score[row],
                dispatchIndex[row],
                OUTCOMES[outcome[row]],
                latencyMs[row]);
    }

    void copyDetails(int row, ResultChunk target, int targetRow) {
        if (hasDetails) {
            target.detail(
                    targetRow,
                    item[row],
                    slice[row],
                    cluster[row],
                    dispatchIndex[row],
                    outcome[row],
                    latencyMs[row]);
        }
    }

    /** Forgets all but what tells a repetition. */
    void dropDetails(TextPool pool) {
        if (!hasDetails) {
            return;
        }
        for (int row = 0; row < size; row++) {
            pool.release(item[row]);
            pool.release(slice[row]);
            pool.release(cluster[row]);
        }
        hasDetails = false;
        item = null;
        slice = null;
        cluster = null;
        dispatchIndex = null;
        outcome = null;
        latencyMs = null;
    }

    /** What there is to save of the rows. */
    AcceptedChunk saved() {
        return new AcceptedChunk(high, low, version, score, size, acceptedAt);
    }

    /** What there is to save of their details, or null without any. */
    DetailChunk savedDetails() {
        return hasDetails
                ? new DetailChunk(item, slice, cluster, dispatchIndex, outcome, latencyMs, size)
                : null;
    }

    /** Whether the state lacks some of the rows, which it has after this. */
    boolean isToSave() {
        boolean isToSave = !isSaved;
        isSaved = true;
        return isToSave;
    }
}
