package io.evalstream.udfs.sketch;

import java.nio.ByteBuffer;

/** What is asked of MinHash signatures: similarity, bands, and the form in which they are kept. */
public final class Signatures {

    private Signatures() {}

    /**
     * The estimated Jaccard similarity of the two sets, with a standard error of √(J(1 − J)/k).
     *
     * @return share of equal values, in [0, 1]; 1 for two empty sets, 0 for one
     */
    public static double jaccard(int[] a, int[] b) {
        if (a.length == 0 || b.length == 0) {
            return a.length == b.length ? 1 : 0;
        }
        if (a.length != b.length) {
            throw new IllegalArgumentException(
                    "signatures of " + a.length + " and " + b.length + " values do not compare");
        }
        int equal = 0;
        for (int i = 0; i < a.length; i++) {
            equal += a[i] == b[i] ? 1 : 0;
        }
        return (double) equal / a.length;
    }

    /**
     * One hash per band of a signature; see {@link Bands}.
     *
     * @param bands at least 1
     * @param rows values in a band, at least 1; bands × rows values at most are there
     * @return one hash per band, or none for an empty set
     */
    public static long[] bands(int[] signature, int bands, int rows) {
        Bands.check(bands, rows);
        if (signature.length == 0) {
            return new long[0];
        }
        long[] hashes = new long[bands];
        Bands.write(signature, 0, bands, rows, hashes, 0);
        return hashes;
    }

    /** Four bytes per value, the highest first. */
    public static byte[] toBytes(int[] signature) {
        ByteBuffer bytes = ByteBuffer.allocate(signature.length * Integer.BYTES);
        bytes.asIntBuffer().put(signature);
        return bytes.array();
    }

    /**
     * A signature from its bytes.
     *
     * @throws IllegalArgumentException if these are not the bytes of a signature
     */
    public static int[] fromBytes(byte[] bytes) {
        if (bytes.length != 0 && bytes.length != OnePermutationSketch.BINS * Integer.BYTES) {
            throw new IllegalArgumentException(
                    "a MinHash signature has 0 or "
                            + OnePermutationSketch.BINS * Integer.BYTES
                            + " bytes, these are "
                            + bytes.length);
        }
        int[] signature = new int[bytes.length / Integer.BYTES];
        ByteBuffer.wrap(bytes).asIntBuffer().get(signature);
        return signature;
    }
}
