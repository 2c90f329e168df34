package io.evalstream.jobs.quality;

import io.evalstream.contract.EventId;
import io.evalstream.jobs.quality.RunArchive.Score;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The results of one series of one run in the order in which they were accepted, found by their id.
 *
 * <p>A result that replaces another is one more row; the row before it counts no more.
 */
final class ResultLog {

    private static final int CHUNK_BITS = Integer.numberOfTrailingZeros(ResultChunk.CAPACITY);
    private static final int ROW_MASK = ResultChunk.CAPACITY - 1;

    /** Replaced rows are cleared away when they are more than those that count, and this many. */
    private static final int MUCH = 4 * ResultChunk.CAPACITY;

    private final List<ResultChunk> chunks = new ArrayList<>();
    private int nextNumber;

    /** Row numbers plus one by a hash of the id; 0 where there is none. */
    private int[] slots = new int[16];

    private int ids;
    private int rows;

    /** The latest row under an id, or −1. */
    int find(long high, long low) {
        int slot = home(high, low);
        while (slots[slot] != 0) {
            int number = slots[slot] - 1;
            if (chunk(number).isId(number & ROW_MASK, high, low)) {
                return number;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        return -1;
    }

    private ResultChunk chunk(int number) {
        return chunks.get((number >> CHUNK_BITS) - chunks.get(0).number());
    }

    long version(int number) {
        return chunk(number).version(number & ROW_MASK);
    }

    double score(int number) {
        return chunk(number).score(number & ROW_MASK);
    }

    /** A result that can be compared with, or null if only its id is left. */
    Score result(int number) {
        ResultChunk chunk = chunk(number);
        return chunk.hasDetails() ? chunk.result(number & ROW_MASK) : null;
    }

    /** Whether a result counts instead of the one before it under its id. */
    boolean isBeatenBy(int number, Observation sample) {
        long version = ResultVersion.of(sample.attempt(), sample.tsMillis());
        long known = version(number);
        // Of two equally good ones the last to arrive counts, as it does in the samples table.
        return version > known || (version == known && !isSame(number, sample));
    }

    /** Whether a result says what a row says, as far as that is kept. */
    private boolean isSame(int number, Observation sample) {
        Score known = result(number);
        return known == null
                ? Double.compare(score(number), sample.score()) == 0
                : known.equals(
                        new Score(
                                sample.score(),
                                sample.itemKey(),
                                sample.text(sample.clusterNumber()),
                                sample.slice(),
                                sample.dispatchIndex(),
                                sample.outcome(),
                                sample.latencyMs()));
    }

    /**
     * Adds a result without details; under a known id it counts instead of the one before.
     *
     * @param withDetails whether {@link #detail} follows
     * @return the number of its row
     */
    int add(Observation sample, boolean withDetails, long now) {
        return add(
                sample.idHigh(),
                sample.idLow(),
                ResultVersion.of(sample.attempt(), sample.tsMillis()),
                sample.score(),
                withDetails,
                now);
    }

    /** The same of a result that is no longer part of a batch. */
    int add(long high, long low, long version, double score, boolean withDetails, long now) {
        ResultChunk last = chunks.isEmpty() ? null : chunks.get(chunks.size() - 1);
        if (last == null || last.isFull() || last.hasDetails() != withDetails) {
            last = new ResultChunk(nextNumber++, withDetails);
            chunks.add(last);
        }
        int number = last.number() << CHUNK_BITS | last.add(high, low, version, score, now);
        rows++;
        index(high, low, number);
        return number;
    }

    void detail(
            int number,
            Text item,
            Text slice,
            Text cluster,
            int dispatchIndex,
            int outcome,
            double latencyMs) {
        chunk(number)
                .detail(number & ROW_MASK, item, slice, cluster, dispatchIndex, outcome, latencyMs);
    }

    private void index(long high, long low, int number) {
        int slot = home(high, low);
        while (slots[slot] != 0) {
            int other = slots[slot] - 1;
            if (chunk(other).isId(other & ROW_MASK, high, low)) {
                slots[slot] = number + 1;
                return;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        slots[slot] = number + 1;
        if (++ids > slots.length / 2) {
            reindex(2 * slots.length);
        }
    }

    private void reindex(int capacity) {
        int[] old = slots;
        slots = new int[capacity];
        for (int entry : old) {
            if (entry != 0) {
                ResultChunk chunk = chunk(entry - 1);
                int row = entry - 1 & ROW_MASK;
                int slot = home(chunk.high(row), chunk.low(row));
                while (slots[slot] != 0) {
                    slot = (slot + 1) & (capacity - 1);
                }
                slots[slot] = entry;
            }
        }
    }

    /** Producers may number their ids, so all bits take part. */
    private int home(long high, long low) {
        long hash = (high ^ Long.rotateLeft(low, 32)) * 0x9E37_79B9_7F4A_7C15L + low;
        hash *= 0xC2B2_AE3D_27D4_EB4FL;
        return (int) (hash >>> 33) & (slots.length - 1);
    }

    /** Adds a chunk that was saved; in the order of their numbers. */
    void restore(ResultChunk chunk) {
        chunks.add(chunk);
        nextNumber = chunk.number() + 1;
        rows += chunk.size();
        for (int row = 0; row < chunk.size(); row++) {
            index(chunk.high(row), chunk.low(row), chunk.number() << CHUNK_BITS | row);
        }
    }

    /** The results that count and can be compared with. */
    SortedResults results() {
        int[] counted = withDetails();
        int n = counted.length;
        Text[] items = new Text[n];
        int shared = Integer.MAX_VALUE;
        for (int i = 0; i < n; i++) {
            items[i] = chunk(counted[i]).item(counted[i] & ROW_MASK);
            shared = items[i].shared(items[0], shared);
        }
        long[] starts = new long[n];
        for (int i = 0; i < n; i++) {
            starts[i] = items[i].start(shared);
        }
        int[] order =
                RowOrder.of(
                        starts,
                        (a, b) -> {
                            int byItem = items[a].toString().compareTo(items[b].toString());
                            return byItem != 0 ? byItem : compareIds(counted[a], counted[b]);
                        });
        SortedResults results = n == 0 ? SortedResults.NONE : new SortedResults(n);
        for (int row = 0; row < n; row++) {
            int number = counted[order[row]];
            chunk(number).copyTo(results, row, number & ROW_MASK);
        }
        return results;
    }

    private int compareIds(int one, int other) {
        int half =
                Long.compare(chunk(one).high(one & ROW_MASK), chunk(other).high(other & ROW_MASK));
        return half != 0
                ? half
                : Long.compare(chunk(one).low(one & ROW_MASK), chunk(other).low(other & ROW_MASK));
    }

    /** The latest row with details under each id; one without came when it was too late. */
    private int[] withDetails() {
        int[] latest = new int[ids];
        int n = 0;
        if (areAllAlike()) {
            for (int entry : slots) {
                if (entry != 0 && chunk(entry - 1).hasDetails()) {
                    latest[n++] = entry - 1;
                }
            }
            return Arrays.copyOf(latest, n);
        }
        Map<EventId, Integer> byId = new HashMap<>();
        for (ResultChunk chunk : chunks) {
            for (int row = 0; chunk.hasDetails() && row < chunk.size(); row++) {
                byId.put(
                        new EventId(chunk.high(row), chunk.low(row)),
                        chunk.number() << CHUNK_BITS | row);
            }
        }
        for (int number : byId.values()) {
            latest[n++] = number;
        }
        return Arrays.copyOf(latest, n);
    }

    private boolean areAllAlike() {
        for (ResultChunk chunk : chunks) {
            if (chunk.hasDetails() != chunks.get(0).hasDetails()) {
                return false;
            }
        }
        return true;
    }

    /** Whether rows that were replaced are most of what is kept. */
    boolean isWorthCompacting() {
        return rows - ids > Math.max(MUCH, ids) && areAllAlike();
    }

    boolean isEmpty() {
        return chunks.isEmpty();
    }

    /** When the last row of the oldest chunk was accepted. */
    long oldestAcceptedAt() {
        return chunks.get(0).acceptedAt();
    }

    /** The chunks there are, oldest first. */
    List<ResultChunk> chunks() {
        return chunks;
    }

    /**
     * Forgets the ids of the oldest chunks whose last row was accepted at or before a time.
     *
     * @return numbers of the chunks that are gone
     */
    List<Integer> expire(long acceptedAt) {
        List<Integer> gone = new ArrayList<>();
        while (!chunks.isEmpty() && chunks.get(0).acceptedAt() <= acceptedAt) {
            ResultChunk chunk = chunks.remove(0);
            gone.add(chunk.number());
            rows -= chunk.size();
        }
        if (!gone.isEmpty()) {
            indexAll();
        }
        return gone;
    }

    private void indexAll() {
        Arrays.fill(slots, 0);
        ids = 0;
        for (ResultChunk chunk : chunks) {
            for (int row = 0; row < chunk.size(); row++) {
                index(chunk.high(row), chunk.low(row), chunk.number() << CHUNK_BITS | row);
            }
        }
    }

    /**
     * Clears replaced rows away.
     *
     * @return numbers of the chunks that are gone
     */
    List<Integer> compact(TextPool pool) {
        BitSet counted = new BitSet();
        int first = chunks.get(0).number() << CHUNK_BITS;
        for (int entry : slots) {
            if (entry != 0) {
                counted.set(entry - 1 - first);
            }
        }
        List<ResultChunk> old = List.copyOf(chunks);
        chunks.clear();
        Arrays.fill(slots, 0);
        ids = 0;
        rows = 0;
        List<Integer> gone = new ArrayList<>();
        for (ResultChunk chunk : old) {
            gone.add(chunk.number());
            for (int row = 0; row < chunk.size(); row++) {
                if (counted.get((chunk.number() << CHUNK_BITS | row) - first)) {
                    int number =
                            add(
                                    chunk.high(row),
                                    chunk.low(row),
                                    chunk.version(row),
                                    chunk.score(row),
                                    chunk.hasDetails(),
                                    chunk.acceptedAt());
                    chunk.copyDetails(row, chunk(number), number & ROW_MASK);
                }
            }
            chunk.dropDetails(pool);
        }
        return gone;
    }
}
