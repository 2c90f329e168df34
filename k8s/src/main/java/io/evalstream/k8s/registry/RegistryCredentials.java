package io.evalstream.k8s.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.evalstream.k8s.files.UnusableFileException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who the controller is at registries: the file {@code config.json} of Docker, which secrets of the
 * type {@code kubernetes.io/dockerconfigjson} hold, too.
 */
public final class RegistryCredentials {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, String> basicByHost;

    private RegistryCredentials(Map<String, String> basicByHost) {
        this.basicByHost = Map.copyOf(basicByHost);
    }

    /** Those of somebody whom no registry knows. */
    public static RegistryCredentials none() {
        return new RegistryCredentials(Map.of());
    }

    /**
     * @throws UnusableFileException naming file and field, and nothing of what is secret
     */
    public static RegistryCredentials read(Path file) throws UnusableFileException {
        JsonNode root;
        try {
            root = JSON.readTree(Files.readAllBytes(file));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            // Its message quotes the file.
            throw new UnusableFileException(
                    file + " line " + e.getLocation().getLineNr() + ": is no JSON");
        } catch (IOException e) {
            throw new UnusableFileException(
                    file + ": cannot be read (" + e.getClass().getSimpleName() + ")", e);
        }
        if (!root.path("auths").isObject()) {
            throw new UnusableFileException(
                    file
                            + ": auths: is missing; write it by 'docker login' or 'kubectl create"
                            + " secret docker-registry'");
        }
        Map<String, String> basicByHost = new HashMap<>();
        for (Map.Entry<String, JsonNode> entry : root.get("auths").properties()) {
            String host = entry.getKey().replaceFirst("^https?://", "").replaceFirst("/.*", "");
            basicByHost.put(host, basic(file, entry.getKey(), entry.getValue()));
        }
        return new RegistryCredentials(basicByHost);
    }

    private static String basic(Path file, String host, JsonNode entry)
            throws UnusableFileException {
        String auth = entry.path("auth").asText();
        if (auth.isEmpty() && entry.hasNonNull("username") && entry.hasNonNull("password")) {
            String pair = entry.get("username").asText() + ":" + entry.get("password").asText();
            auth = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        }
        if (!auth.matches("[A-Za-z0-9+/]{4,}={0,2}")) {
            throw new UnusableFileException(
                    file + ": auths." + host + ".auth: is no base64 of user:token");
        }
        return "Basic " + auth;
    }

    /** The header Authorization for a host, if it is known there. */
    Optional<String> basicFor(String host) {
        return Optional.ofNullable(basicByHost.get(host));
    }

    /** Nothing of what it holds. */
    @Override
    public String toString() {
        return "credentials for " + basicByHost.keySet();
    }
}
