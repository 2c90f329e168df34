package io.evalstream.bench;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * The records the readers are timed on: 12 fields and exactly 281 bytes each, as a runner sends
 * them.
 *
 * <p>Four runs of two models interleave, each with three tasks; item keys, values and latencies are
 * different in every record. The same seed gives the same bytes.
 */
final class SampleRecords {
    static final int LENGTH = 281;

    private static final String[] TAGS = {"llama:release-41", "qwen:release-07"};
    private static final String[] TASKS = {"gsm8k", "kmmlu", "squad"};
    private static final String[] METRICS = {"em", "acc", "f1"};

    private SampleRecords() {}

    /**
     * Generates records.
     *
     * @param withEventId whether each carries an id of its own, in place of the longer item key
     */
    static byte[][] generate(int count, long seed, boolean withEventId) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[][] records = new byte[count][];
        for (int i = 0; i < count; i++) {
            int run = random.nextInt(4);
            int task = random.nextInt(TASKS.length);
            String key = HexFormat.of().formatHex(sha256(i));
            String score = random.nextInt(4) == 0 ? "0.8333333333333334" : "1.0";
            String start =
                    String.format(
                            Locale.ROOT,
                            "{\"run_id\":\"run-%02d\",\"model_tag\":\"%s\",\"task\":\"%s\","
                                    + "\"metric\":\"%s\",%s,\"value\":%s,\"ts\":%d,\"shard\":%d,"
                                    + "\"dispatch_index\":%d,\"latency_ms\":%.1f,"
                                    + "\"repeat\":%d,\"slice\":\"",
                            run,
                            TAGS[run % TAGS.length],
                            TASKS[task],
                            METRICS[task],
                            withEventId
                                    ? "\"event_id\":\"" + key.substring(0, 32) + "\""
                                    : "\"item_key\":\"" + key + "\"",
                            score,
                            1_767_225_600_000L + random.nextInt(3_600_000),
                            random.nextInt(2),
                            i,
                            100 + 900 * random.nextDouble(),
                            random.nextInt(2));
            // The last field fills the record up; its length alone makes it repeat.
            String fill = "x".repeat(LENGTH - 2 - start.length());
            records[i] = (start + fill + "\"}").getBytes(StandardCharsets.UTF_8);
        }
        return records;
    }

    private static byte[] sha256(int number) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(Integer.toString(number).getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
