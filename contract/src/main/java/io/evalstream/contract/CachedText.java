package io.evalstream.contract;

/**
 * A text that occurs in many records, in every form a reader needs.
 *
 * @param quoted the text in JSON, with its quotes
 * @param text the text
 * @param encoded the text as it goes into an event's id: length in bytes, colon, UTF-8 bytes
 */
record CachedText(byte[] quoted, String text, byte[] encoded) {
    static final CachedText EMPTY =
            new CachedText(new byte[] {'"', '"'}, "", new byte[] {'0', ':'});
}
