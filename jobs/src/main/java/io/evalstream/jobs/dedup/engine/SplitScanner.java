package io.evalstream.jobs.dedup.engine;

import io.evalstream.datasets.ComparedText;
import io.evalstream.udfs.sketch.SketchMode;
import io.evalstream.udfs.text.TextNormalization;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Turns the items of a split into columns: what they are equal by, what they are looked for by, and
 * their texts.
 *
 * <p>Everything of a split is handed on when the split ends, so that a split that is read again
 * gives the same blocks.
 */
public final class SplitScanner {

    private final int partitions;
    private final Outputs outputs;
    private final ItemReader reader;
    private final BandKeys bandKeys;
    private final int[] keys;
    private final BandWriter bands;
    private final DigestWriter[] digests;
    private final TextWriter texts = new TextWriter();
    private final TextWriter names = new TextWriter();
    private final TextWriter shorts = new TextWriter();
    private final ItemNormalizer normalizer = new ItemNormalizer();
    private final MessageDigest sha256;
    private final byte[] digest = new byte[32];
    private final long[] sketch = new long[ShortSketch.LONGS];
    private final int longestShort;

    /** Where the columns go, by what is in them. */
    public record Outputs(
            BlockOutput bands,
            BlockOutput digests,
            BlockOutput texts,
            BlockOutput names,
            BlockOutput shorts,
            BlockOutput rows) {}

    /**
     * @param partitions how many partitions each of the next steps has
     */
    public SplitScanner(DedupPlan plan, int partitions, Outputs outputs) {
        DedupParameters parameters = plan.parameters();
        this.partitions = partitions;
        int bandPartitions = Math.min(partitions, parameters.mode().bands());
        this.outputs = outputs;
        this.reader = plan.reader();
        this.bandKeys = new BandKeys(parameters.mode(), plan.stopShingles());
        this.keys = new int[parameters.mode().bands()];
        this.bands = new BandWriter(parameters.mode().bands(), bandPartitions);
        this.digests = new DigestWriter[partitions];
        for (int i = 0; i < partitions; i++) {
            digests[i] = new DigestWriter();
        }
        this.longestShort = parameters.longestShort();
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * Reads a split to its end.
     *
     * @return how many items there are
     */
    public int scan(DataSplit split) throws IOException {
        int[] count = {0};
        reader.read(
                split,
                item -> {
                    int index = count[0]++;
                    add(
                            split.number() % partitions,
                            DocumentNumber.of(split.number(), index),
                            item);
                });
        bands.flush(outputs.bands());
        for (int i = 0; i < partitions; i++) {
            digests[i].flush(i, outputs.digests());
        }
        texts.flush(split.number() % partitions, outputs.texts());
        names.flush(split.number() % partitions, outputs.names());
        shorts.flush(0, outputs.shorts());
        outputs.rows().accept(new Block.Rows(0, split.number(), count[0]));
        return count[0];
    }

    private void add(int home, long number, ComparedText item) {
        long answer = hash(item.answer());
        int length = normalizer.normalize(item);
        int[] points = normalizer.points();
        int bytes = normalizer.encode();
        byte[] encoded = normalizer.utf8();
        digest(encoded, bytes, number, answer, length);
        if (item.id() != null) {
            byte[] name = item.id().getBytes(StandardCharsets.UTF_8);
            names.add(number, 0, name, 0, name.length);
            if (names.isFull()) {
                names.flush(home, outputs.names());
            }
        }
        if (length >= SketchMode.SHORTEST) {
            if (bandKeys.of(points, length, keys, sketch)) {
                bands.add(number, length, sketch, keys, outputs.bands());
            }
        }
        texts.add(number, answer, encoded, 0, bytes);
        if (texts.isFull()) {
            texts.flush(home, outputs.texts());
        }
        if (length <= longestShort) {
            shorts.add(number, answer, encoded, 0, bytes);
            if (shorts.isFull()) {
                shorts.flush(0, outputs.shorts());
            }
        }
    }

    private void digest(byte[] encoded, int bytes, long number, long answer, int length) {
        sha256.update(encoded, 0, bytes);
        try {
            sha256.digest(digest, 0, digest.length);
        } catch (DigestException e) {
            throw new IllegalStateException("SHA-256 has 32 bytes", e);
        }
        ByteBuffer bits = ByteBuffer.wrap(digest);
        long high = bits.getLong(0);
        int target = (int) ((high >>> 33) % partitions);
        digests[target].add(high, bits.getLong(Long.BYTES), number, answer, length);
        if (digests[target].isFull()) {
            digests[target].flush(target, outputs.digests());
        }
    }

    /** 0 for no answer; two answers that are equal but for their case and blanks are one. */
    private static long hash(String answer) {
        if (answer == null || answer.isBlank()) {
            return 0;
        }
        String normal = TextNormalization.normalize(answer);
        long hash = normal.length();
        for (int i = 0; i < normal.length(); i++) {
            hash = (hash ^ normal.charAt(i)) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 32;
        }
        return hash == 0 ? 1 : hash;
    }
}
