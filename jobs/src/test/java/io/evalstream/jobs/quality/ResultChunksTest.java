package io.evalstream.jobs.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.evalstream.contract.Outcome;
import io.evalstream.jobs.quality.RunArchive.Score;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A log of results, and what is saved of it, against a map. */
class ResultChunksTest {

    private record Id(long high, long low) {}

    private record Kept(long version, Score score) {}

    @Property(tries = 60)
    void aLogIsAMapThatCanBeSavedAndRestored(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 6_000) int steps) throws Exception {
        Random random = new Random(seed);
        int ids = 1 + random.nextInt(3_000);
        boolean isDigest = random.nextBoolean();
        TextPool pool = new TextPool();
        ResultLog log = new ResultLog();
        Map<Id, Kept> expected = new HashMap<>();
        for (int step = 0; step < steps; step++) {
            // Numbered ids differ in few bits, those that are hashes in many.
            int number = random.nextInt(ids);
            Id id = new Id(isDigest ? number * 0x9E37_79B9_7F4A_7C15L : 7, number);
            Kept kept = kept(number, isDigest, random);
            Kept before = expected.put(id, kept);
            int row = log.find(id.high(), id.low());
            assertThat(row >= 0).isEqualTo(before != null);
            if (before != null) {
                assertThat(log.version(row)).isEqualTo(before.version());
                assertThat(log.result(row)).isEqualTo(before.score());
            }
            add(log, id, kept, pool);
            if (log.isWorthCompacting()) {
                assertThat(log.compact(pool)).isNotEmpty();
                assertThat(log.isWorthCompacting()).isFalse();
            }
            if (random.nextInt(3_000) == 0) {
                pool = new TextPool();
                log = restored(log, pool);
            }
        }
        verify(log, expected);
        verify(restored(log, new TextPool()), expected);
        for (ResultChunk chunk : log.chunks()) {
            chunk.dropDetails(pool);
        }
        assertThat(log.results().size()).isZero();
        assertThat(pool.size()).isZero();
        assertThat(log.expire(Long.MAX_VALUE)).isNotEmpty();
        assertThat(log.isEmpty()).isTrue();
        for (Id id : expected.keySet()) {
            assertThat(log.find(id.high(), id.low())).isNegative();
        }
    }

    @Property(tries = 20)
    void onlyTheOldestChunksExpire(@ForAll @IntRange(min = 1, max = 5_000) int rows) {
        ResultLog log = new ResultLog();
        for (int i = 0; i < rows; i++) {
            log.add(1, i, i, 1, false, i);
        }
        log.expire(rows / 2);
        for (int i = 0; i < rows; i++) {
            boolean isKnown = log.find(1, i) >= 0;
            int lastOfChunk = Math.min(rows - 1, i | ResultChunk.CAPACITY - 1);
            assertThat(isKnown).isEqualTo(lastOfChunk > rows / 2);
        }
    }

    @Property(tries = 10)
    void acceptedResultsAreSmall(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        ResultLog log = new ResultLog();
        for (int i = 0; i < 50_000; i++) {
            // Ten results a second, of which 32 are under way.
            long ts = 1_767_225_600_000L + (i - random.nextInt(32)) * 100L + random.nextInt(100);
            log.add(random.nextLong(), random.nextLong(), ts, random.nextInt(2), false, ts);
        }
        long bytes = 0;
        for (ResultChunk chunk : log.chunks()) {
            DataOutputSerializer out = new DataOutputSerializer(64);
            AcceptedChunkSerializer.INSTANCE.serialize(chunk.saved(), out);
            bytes += out.length();
        }
        assertThat(bytes / 50_000.0).isLessThan(18);
    }

    private static Kept kept(int item, boolean isDigest, Random random) {
        double score =
                switch (random.nextInt(5)) {
                    case 0 -> 0;
                    case 1 -> -0.0;
                    case 2 -> Double.NaN;
                    case 3 -> random.nextGaussian();
                    default -> 1;
                };
        String key = isDigest ? String.format("%064x", item) : item == 0 ? "" : "문항-" + item;
        return new Kept(
                ResultVersion.of(random.nextInt(3) * random.nextInt(600_000), random.nextInt()),
                new Score(
                        score,
                        key,
                        random.nextInt(3) == 0 ? "" : "cluster" + random.nextInt(2_000),
                        random.nextInt(3) == 0 ? "" : "slice" + random.nextInt(5),
                        random.nextInt(5) - 1,
                        Outcome.values()[random.nextInt(Outcome.values().length)],
                        random.nextInt(4) == 0 ? Double.NaN : random.nextDouble() * 1_000));
    }

    private static void add(ResultLog log, Id id, Kept kept, TextPool pool) {
        Score score = kept.score();
        int row = log.add(id.high(), id.low(), kept.version(), score.score(), true, 0);
        log.detail(
                row,
                pool.of(score.itemKey()),
                pool.of(score.slice()),
                pool.of(score.cluster()),
                score.dispatchIndex(),
                score.outcome().ordinal(),
                score.latencyMs());
    }

    private static List<Score> scores(ResultLog log) {
        SortedResults results = log.results();
        List<Score> scores = new ArrayList<>();
        for (int row = 0; row < results.size(); row++) {
            scores.add(
                    new Score(
                            results.score(row),
                            results.item(row).toString(),
                            results.cluster(row).toString(),
                            results.slice(row).toString(),
                            results.dispatchIndex(row),
                            results.outcome(row),
                            results.latencyMs(row)));
        }
        return scores;
    }

    private static void verify(ResultLog log, Map<Id, Kept> expected) {
        List<Score> scores = new ArrayList<>();
        expected.values().forEach(kept -> scores.add(kept.score()));
        assertThat(scores(log)).containsExactlyInAnyOrderElementsOf(scores);
        assertThat(scores(log)).extracting(Score::itemKey).isSorted();
        expected.forEach(
                (id, kept) -> {
                    int row = log.find(id.high(), id.low());
                    assertThat(log.version(row)).isEqualTo(kept.version());
                    assertThat(Double.doubleToRawLongBits(log.score(row)))
                            .isEqualTo(Double.doubleToRawLongBits(kept.score().score()));
                });
    }

    private static ResultLog restored(ResultLog log, TextPool pool) throws IOException {
        ResultLog restored = new ResultLog();
        for (ResultChunk chunk : log.chunks()) {
            AcceptedChunk rows = chunk.saved();
            DetailChunk details = chunk.savedDetails();
            restored.restore(
                    ResultChunk.restored(
                            chunk.number(),
                            passed(rows, AcceptedChunkSerializer.INSTANCE),
                            passed(details, DetailChunkSerializer.INSTANCE),
                            pool));
        }
        return restored;
    }

    /** Written and read twice, as what has been written once may be written again as it is. */
    private static <T> T passed(T value, TypeSerializer<T> serializer) throws IOException {
        T once = read(write(value, serializer), serializer);
        assertThat(write(once, serializer)).isEqualTo(write(value, serializer));
        return once;
    }

    private static <T> byte[] write(T value, TypeSerializer<T> serializer) throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(64);
        serializer.serialize(value, out);
        return out.getCopyOfBuffer();
    }

    private static <T> T read(byte[] bytes, TypeSerializer<T> serializer) throws IOException {
        DataInputDeserializer in = new DataInputDeserializer(bytes);
        T value = serializer.deserialize(in);
        assertThat(in.available()).isZero();
        return value;
    }
}
