package io.evalstream.bench.dedup;

import com.dynatrace.hash4j.similarity.ElementHashProvider;
import com.dynatrace.hash4j.similarity.SimilarityHashPolicy;
import com.dynatrace.hash4j.similarity.SimilarityHasher;
import com.dynatrace.hash4j.similarity.SimilarityHashing;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.evalstream.bench.Figure;
import io.evalstream.udfs.sketch.OnePermutationSketch;
import io.evalstream.udfs.sketch.Sketcher;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The kernels that make a sketch of a text's shingles, per shingle. Ours takes code points and
 * hashes the shingles itself, into 256 values; the others are given hashes, and make 128 values.
 */
final class SketchRace {

    /** Shingles of a text of 1 KB. */
    static final int SHINGLES = 1000;

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final int TEXTS = 200;

    /** Rounds until everything is compiled. */
    private static final int WARM_UP = 400;

    private static final int SHINGLE = 4;
    private static final int COMPONENTS = 128;
    private static final int BITS = 32;

    private SketchRace() {}

    /** Nanoseconds per shingle of one kernel. */
    record Outcome(String kernel, Figure perShingle) {}

    /** Times all on one core. */
    static List<Outcome> run(int rounds, PeerEnvironment peers, Path directory)
            throws IOException, InterruptedException {
        List<Outcome> outcomes = new ArrayList<>();
        String shingles = Integer.toString(SHINGLES);
        String count = Integer.toString(rounds);
        JsonNode own =
                PinnedProcess.run(
                                OwnProcess.command(512, List.of("sketch", shingles, count)),
                                1,
                                directory.resolve("sketch.log"),
                                LIMIT)
                        .last();
        own.properties().forEach(e -> outcomes.add(outcome(e.getKey(), e.getValue())));
        if (peers.missing("rensa").isPresent()) {
            return outcomes;
        }
        List<String> command =
                peers.command(
                        "sketch",
                        "--shingles",
                        shingles,
                        "--permutations",
                        Integer.toString(COMPONENTS),
                        "--rounds",
                        count);
        JsonNode other =
                PinnedProcess.run(command, 1, directory.resolve("rensa-sketch.log"), LIMIT).last();
        for (String kernel : List.of("exact", "rho")) {
            outcomes.add(outcome("rensa " + kernel, other.required(kernel)));
        }
        return outcomes;
    }

    private static Outcome outcome(String kernel, JsonNode values) {
        double[] all = new double[values.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = values.get(i).asDouble();
        }
        return new Outcome(kernel, Figure.of(all));
    }

    /** Ours and hash4j's in this process, as a line of JSON. */
    static String own(int shingles, int rounds) {
        ObjectNode said = MAPPER.createObjectNode();
        time("evalstream", said, rounds, shingles, own(shingles));
        SimilarityHashPolicy plain = SimilarityHashing.minHash(COMPONENTS, BITS);
        time("hash4j MinHash", said, rounds, shingles, hash4j(plain, shingles));
        SimilarityHashPolicy sparing = SimilarityHashing.superMinHash(COMPONENTS, BITS);
        time("hash4j SuperMinHash", said, rounds, shingles, hash4j(sparing, shingles));
        return said.toString();
    }

    /** Makes the sketches of all texts, and returns something of them so that none is left out. */
    @FunctionalInterface
    private interface Kernel {
        long run();
    }

    private static void time(
            String name, ObjectNode said, int rounds, int shingles, Kernel kernel) {
        long used = 0;
        for (int round = -WARM_UP; round < rounds; round++) {
            long start = OwnProcess.threadNanos();
            used += kernel.run();
            double taken = OwnProcess.threadNanos() - start;
            if (round >= 0) {
                said.withArray(name).add(taken / TEXTS / shingles);
            }
        }
        if (used == 0) {
            throw new IllegalStateException(name + " has made nothing");
        }
    }

    private static Kernel own(int shingles) {
        Random random = new Random(Corpora.SEED);
        int[][] texts = new int[TEXTS][shingles + SHINGLE - 1];
        for (int[] text : texts) {
            for (int i = 0; i < text.length; i++) {
                text[i] = 'a' + random.nextInt(26);
            }
        }
        Sketcher sketcher = new Sketcher(SHINGLE);
        int[] signature = new int[OnePermutationSketch.BINS];
        return () -> {
            long used = 1;
            for (int[] text : texts) {
                sketcher.sketch(text, 0, text.length, signature, 0);
                used += signature[0];
            }
            return used;
        };
    }

    private static Kernel hash4j(SimilarityHashPolicy policy, int shingles) {
        Random random = new Random(Corpora.SEED);
        ElementHashProvider[] texts = new ElementHashProvider[TEXTS];
        for (int i = 0; i < TEXTS; i++) {
            texts[i] = ElementHashProvider.ofValues(random.longs(shingles).toArray());
        }
        SimilarityHasher hasher = policy.createHasher();
        return () -> {
            long used = 1;
            for (ElementHashProvider text : texts) {
                used += hasher.compute(text)[0];
            }
            return used;
        };
    }
}
