package io.evalstream.contract;

/**
 * Computes the identity of a sample result, so that producers in any language get the same one.
 *
 * <p>The id is the first 16 bytes of SHA-256 over the concatenation of eight texts, in this order:
 *
 * <pre>{@code run_id harness suite task item_key metric filter repeat}</pre>
 *
 * <p>Each text is written as its length in UTF-8 bytes in decimal, a colon, and its UTF-8 bytes;
 * {@code repeat} is written in decimal first and is {@code 0} when absent; an absent text is empty
 * and hence written {@code 0:}. In place of an empty {@code item_key} stand the letter {@code e}
 * and then length, colon and bytes of the whole record as it was sent. As every text carries its
 * length, and no length begins with a letter, different tuples never have the same encoding.
 *
 * <p>Test vector: for run_id {@code run-7}, harness {@code lm-eval}, suite empty, task {@code
 * gsm8k}, item_key {@code ab12}, metric {@code exact_match}, filter {@code strict} and repeat 0 the
 * hashed bytes are
 *
 * <pre>{@code 5:run-77:lm-eval0:5:gsm8k4:ab1211:exact_match6:strict1:0}</pre>
 *
 * <p>and the id is {@code b98d751713b9dd0a14005d0d8bfed863}.
 */
public final class EventIds {
    private EventIds() {}

    /**
     * The id of a result of an item with a key.
     *
     * @param itemKey not empty
     * @param repeat at least 0
     * @throws IllegalArgumentException if {@code itemKey} is empty or a text is not valid UTF-16
     */
    public static EventId of(
            String runId,
            String harness,
            String suite,
            String task,
            String itemKey,
            String metric,
            String filter,
            int repeat) {
        if (itemKey.isEmpty()) {
            throw new IllegalArgumentException("itemKey is empty; use ofRecord");
        }
        EventIdHasher hasher = new EventIdHasher();
        hasher.addText(runId);
        hasher.addText(harness);
        hasher.addText(suite);
        hasher.addText(task);
        hasher.addText(itemKey);
        hasher.addText(metric);
        hasher.addText(filter);
        hasher.addNumber(repeat);
        return hasher.finish();
    }

    /**
     * The id of a result without an item key: every byte of the record counts.
     *
     * @param record the whole record as sent
     * @param repeat at least 0
     * @throws IllegalArgumentException if a text is not valid UTF-16
     */
    public static EventId ofRecord(
            String runId,
            String harness,
            String suite,
            String task,
            byte[] record,
            String metric,
            String filter,
            int repeat) {
        EventIdHasher hasher = new EventIdHasher();
        hasher.addText(runId);
        hasher.addText(harness);
        hasher.addText(suite);
        hasher.addText(task);
        hasher.addRecord(record, 0, record.length);
        hasher.addText(metric);
        hasher.addText(filter);
        hasher.addNumber(repeat);
        return hasher.finish();
    }

    /**
     * Reads an id from 32 hexadecimal digits.
     *
     * @throws IllegalArgumentException if there are not exactly 32 of them
     */
    public static EventId parse(String digits) {
        if (digits.length() != 32) {
            throw new IllegalArgumentException("not 32 hexadecimal digits: " + digits);
        }
        return new EventId(halfOf(digits, 0), halfOf(digits, 16));
    }

    private static long halfOf(String digits, int from) {
        long half = 0;
        for (int i = from; i < from + 16; i++) {
            // Character.digit would also take the digits of other scripts.
            char c = digits.charAt(i);
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw new IllegalArgumentException("not 32 hexadecimal digits: " + digits);
            }
            half = half << 4 | digit;
        }
        return half;
    }
}
