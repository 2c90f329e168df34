package io.evalstream.embedded.clickhouse;

import com.sun.net.httpserver.Headers;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What a request to ClickHouse's HTTP interface says outside its body. */
final class RequestParameters {

    private static final String QUERY_PARAMETER = "param_";

    // What the interface itself reads; any other parameter is a setting.
    private static final Set<String> RESERVED =
            Set.of(
                    "query",
                    "query_id",
                    "database",
                    "default_format",
                    "compress",
                    "decompress",
                    "user",
                    "password",
                    "quota_key",
                    "role",
                    "session_id",
                    "session_timeout",
                    "session_check",
                    "stacktrace",
                    "buffer_size",
                    "wait_end_of_query",
                    "client_protocol_version",
                    "close_session");

    private final Map<String, String> all;
    private final Headers headers;
    private final String queryId;

    RequestParameters(URI uri, Headers headers) {
        this.all = parse(uri.getRawQuery());
        this.headers = headers;
        this.queryId =
                either("query_id", "X-ClickHouse-Query-Id")
                        .orElseGet(() -> UUID.randomUUID().toString());
    }

    private static Map<String, String> parse(String rawQuery) {
        Map<String, String> result = new LinkedHashMap<>();
        if (rawQuery == null) {
            return result;
        }
        for (String pair : rawQuery.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            if (!name.isEmpty()) {
                result.put(decode(name), decode(value));
            }
        }
        return result;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private Optional<String> either(String parameter, String header) {
        String value = all.getOrDefault(parameter, "");
        if (value.isEmpty()) {
            value = headers.getFirst(header);
        }
        return Optional.ofNullable(value).filter(v -> !v.isEmpty());
    }

    private boolean flag(String parameter) {
        String value = all.getOrDefault(parameter, "0");
        return value.equals("1") || value.equalsIgnoreCase("true");
    }

    String query() {
        return all.getOrDefault("query", "");
    }

    /** The given id, else a random one. */
    String queryId() {
        return queryId;
    }

    Optional<String> database() {
        return either("database", "X-ClickHouse-Database");
    }

    Optional<String> format() {
        return either("default_format", "X-ClickHouse-Format");
    }

    Optional<String> sessionId() {
        return either("session_id", "X-ClickHouse-Session-Id");
    }

    /** Seconds that an unused session is kept; 60 unless given. */
    int sessionTimeoutSeconds() throws EngineException {
        String value = all.getOrDefault("session_timeout", "60");
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw EngineException.of(
                    372, "Invalid session timeout: '" + value + "'", "INVALID_SESSION_TIMEOUT");
        }
    }

    boolean mustExist() {
        return flag("session_check");
    }

    boolean waitEndOfQuery() {
        return flag("wait_end_of_query");
    }

    boolean compressedBlocksWanted() {
        return flag("compress");
    }

    boolean compressedBlocksSent() {
        return flag("decompress");
    }

    /** The body's encoding in lower case; empty when it has none. */
    String contentEncoding() {
        String value = headers.getFirst("Content-Encoding");
        return value == null ? "" : value.strip().toLowerCase(Locale.ROOT);
    }

    /** Whether an encoding that we can produce is both accepted and switched on. */
    Optional<String> responseEncoding() {
        String accepted = headers.getFirst("Accept-Encoding");
        if (accepted == null || !flag("enable_http_compression")) {
            return Optional.empty();
        }
        if (accepted.contains("lz4")) {
            return Optional.of("lz4");
        }
        return accepted.contains("gzip") ? Optional.of("gzip") : Optional.empty();
    }

    /** The values of {name:Type} placeholders. */
    Map<String, String> queryParameters() {
        Map<String, String> result = new LinkedHashMap<>();
        all.forEach(
                (name, value) -> {
                    if (name.startsWith(QUERY_PARAMETER)) {
                        result.put(name.substring(QUERY_PARAMETER.length()), value);
                    }
                });
        return result;
    }

    /** Settings by name; the map is the caller's own. */
    Map<String, String> settings() {
        Map<String, String> result = new LinkedHashMap<>(all);
        result.keySet()
                .removeIf(name -> RESERVED.contains(name) || name.startsWith(QUERY_PARAMETER));
        return result;
    }
}
