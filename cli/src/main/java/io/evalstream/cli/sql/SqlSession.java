package io.evalstream.cli.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.evalstream.embedded.ServiceUnavailableException;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** A session at a SQL gateway, over its REST API; one thread asks, another may cancel. */
public final class SqlSession implements AutoCloseable {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String VERSION = "/v3";
    private static final int OK = 200;

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final URI gateway;
    private final String path;

    private SqlSession(URI gateway, Map<String, String> properties)
            throws BadSqlException, InterruptedException {
        this.gateway = gateway;
        ObjectNode body = JSON.createObjectNode();
        properties.forEach(body.putObject("properties")::put);
        String handle = send("POST", VERSION + "/sessions", body).path("sessionHandle").asText();
        this.path = VERSION + "/sessions/" + handle;
    }

    /**
     * Opens a session.
     *
     * @param gateway REST address, {@code http://host:port}
     * @param properties options that differ from those of the gateway
     * @throws ServiceUnavailableException when no gateway answers there
     */
    public static SqlSession open(URI gateway, Map<String, String> properties)
            throws BadSqlException, InterruptedException {
        return new SqlSession(gateway, properties);
    }

    /**
     * Hands over a statement; the answer tells whether it is one.
     *
     * @throws ServiceUnavailableException when the gateway has gone away
     */
    public SqlAnswer execute(String statement) throws BadSqlException, InterruptedException {
        ObjectNode body = JSON.createObjectNode();
        body.put("statement", statement);
        JsonNode answer = send("POST", path + "/statements", body);
        return new SqlAnswer(this, path + "/operations/" + answer.path("operationHandle").asText());
    }

    /** The value of an option, or empty. */
    public String option(String key) throws BadSqlException, InterruptedException {
        return send("GET", path, null).path("properties").path(key).asText();
    }

    /** Tells the gateway that somebody is still here. */
    public void heartbeat() throws BadSqlException, InterruptedException {
        send("POST", path + "/heartbeat", null);
    }

    JsonNode send(String method, String target, JsonNode body)
            throws BadSqlException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(gateway.resolve(target))
                        .timeout(PATIENCE)
                        .header("Content-Type", "application/json")
                        .method(
                                method,
                                body == null
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body.toString()))
                        .build();
        try {
            HttpResponse<String> response =
                    http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            JsonNode answer = JSON.readTree(response.body());
            if (response.statusCode() != OK) {
                throw SqlFault.of(answer);
            }
            return answer;
        } catch (JsonProcessingException e) {
            throw new ServiceUnavailableException(
                    gateway + " does not answer as a SQL gateway does; check the address", e);
        } catch (IOException e) {
            throw new ServiceUnavailableException(
                    "no SQL gateway answers at "
                            + gateway
                            + " ("
                            + e
                            + "); start one with ./evalstream up",
                    e);
        }
    }

    /** Ends the session and what still runs in it to show rows. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        try {
            send("DELETE", path, null);
        } catch (BadSqlException | ServiceUnavailableException e) {
            // The gateway has gone, or has forgotten the session: it is closed either way.
            return;
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
