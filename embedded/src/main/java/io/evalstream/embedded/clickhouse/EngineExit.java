package io.evalstream.embedded.clickhouse;

import java.util.List;

/**
 * How an engine process ended.
 *
 * @param exitCode the process's exit code, 128 + the signal's number after a signal
 * @param expected whether it was told to end
 * @param lastLines its last lines of output, oldest first
 */
public record EngineExit(int exitCode, boolean expected, List<String> lastLines) {

    public EngineExit {
        lastLines = List.copyOf(lastLines);
    }

    /** One line for an operator. */
    public String message() {
        String how = expected ? "ended" : "ended unexpectedly";
        String tail = lastLines.isEmpty() ? "no output" : String.join(" | ", lastLines);
        return "the ClickHouse engine " + how + " (exit code " + exitCode + ", " + tail + ")";
    }
}
