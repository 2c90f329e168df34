package io.evalstream.embedded.clickhouse;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An error of the engine: ClickHouse's code, its text, and the HTTP status that goes with it. */
final class EngineException extends Exception {

    private static final long serialVersionUID = 1L;
    private static final Pattern CODE = Pattern.compile("\\bCode: (\\d+)\\.");
    private static final int UNKNOWN_EXCEPTION = 1002;

    private final int code;

    private EngineException(int code, String text) {
        super(text);
        this.code = code;
    }

    /**
     * @param text what the engine said, starting with "Code: N. DB::Exception: "
     */
    static EngineException of(String text) {
        Matcher found = CODE.matcher(text);
        return found.find()
                ? new EngineException(Integer.parseInt(found.group(1)), text.strip())
                : of(UNKNOWN_EXCEPTION, text.strip(), "UNKNOWN_EXCEPTION");
    }

    /** An error found before the engine, in the engine's own form. */
    static EngineException of(int code, String message, String name) {
        return new EngineException(
                code, "Code: " + code + ". DB::Exception: " + message + ". (" + name + ")");
    }

    int code() {
        return code;
    }

    /** The status that ClickHouse's HTTP interface gives for this code; 500 for most. */
    int httpStatus() {
        return switch (code) {
            case 6, 25, 26, 27, 38, 41, 42, 43, 53, 62, 69, 72, 117, 167, 168, 223, 321, 376, 441 ->
                    400;
            case 46, 47, 50, 56, 60, 63, 73, 78, 81, 115, 336 -> 404;
            case 48 -> 501;
            case 159 -> 408;
            case 373 -> 423;
            default -> 500;
        };
    }
}
