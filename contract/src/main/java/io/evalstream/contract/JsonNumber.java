package io.evalstream.contract;

/** The parts of one number of a JSON text (RFC 8259), without rounding. Reusable. */
final class JsonNumber {

    /** More digits than an unsigned 64-bit number always holds. */
    private static final int MAX_DIGITS = 19;

    private static final int MAX_WRITTEN_EXPONENT = 99_999;

    private boolean integer;
    private boolean negative;
    private long mantissa;
    private int digits;
    private int exponent;
    private String problem = "";

    /**
     * Reads the number that starts at {@code from}.
     *
     * @return the index after it; where it is no number, the bitwise complement of the index at
     *     which it stops to be one, see {@link #problem}
     */
    int read(byte[] in, int from, int end) {
        int at = from;
        negative = byteAt(in, at, end) == '-';
        if (negative) {
            at++;
        }
        long value = 0;
        int significant = 0;
        int digit = byteAt(in, at, end) - '0';
        if (digit == 0) {
            at++;
        } else {
            int first = at;
            while (digit >= 0 && digit <= 9) {
                value = value * 10 + digit;
                digit = byteAt(in, ++at, end) - '0';
            }
            significant = at - first;
            if (significant == 0) {
                return stop("expected a value", from);
            }
        }
        integer = true;
        int power = 0;
        if (byteAt(in, at, end) == '.') {
            integer = false;
            int first = ++at;
            digit = byteAt(in, at, end) - '0';
            while (digit >= 0 && digit <= 9) {
                value = value * 10 + digit;
                // Zeros in front hold no information.
                significant += significant > 0 || digit > 0 ? 1 : 0;
                digit = byteAt(in, ++at, end) - '0';
            }
            if (at == first) {
                return stop("expected a digit after '.'", at);
            }
            power = first - at;
        }
        int letter = byteAt(in, at, end);
        if (letter == 'e' || letter == 'E') {
            integer = false;
            int sign = byteAt(in, at + 1, end);
            at += sign == '-' || sign == '+' ? 2 : 1;
            int first = at;
            int written = 0;
            digit = byteAt(in, at, end) - '0';
            while (digit >= 0 && digit <= 9) {
                written = Math.min(written * 10 + digit, MAX_WRITTEN_EXPONENT + 1);
                digit = byteAt(in, ++at, end) - '0';
            }
            if (at == first) {
                return stop("expected a digit in the exponent", at);
            }
            if (written > MAX_WRITTEN_EXPONENT) {
                significant = Integer.MAX_VALUE;
            }
            power += sign == '-' ? -written : written;
        }
        mantissa = value;
        digits = significant;
        exponent = power;
        return at;
    }

    private int stop(String what, int at) {
        problem = what;
        return ~at;
    }

    private static int byteAt(byte[] in, int index, int end) {
        return index < end ? in[index] : -1;
    }

    /** Why the last text was no number. */
    String problem() {
        return problem;
    }

    /** Whether it has neither fraction nor exponent. */
    boolean isInteger() {
        return integer;
    }

    /** Whether the integer fits 64 bits with its sign. */
    boolean isLong() {
        return digits < MAX_DIGITS || digits == MAX_DIGITS && fitsLong();
    }

    private boolean fitsLong() {
        return mantissa >= 0 || negative && mantissa == Long.MIN_VALUE;
    }

    /** The integer, given {@link #isLong}. */
    long longValue() {
        return negative ? -mantissa : mantissa;
    }

    /**
     * The number as {@link Double#parseDouble} has it; may be infinite.
     *
     * @param in where it was read from, as are {@code from} and {@code to}
     */
    double doubleValue(byte[] in, int from, int to) {
        if (digits <= MAX_DIGITS) {
            double nearest = Decimals.nearest(negative, mantissa, exponent);
            if (!Double.isNaN(nearest)) {
                return nearest;
            }
        }
        return Double.parseDouble(JsonText.plain(in, from, to, true));
    }
}
