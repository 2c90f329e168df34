package io.evalstream.contract;

/**
 * A text that occurs in many records, in every form a reader needs.
 *
 * @param quoted what follows the opening quote in JSON, the closing quote included
 * @param text the text
 * @param utf8 the text's UTF-8 bytes
 */
record CachedText(byte[] quoted, String text, byte[] utf8) {}
