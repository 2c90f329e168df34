package io.evalstream.k8s.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a client gets.
 *
 * @param status code of HTTP
 * @param headers besides Content-Type
 * @param body its bytes; not copied, so left alone by whoever made them
 */
@SuppressWarnings("ArrayRecordComponent")
public record Answer(int status, String contentType, Map<String, String> headers, byte[] body) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A line of plain text. */
    public static Answer text(int status, String line) {
        byte[] body = (line + "\n").getBytes(StandardCharsets.UTF_8);
        return new Answer(status, "text/plain; charset=utf-8", Map.of(), body);
    }

    /** An object of JSON with these members, in the order of the map. */
    public static Answer json(int status, Map<String, String> members) {
        try {
            return new Answer(
                    status, "application/json", Map.of(), JSON.writeValueAsBytes(members));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("strings are always JSON", e);
        }
    }

    /** The same with one header more. */
    public Answer with(String header, String value) {
        return new Answer(status, contentType, Map.of(header, value), body);
    }
}
