package io.evalstream.k8s.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Fetches the tokens that registries ask for, after the <a
 * href="https://distribution.github.io/distribution/spec/auth/token/">token authentication of
 * Distribution</a>, and keeps them until they expire.
 */
final class Tokens {

    private static final int LARGEST_BYTES = 64 << 10;
    private static final int USUAL_SECONDS = 60;
    private static final int LONGEST_SECONDS = 3600;
    private static final int MARGIN_SECONDS = 10;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Exchange exchange;
    private final Supplier<RegistryCredentials> credentials;
    private final Set<String> realmHosts;
    private final Clock clock;
    private final Map<ImageName, Token> tokens = new ConcurrentHashMap<>();

    /** What is sent until a moment. */
    private record Token(String authorization, Instant until) {}

    /**
     * @param realmHosts that may issue tokens besides a registry's own host
     */
    Tokens(
            Exchange exchange,
            Supplier<RegistryCredentials> credentials,
            Set<String> realmHosts,
            Clock clock) {
        this.exchange = exchange;
        this.credentials = credentials;
        this.realmHosts = Set.copyOf(realmHosts);
        this.clock = clock;
    }

    /** The header Authorization that was good for the image before. */
    Optional<String> known(ImageName image) {
        Token token = tokens.get(image);
        return token == null || clock.instant().isAfter(token.until())
                ? Optional.empty()
                : Optional.of(token.authorization());
    }

    /** Gets another one, as the registry has just asked for. */
    String fetch(ImageName image, Challenge challenge)
            throws RegistryException, InterruptedException {
        Optional<String> basic = credentials.get().basicFor(image.host());
        if (challenge.scheme().equals("basic")) {
            return basic.orElseThrow(
                    () ->
                            new RegistryException(
                                    image
                                            + ": the registry wants a password; add credentials for "
                                            + image.host(),
                                    false));
        }
        if (!challenge.scheme().equals("bearer")) {
            throw new RegistryException(
                    image + ": the registry wants '" + challenge.scheme() + "', which is unknown",
                    false);
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(realm(image, challenge)).GET();
        basic.ifPresent(header -> request.header("Authorization", header));
        HttpResponse<byte[]> answer =
                exchange.send(image + ": token", request.build(), LARGEST_BYTES);
        if (answer.statusCode() != 200) {
            throw new RegistryException(
                    image
                            + ": the registry gives no token ("
                            + answer.statusCode()
                            + "); check the credentials for "
                            + image.host(),
                    false);
        }
        Token token = read(image, answer.body());
        tokens.put(image, token);
        return token.authorization();
    }

    private URI realm(ImageName image, Challenge challenge) throws RegistryException {
        URI realm;
        try {
            realm = URI.create(challenge.parameter("realm"));
        } catch (IllegalArgumentException e) {
            throw new RegistryException(image + ": realm of tokens is no address", false, e);
        }
        String host = realm.getAuthority() == null ? "" : realm.getAuthority();
        boolean isOwn = host.equals(image.host()) || realmHosts.contains(host);
        boolean isPrivate =
                "https".equals(realm.getScheme())
                        || "http".equals(realm.getScheme()) && RegistryClient.isLoopback(host);
        if (!isOwn || !isPrivate) {
            throw new RegistryException(
                    image
                            + ": tokens would be fetched from "
                            + realm.getScheme()
                            + "://"
                            + host
                            + ", which is not trusted with the credentials",
                    false);
        }
        String scope = "repository:" + image.path() + ":pull";
        String query =
                "scope="
                        + URLEncoder.encode(scope, StandardCharsets.UTF_8)
                        + "&service="
                        + URLEncoder.encode(challenge.parameter("service"), StandardCharsets.UTF_8);
        return URI.create(realm + (realm.getQuery() == null ? "?" : "&") + query);
    }

    private Token read(ImageName image, byte[] body) throws RegistryException {
        JsonNode answer;
        try {
            answer = JSON.readTree(body);
        } catch (IOException e) {
            // The cause quotes the token.
            throw new RegistryException(image + ": what came instead of a token is no JSON", true);
        }
        String token = answer.path("token").asText(answer.path("access_token").asText());
        if (!token.matches("[\\x21-\\x7e]+")) {
            throw new RegistryException(image + ": the registry's answer has no token", true);
        }
        int seconds = answer.path("expires_in").asInt(USUAL_SECONDS);
        int kept = Math.max(0, Math.min(seconds, LONGEST_SECONDS) - MARGIN_SECONDS);
        return new Token("Bearer " + token, clock.instant().plus(Duration.ofSeconds(kept)));
    }
}
