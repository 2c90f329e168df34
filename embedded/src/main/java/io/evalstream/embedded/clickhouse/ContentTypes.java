package io.evalstream.embedded.clickhouse;

/** The media types ClickHouse declares for its output formats. */
final class ContentTypes {

    private ContentTypes() {}

    static String of(String format) {
        if (format.startsWith("TabSeparated") || format.startsWith("TSV")) {
            return "text/tab-separated-values; charset=UTF-8";
        }
        if (format.startsWith("CSV")) {
            return "text/csv; charset=UTF-8; header="
                    + (format.contains("WithNames") ? "present" : "absent");
        }
        if (format.endsWith("EachRow") || format.equals("JSONLines") || format.equals("NDJSON")) {
            return "application/x-ndjson; charset=UTF-8";
        }
        if (format.startsWith("JSON")) {
            return "application/json; charset=UTF-8";
        }
        if (format.startsWith("RowBinary") || format.equals("Native")) {
            return "application/octet-stream";
        }
        return "text/plain; charset=UTF-8";
    }
}
