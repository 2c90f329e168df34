package io.evalstream.contract;

import java.math.BigInteger;

/**
 * The double nearest to a decimal {@code mantissa × 10^exponent}, rounded half to even as {@link
 * Double#parseDouble} does.
 *
 * <p>Small numbers take the exact quotient or product of two doubles (Clinger, "How to read
 * floating point numbers accurately", 1990), others a 128-bit product with a truncated power of
 * five (Lemire, "Number parsing at a gigabyte per second", 2021).
 */
final class Decimals {
    private static final double[] EXACT_POWERS_OF_TEN = new double[23];
    private static final long MAX_EXACT_INTEGER = 1L << 53;

    private static final int MIN_EXPONENT = -342;
    private static final int MAX_EXPONENT = 308;
    private static final long[] POWERS_HIGH = new long[MAX_EXPONENT - MIN_EXPONENT + 1];
    private static final long[] POWERS_LOW = new long[MAX_EXPONENT - MIN_EXPONENT + 1];

    static {
        for (int i = 0; i < EXACT_POWERS_OF_TEN.length; i++) {
            EXACT_POWERS_OF_TEN[i] = Double.parseDouble("1e" + i);
        }
        BigInteger five = BigInteger.valueOf(5);
        for (int exponent = MIN_EXPONENT; exponent <= MAX_EXPONENT; exponent++) {
            BigInteger power = five.pow(Math.abs(exponent));
            // Cut to 128 bits; the reciprocals that can be exact divisors are rounded up instead.
            BigInteger leading;
            if (exponent >= 0) {
                int shift = 128 - power.bitLength();
                leading = shift >= 0 ? power.shiftLeft(shift) : power.shiftRight(-shift);
            } else {
                int bits = power.bitLength() + 127;
                leading = BigInteger.ONE.shiftLeft(bits).divide(power);
                leading = exponent >= -27 ? leading.add(BigInteger.ONE) : leading;
            }
            if (leading.bitLength() != 128) {
                throw new IllegalStateException("5^" + exponent + " is not normalised");
            }
            POWERS_HIGH[exponent - MIN_EXPONENT] = leading.shiftRight(64).longValue();
            POWERS_LOW[exponent - MIN_EXPONENT] = leading.longValue();
        }
    }

    private Decimals() {}

    /**
     * The double nearest to {@code ±mantissa × 10^exponent}; infinite if there is none; NaN if only
     * longer arithmetic can tell.
     *
     * @param mantissa an unsigned 64-bit number
     */
    static double nearest(boolean negative, long mantissa, int exponent) {
        if (mantissa >= 0 && mantissa <= MAX_EXACT_INTEGER && exponent >= -22 && exponent <= 22) {
            double exact = mantissa;
            double magnitude =
                    exponent < 0
                            ? exact / EXACT_POWERS_OF_TEN[-exponent]
                            : exact * EXACT_POWERS_OF_TEN[exponent];
            return negative ? -magnitude : magnitude;
        }
        double magnitude = fromProduct(mantissa, exponent);
        return negative ? -magnitude : magnitude;
    }

    private static double fromProduct(long mantissa, int exponent) {
        if (mantissa == 0) {
            return 0;
        }
        if (exponent < MIN_EXPONENT) {
            return Double.NaN;
        }
        if (exponent > MAX_EXPONENT) {
            return Double.POSITIVE_INFINITY;
        }
        int leadingZeros = Long.numberOfLeadingZeros(mantissa);
        long normalised = mantissa << leadingZeros;
        long powerHigh = POWERS_HIGH[exponent - MIN_EXPONENT];
        long high = unsignedMultiplyHigh(normalised, powerHigh);
        long low = normalised * powerHigh;
        if ((high & 0x1FF) == 0x1FF) {
            long carried = unsignedMultiplyHigh(normalised, POWERS_LOW[exponent - MIN_EXPONENT]);
            low += carried;
            if (Long.compareUnsigned(low, carried) < 0) {
                high++;
            }
        }
        if (low == -1 && (exponent < -27 || exponent > 55)) {
            return Double.NaN;
        }
        int topBit = (int) (high >>> 63);
        int shift = topBit + 9;
        long bits = high >>> shift;
        // floor(exponent × log2(10)) by a fixed-point multiplication.
        int binaryExponent = ((217_706 * exponent) >> 16) + 63 + topBit - leadingZeros + 1023;
        if (binaryExponent <= 0) {
            return Double.NaN;
        }
        // Exactly between two doubles: only here can the true product end in zeros.
        if (Long.compareUnsigned(low, 1) <= 0
                && exponent >= -4
                && exponent <= 23
                && (bits & 3) == 1
                && bits << shift == high) {
            bits &= ~1L;
        }
        bits += bits & 1;
        bits >>>= 1;
        if (bits >= MAX_EXACT_INTEGER) {
            bits = MAX_EXACT_INTEGER >>> 1;
            binaryExponent++;
        }
        if (binaryExponent >= 0x7FF) {
            return Double.POSITIVE_INFINITY;
        }
        long fraction = bits & ((1L << 52) - 1);
        return Double.longBitsToDouble((long) binaryExponent << 52 | fraction);
    }

    private static long unsignedMultiplyHigh(long a, long b) {
        return Math.multiplyHigh(a, b) + ((a >> 63) & b) + ((b >> 63) & a);
    }
}
