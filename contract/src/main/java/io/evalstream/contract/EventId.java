package io.evalstream.contract;

import java.util.HexFormat;

/**
 * The identity of a sample result: 128 bits, so that two results of one id are the same result.
 *
 * @param high the first 64 bits, big-endian
 * @param low the last 64 bits, big-endian
 */
public record EventId(long high, long low) {

    /** 32 lower-case hexadecimal digits. */
    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
    }
}
