package io.evalstream.datasets;

/**
 * What one item is compared by: as UTF-8 in an array of the reader where the record has it in one
 * piece, which most have, else as text. Holds until the next item is read into it.
 */
public final class ComparedText {

    private byte[] bytes;
    private int from;
    private int length;
    private String text;
    private String id;
    private String answer;

    /** An item that is at hand as text. */
    public static ComparedText of(String id, String text, String answer) {
        ComparedText item = new ComparedText();
        item.set(text);
        item.about(id, answer);
        return item;
    }

    /** Valid UTF-8 from {@link #from} on; null where there is {@link #text} instead. */
    @SuppressWarnings("MayBeExposed") // A copy per item is what this saves.
    public byte[] bytes() {
        return bytes;
    }

    /** Where the text begins in the bytes. */
    public int from() {
        return from;
    }

    /** How many bytes the text has. */
    public int length() {
        return length;
    }

    /** The text; null where there are {@link #bytes} instead. */
    public String text() {
        return text;
    }

    /** The item's own id; null where it has none. */
    public String id() {
        return id;
    }

    /** The expected answer; null where it has none. */
    public String answer() {
        return answer;
    }

    void set(byte[] newBytes, int newFrom, int newLength) {
        bytes = newBytes;
        from = newFrom;
        length = newLength;
        text = null;
    }

    void set(String newText) {
        bytes = null;
        text = newText;
    }

    void about(String newId, String newAnswer) {
        id = newId;
        answer = newAnswer;
    }
}
