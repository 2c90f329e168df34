package io.evalstream.embedded.clickhouse;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** CityHash 1.0.2 with 128 bits (Pike and Alakuijala), the checksum of ClickHouse's blocks. */
record CityHash128(long low, long high) {

    private static final long K0 = 0xc3a5c85c97cb3127L;
    private static final long K1 = 0xb492b66fbe98f273L;
    private static final long K2 = 0x9ae16a3b2f90404fL;
    private static final long K3 = 0xc949d7c7509e6557L;
    private static final long MULTIPLIER = 0x9ddfea08eb382d69L;

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** The hash of the first {@code length} of {@code bytes}. */
    static CityHash128 of(byte[] bytes, int length) {
        if (length >= 16) {
            return withSeed(bytes, 16, length - 16, word(bytes, 0) ^ K3, word(bytes, 8));
        }
        if (length >= 8) {
            long low = word(bytes, 0) ^ (length * K0);
            return withSeed(bytes, 0, 0, low, word(bytes, length - 8) ^ K1);
        }
        return withSeed(bytes, 0, length, K0, K1);
    }

    private static CityHash128 withSeed(byte[] s, int from, int length, long low, long high) {
        if (length < 128) {
            return murmur(s, from, length, low, high);
        }
        long x = low;
        long y = high;
        long z = length * K1;
        long v0 = Long.rotateRight(y ^ K1, 49) * K1 + word(s, from);
        long v1 = Long.rotateRight(v0, 42) * K1 + word(s, from + 8);
        long w0 = Long.rotateRight(y + z, 35) * K1 + x;
        long w1 = Long.rotateRight(x + word(s, from + 88), 53) * K1;
        int at = from;
        int left = length;
        while (left >= 128) {
            for (int half = 0; half < 2; half++) {
                x = Long.rotateRight(x + y + v0 + word(s, at + 16), 37) * K1;
                y = Long.rotateRight(y + v1 + word(s, at + 48), 42) * K1;
                x ^= w1;
                y ^= v0;
                z = Long.rotateRight(z ^ w0, 33);
                CityHash128 v = weak(s, at, v1 * K1, x + w0);
                CityHash128 w = weak(s, at + 32, z + w1, y);
                v0 = v.low;
                v1 = v.high;
                w0 = w.low;
                w1 = w.high;
                long swap = z;
                z = x;
                x = swap;
                at += 64;
            }
            left -= 128;
        }
        y += Long.rotateRight(w0, 37) * K0 + z;
        x += Long.rotateRight(v0 + z, 49) * K0;
        for (int done = 32; done - 32 < left; done += 32) {
            int block = at + left - done;
            y = Long.rotateRight(y - x, 42) * K0 + v1;
            w0 += word(s, block + 16);
            x = Long.rotateRight(x, 49) * K0 + w0;
            w0 += v0;
            CityHash128 v = weak(s, block, v0, v1);
            v0 = v.low;
            v1 = v.high;
        }
        x = mix(x, v0);
        y = mix(y, w0);
        return new CityHash128(mix(x + v1, w1) + y, mix(x + w1, y + v1));
    }

    private static CityHash128 murmur(byte[] s, int from, int length, long low, long high) {
        long a = low;
        long b = high;
        long c;
        long d;
        if (length <= 16) {
            a = shiftMix(a * K1) * K1;
            c = b * K1 + upTo16(s, from, length);
            d = shiftMix(a + (length >= 8 ? word(s, from) : c));
        } else {
            c = mix(word(s, from + length - 8) + K1, a);
            d = mix(b + length, c + word(s, from + length - 16));
            a += d;
            int at = from;
            for (int left = length - 16; left > 0; left -= 16) {
                a ^= shiftMix(word(s, at) * K1) * K1;
                a *= K1;
                b ^= a;
                c ^= shiftMix(word(s, at + 8) * K1) * K1;
                c *= K1;
                d ^= c;
                at += 16;
            }
        }
        a = mix(a, c);
        b = mix(d, b);
        return new CityHash128(a ^ b, mix(b, a));
    }

    private static long upTo16(byte[] s, int from, int length) {
        if (length > 8) {
            long a = word(s, from);
            long b = word(s, from + length - 8);
            return mix(a, Long.rotateRight(b + length, length)) ^ b;
        }
        if (length >= 4) {
            long a = half(s, from);
            return mix(length + (a << 3), half(s, from + length - 4));
        }
        if (length > 0) {
            int y = (s[from] & 0xff) + ((s[from + (length >> 1)] & 0xff) << 8);
            int z = length + ((s[from + length - 1] & 0xff) << 2);
            return shiftMix(y * K2 ^ z * K3) * K2;
        }
        return K2;
    }

    private static CityHash128 weak(byte[] s, int at, long seedLow, long seedHigh) {
        long z = word(s, at + 24);
        long a = seedLow + word(s, at);
        long b = Long.rotateRight(seedHigh + a + z, 21);
        long c = a;
        a += word(s, at + 8);
        a += word(s, at + 16);
        b += Long.rotateRight(a, 44);
        return new CityHash128(a + z, b + c);
    }

    private static long mix(long low, long high) {
        long a = shiftMix((low ^ high) * MULTIPLIER);
        long b = shiftMix((high ^ a) * MULTIPLIER);
        return b * MULTIPLIER;
    }

    private static long shiftMix(long value) {
        return value ^ (value >>> 47);
    }

    private static long word(byte[] s, int at) {
        return (long) LONGS.get(s, at);
    }

    private static long half(byte[] s, int at) {
        return (int) INTS.get(s, at) & 0xffffffffL;
    }
}
