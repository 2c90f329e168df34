package io.evalstream.bench.dedup;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.evalstream.bench.Figure;
import io.evalstream.bench.dedup.Noise.Spread;
import io.evalstream.udfs.text.CloseTexts;
import io.evalstream.udfs.text.Closeness;

import org.apache.commons.text.similarity.LevenshteinDistance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * The edit distance with a limit of a fifth of the length, of everyone on the same pairs: half of
 * them are noisy copies at 2 to 18 %, half at 22 to 50 % or of unrelated texts. Each takes texts in
 * its own form: strings of Java or Python, ours UTF-8.
 */
final class DistanceRace {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final int WARM_UP_MILLIS = 3_000;

    private DistanceRace() {}

    /**
     * Nanoseconds per pair.
     *
     * @param length code points of the texts
     * @param rapidfuzz empty where it cannot be installed
     * @param agrees whether all found as many close pairs
     */
    record Outcome(
            int length,
            Figure ours,
            Figure commons,
            Optional<Rapidfuzz> rapidfuzz,
            boolean agrees) {}

    /**
     * Nanoseconds per pair of rapidfuzz.
     *
     * @param loop one call for a pair
     * @param batch one call for all
     */
    record Rapidfuzz(Figure loop, Figure batch, String version) {

        /** The faster of the two ways to call it. */
        double best() {
            return Math.min(loop.median(), batch.median());
        }
    }

    /** Times everyone on one core. */
    static Outcome run(Path pairs, int length, int rounds, PeerEnvironment peers, Path directory)
            throws IOException, InterruptedException {
        String count = Integer.toString(rounds);
        JsonNode own =
                PinnedProcess.run(
                                OwnProcess.command(
                                        512, List.of("distance", pairs.toString(), count)),
                                1,
                                directory.resolve("distance.log"),
                                LIMIT)
                        .last();
        int close = own.required("close").asInt();
        boolean agrees = close == own.required("commons_close").asInt();
        Optional<Rapidfuzz> rapidfuzz = Optional.empty();
        if (peers.missing("rapidfuzz").isEmpty()) {
            JsonNode other =
                    PinnedProcess.run(
                                    peers.command(
                                            "distance",
                                            "--input",
                                            pairs.toString(),
                                            "--rounds",
                                            count),
                                    1,
                                    directory.resolve("rapidfuzz.log"),
                                    LIMIT)
                            .last();
            agrees &= close == other.required("close").asInt();
            rapidfuzz =
                    Optional.of(
                            new Rapidfuzz(
                                    figure(other.required("loop")),
                                    figure(other.required("batch")),
                                    other.required("version").asText()));
        }
        return new Outcome(
                length,
                figure(own.required("ours")),
                figure(own.required("commons")),
                rapidfuzz,
                agrees);
    }

    /** Writes pairs of texts of a length, made of real ones. */
    static Path write(Path file, List<String> texts, int length, int count) throws IOException {
        Random random = new Random(Corpora.SEED + length);
        Noise noise = new Noise(Corpora.SEED + length);
        try (OutputStream out = Files.newOutputStream(file);
                JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.setRootValueSeparator(null);
            for (int i = 0; i < count; i++) {
                String a = text(texts, length, random);
                double share =
                        i % 2 == 0
                                ? 0.02 + 0.16 * random.nextDouble()
                                : 0.22 + 0.28 * random.nextDouble();
                String b =
                        i % 4 == 3
                                ? text(texts, length, random)
                                : noise.copy(a, share, Spread.values()[i / 2 % 2]);
                json.writeStartObject();
                json.writeStringField("a", a);
                json.writeStringField("b", b);
                int longer = Math.max(a.length(), b.length());
                json.writeNumberField("limit", PlainDistance.largestClose(longer));
                json.writeEndObject();
                json.writeRaw('\n');
            }
        }
        return file;
    }

    private static String text(List<String> texts, int length, Random random) {
        StringBuilder text = new StringBuilder(length + 200);
        while (text.length() < length) {
            String next = texts.get(random.nextInt(texts.size()));
            // Where there are surrogates, code points and characters are not the same distance.
            if (next.codePoints().allMatch(Character::isBmpCodePoint)) {
                text.append(next).append(' ');
            }
        }
        text.setLength(length);
        return text.toString();
    }

    /** Ours and commons-text in this process, as a line of JSON. */
    static String own(Path file, int rounds) throws IOException {
        List<String> left = new ArrayList<>();
        List<String> right = new ArrayList<>();
        List<LevenshteinDistance> limited = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            JsonNode pair = MAPPER.readTree(line);
            left.add(pair.required("a").asText());
            right.add(pair.required("b").asText());
            limited.add(new LevenshteinDistance(pair.required("limit").asInt()));
        }
        // As the engine has them: one behind the other.
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        int[] ends = new int[2 * left.size() + 1];
        for (int i = 0; i < left.size(); i++) {
            written.writeBytes(left.get(i).getBytes(StandardCharsets.UTF_8));
            ends[2 * i + 1] = written.size();
            written.writeBytes(right.get(i).getBytes(StandardCharsets.UTF_8));
            ends[2 * i + 2] = written.size();
        }
        byte[] bytes = written.toByteArray();
        ObjectNode said = MAPPER.createObjectNode();
        CloseTexts texts = new CloseTexts(Closeness.FIFTH);
        long warm = System.nanoTime() + WARM_UP_MILLIS * 1_000_000L;
        int counted = 0;
        while (counted < rounds) {
            boolean isCounted = System.nanoTime() > warm;
            long start = OwnProcess.threadNanos();
            int close = 0;
            for (int i = 1; i < ends.length; i += 2) {
                texts.representative(bytes, ends[i - 1], ends[i]);
                close += texts.distance(bytes, ends[i], ends[i + 1]) >= 0 ? 1 : 0;
            }
            double taken = (double) (OwnProcess.threadNanos() - start) / left.size();
            if (isCounted) {
                said.withArray("ours").add(taken);
                counted++;
            }
            said.put("close", close);
        }
        // The plain table compiles at once, and takes long.
        for (int round = -1; round < rounds; round++) {
            long start = OwnProcess.threadNanos();
            int close = 0;
            for (int i = 0; i < left.size(); i++) {
                close += limited.get(i).apply(left.get(i), right.get(i)) >= 0 ? 1 : 0;
            }
            double taken = (double) (OwnProcess.threadNanos() - start) / left.size();
            if (round >= 0) {
                said.withArray("commons").add(taken);
            }
            said.put("commons_close", close);
        }
        return said.toString();
    }

    private static Figure figure(JsonNode values) {
        double[] all = new double[values.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = values.get(i).asDouble();
        }
        return Figure.of(all);
    }
}
