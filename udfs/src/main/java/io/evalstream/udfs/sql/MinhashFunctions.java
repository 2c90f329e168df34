package io.evalstream.udfs.sql;

import io.evalstream.udfs.sketch.OnePermutationSketch;
import io.evalstream.udfs.sketch.Signatures;
import io.evalstream.udfs.text.CodePoints;

import org.apache.flink.table.functions.ScalarFunction;

/** MinHash signatures of texts and what they tell; NULL where an argument is NULL. */
public final class MinhashFunctions {

    private MinhashFunctions() {}

    /** See {@link OnePermutationSketch#of}. */
    public static final class Signature extends ScalarFunction {

        /** The signature's bytes. */
        public byte[] eval(String text) {
            return text == null
                    ? null
                    : Signatures.toBytes(OnePermutationSketch.of(CodePoints.of(text)));
        }
    }

    /** See {@link Signatures#jaccard}. */
    public static final class Jaccard extends ScalarFunction {

        /** The estimated similarity of two signatures. */
        public Double eval(byte[] a, byte[] b) {
            return a == null || b == null
                    ? null
                    : (Double) Signatures.jaccard(Signatures.fromBytes(a), Signatures.fromBytes(b));
        }
    }

    /** See {@link Signatures#bands}. */
    public static final class Bands extends ScalarFunction {

        private static final int BANDS = 64;
        private static final int ROWS = 4;

        /** One hash for each of 64 bands of 4 values. */
        public Long[] eval(byte[] signature) {
            return eval(signature, BANDS, ROWS);
        }

        /** One hash for each band. */
        public Long[] eval(byte[] signature, Integer bands, Integer rows) {
            if (signature == null || bands == null || rows == null) {
                return null;
            }
            long[] hashes = Signatures.bands(Signatures.fromBytes(signature), bands, rows);
            Long[] boxed = new Long[hashes.length];
            for (int i = 0; i < hashes.length; i++) {
                boxed[i] = hashes[i];
            }
            return boxed;
        }
    }
}
