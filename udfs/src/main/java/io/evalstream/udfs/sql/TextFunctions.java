package io.evalstream.udfs.sql;

import io.evalstream.udfs.text.CodePoints;
import io.evalstream.udfs.text.Levenshtein;
import io.evalstream.udfs.text.TextNormalization;

import org.apache.flink.table.functions.ScalarFunction;

/** Functions over one text or two; NULL where an argument is NULL. */
public final class TextFunctions {

    private TextFunctions() {}

    /** See {@link TextNormalization#normalize}. */
    public static final class NormalizeText extends ScalarFunction {

        /** The normal form of a text. */
        public String eval(String text) {
            return text == null ? null : TextNormalization.normalize(text);
        }
    }

    /** See {@link Levenshtein#distance}. */
    public static final class Distance extends ScalarFunction {

        /** The distance in code points. */
        public Integer eval(String a, String b) {
            return a == null || b == null
                    ? null
                    : (Integer) Levenshtein.distance(CodePoints.of(a), CodePoints.of(b));
        }
    }

    /** See {@link Levenshtein#bounded}. */
    public static final class BoundedDistance extends ScalarFunction {

        /** The distance in code points, or one more than the limit. */
        public Integer eval(String a, String b, Integer limit) {
            return a == null || b == null || limit == null
                    ? null
                    : (Integer) Levenshtein.bounded(CodePoints.of(a), CodePoints.of(b), limit);
        }
    }

    /** See {@link Levenshtein#normalized}. */
    public static final class NormalizedDistance extends ScalarFunction {

        /** The distance relative to the longer text. */
        public Double eval(String a, String b) {
            return a == null || b == null
                    ? null
                    : (Double) Levenshtein.normalized(CodePoints.of(a), CodePoints.of(b));
        }
    }
}
