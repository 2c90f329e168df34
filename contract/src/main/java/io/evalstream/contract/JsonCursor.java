package io.evalstream.contract;

/**
 * A position in the UTF-8 bytes of one JSON text (RFC 8259), moved forward token by token.
 *
 * <p>Everything it passes is checked: syntax, UTF-8, escapes and surrogate pairs. Reusable, not
 * thread-safe. Every method that moves fails with {@link RejectReason#NOT_JSON} where the text is
 * not JSON.
 */
final class JsonCursor {
    /** How deep arrays and objects may be nested, the outermost object included. */
    static final int MAX_DEPTH = 64;

    private static final byte[] NOTHING = {};

    private byte[] bytes = NOTHING;
    private int start;
    private int end;
    private int position;

    private int tokenStart;
    private int tokenEnd;
    private boolean escaped;
    private boolean ascii;

    private final JsonNumber number = new JsonNumber();

    void open(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        start = offset;
        end = offset + length;
        position = offset;
    }

    /** Lets go of the bytes. */
    void close() {
        if (bytes != NOTHING) {
            open(NOTHING, 0, 0);
        }
    }

    /** Index of the next byte in the array. */
    int position() {
        return position;
    }

    /** Goes to an index; what lies between is not checked. */
    void moveTo(int position) {
        this.position = position;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Where the text or number that was read last begins; for a text, after its quote. */
    int tokenStart() {
        return tokenStart;
    }

    /** Where the text or number that was read last ends; for a text, before its quote. */
    int tokenEnd() {
        return tokenEnd;
    }

    /** Whether the text that was read last contains a backslash. */
    boolean isEscaped() {
        return escaped;
    }

    /** Whether all bytes of the text that was read last are ASCII. */
    boolean isAscii() {
        return ascii;
    }

    /** Skips white space; the next byte (0 to 255), or -1 at the end. */
    int peek() {
        if (position < end) {
            byte next = bytes[position];
            if (next > ' ') {
                return next;
            }
        }
        return peekPastSpace();
    }

    private int peekPastSpace() {
        while (position < end) {
            byte next = bytes[position];
            if (next != ' ' && next != '\n' && next != '\r' && next != '\t') {
                return next & 0xFF;
            }
            position++;
        }
        return -1;
    }

    /** Enters an object; whether it has a member. */
    boolean enterObject() throws RejectedEventException {
        return enter('{', '}');
    }

    /** Enters an array; whether it has an element. */
    boolean enterArray() throws RejectedEventException {
        return enter('[', ']');
    }

    private boolean enter(char open, char close) throws RejectedEventException {
        if (peek() != open) {
            throw notJson("expected '" + open + "'");
        }
        position++;
        if (peek() == close) {
            position++;
            return false;
        }
        return true;
    }

    /** Passes what follows a member; whether another one does. */
    boolean hasNextMember() throws RejectedEventException {
        return hasNext('}');
    }

    /** Passes what follows an element; whether another one does. */
    boolean hasNextElement() throws RejectedEventException {
        return hasNext(']');
    }

    private boolean hasNext(char close) throws RejectedEventException {
        int next = peek();
        if (next == ',') {
            position++;
            return true;
        }
        if (next == close) {
            position++;
            return false;
        }
        throw notJson("expected ',' or '" + close + "'");
    }

    void expectEnd() throws RejectedEventException {
        if (peek() != -1) {
            throw notJson("something follows the object");
        }
    }

    /** Passes exactly these bytes if they come next. */
    boolean tryBytes(byte[] expected) {
        int after = Words.match(bytes, position, end, expected);
        if (after < 0) {
            return false;
        }
        position = after;
        return true;
    }

    /** Reads a member's name and the colon; the name's index, or {@link FieldNames#UNKNOWN}. */
    int readName(FieldNames names) throws RejectedEventException {
        readName();
        return escaped ? findEscaped(names) : names.find(bytes, tokenStart, tokenEnd);
    }

    private int findEscaped(FieldNames names) {
        byte[] name = utf8();
        return names.find(name, 0, name.length);
    }

    /** Reads a member's name and the colon. */
    void readName() throws RejectedEventException {
        readText("expected a field name in quotes");
        if (peek() != ':') {
            throw notJson("expected ':'");
        }
        position++;
    }

    void readText() throws RejectedEventException {
        readText("expected a string");
    }

    private void readText(String expectation) throws RejectedEventException {
        if (peek() != '"') {
            throw notJson(expectation);
        }
        position++;
        tokenStart = position;
        escaped = false;
        ascii = true;
        while (true) {
            position = Words.endOfPlainText(bytes, position, end);
            if (position >= end) {
                throw notJson("a string does not end");
            }
            byte next = bytes[position];
            if (next == '"') {
                tokenEnd = position++;
                return;
            }
            if (next == '\\') {
                escaped = true;
                skipEscape();
            } else if (next < 0) {
                ascii = false;
                int length = Utf8.lengthAt(bytes, position, end);
                if (length < 0) {
                    throw notJson("a character is not UTF-8");
                }
                position += length;
            } else {
                throw notJson("a control character in a string must be escaped");
            }
        }
    }

    private void skipEscape() throws RejectedEventException {
        int letter = byteAt(position + 1);
        if (letter != 'u') {
            if (letter < 0 || "\"\\/bfnrt".indexOf(letter) < 0) {
                throw notJson("there is no such escape");
            }
            position += 2;
            return;
        }
        int unit = JsonText.hexUnit(bytes, position + 2, end);
        if (unit < 0) {
            throw notJson("\\u needs four hexadecimal digits");
        }
        if (Character.isSurrogate((char) unit)) {
            boolean paired =
                    Character.isHighSurrogate((char) unit)
                            && byteAt(position + 6) == '\\'
                            && byteAt(position + 7) == 'u';
            int second = paired ? JsonText.hexUnit(bytes, position + 8, end) : -1;
            if (second < 0 || !Character.isLowSurrogate((char) second)) {
                throw notJson("half a surrogate pair is no character");
            }
            position += 6;
        }
        position += 6;
    }

    /** The text that was read last. */
    String text() {
        if (escaped) {
            return JsonText.unescaped(bytes, tokenStart, tokenEnd);
        }
        return JsonText.plain(bytes, tokenStart, tokenEnd, ascii);
    }

    /** The UTF-8 bytes of the text that was read last, without escapes. */
    byte[] utf8() {
        return JsonText.unescape(bytes, tokenStart, tokenEnd);
    }

    void readNumber() throws RejectedEventException {
        tokenStart = position;
        int after = number.read(bytes, position, end);
        if (after < 0) {
            position = ~after;
            throw notJson(number.problem());
        }
        tokenEnd = after;
        position = after;
    }

    /** Whether the number that was read last has neither fraction nor exponent. */
    boolean isInteger() {
        return number.isInteger();
    }

    /** Whether the integer that was read last fits 64 bits with its sign. */
    boolean isLong() {
        return number.isLong();
    }

    /** The integer that was read last, given {@link #isLong}. */
    long longValue() {
        return number.longValue();
    }

    /** The number that was read last, as {@link Double#parseDouble} has it; may be infinite. */
    double doubleValue() {
        return number.doubleValue(bytes, tokenStart, tokenEnd);
    }

    /** Passes a value of any type. */
    void skipValue(int depth) throws RejectedEventException {
        switch (peek()) {
            case '"' -> readText();
            case '{' -> skipObject(depth);
            case '[' -> skipArray(depth);
            case 't' -> expectLiteral(JsonText.TRUE);
            case 'f' -> expectLiteral(JsonText.FALSE);
            case 'n' -> expectLiteral(JsonText.NULL);
            default -> readNumber();
        }
    }

    private void skipObject(int depth) throws RejectedEventException {
        checkDepth(depth);
        if (enterObject()) {
            do {
                readName();
                skipValue(depth + 1);
            } while (hasNextMember());
        }
    }

    private void skipArray(int depth) throws RejectedEventException {
        checkDepth(depth);
        if (enterArray()) {
            do {
                skipValue(depth + 1);
            } while (hasNextElement());
        }
    }

    private void checkDepth(int depth) throws RejectedEventException {
        if (depth > MAX_DEPTH) {
            throw notJson("nested deeper than " + MAX_DEPTH);
        }
    }

    private void expectLiteral(byte[] literal) throws RejectedEventException {
        if (!tryBytes(literal)) {
            throw notJson("expected a value");
        }
    }

    private int byteAt(int index) {
        return index < end ? bytes[index] : -1;
    }

    private RejectedEventException notJson(String what) {
        return new RejectedEventException(
                RejectReason.NOT_JSON,
                "",
                "not a JSON object, at byte " + (position - start) + ": " + what);
    }
}
