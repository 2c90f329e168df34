package io.evalstream.k8s.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks registries for tags, for what they mean, and for when an image was made. */
public final class RegistryClient {

    private static final String ACCEPTED =
            "application/vnd.oci.image.index.v1+json,"
                    + " application/vnd.docker.distribution.manifest.list.v2+json,"
                    + " application/vnd.oci.image.manifest.v1+json,"
                    + " application/vnd.docker.distribution.manifest.v2+json";

    private static final int LARGEST_BYTES = 4 << 20;
    private static final int PAGE = 1000;
    private static final int MOST_PAGES = 50;
    private static final int MOST_AGES = 10_000;
    private static final Pattern NEXT = Pattern.compile("<([^>]+)>\\s*;\\s*rel=\"?next\"?");
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

    /** Before it there were no images: makers of reproducible ones write such times. */
    private static final Instant FIRST_IMAGE = Instant.parse("2013-01-01T00:00:00Z");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Exchange exchange;
    private final Tokens tokens;

    /** What a digest says of its age never changes. */
    private final Map<String, Optional<Instant>> ages =
            Collections.synchronizedMap(
                    new LinkedHashMap<>() {
                        @Override
                        protected boolean removeEldestEntry(
                                Map.Entry<String, Optional<Instant>> eldest) {
                            return size() > MOST_AGES;
                        }
                    });

    /**
     * @param credentials asked at each fetch of a token, so that they may change
     * @param realmHosts that may issue tokens, besides each registry's own host
     * @param timeout of one request
     */
    public RegistryClient(
            Supplier<RegistryCredentials> credentials,
            Set<String> realmHosts,
            Duration timeout,
            Clock clock) {
        this(
                new Exchange(timeout, pause -> Thread.sleep(pause.toMillis()), clock),
                credentials,
                realmHosts,
                clock);
    }

    RegistryClient(
            Exchange exchange,
            Supplier<RegistryCredentials> credentials,
            Set<String> realmHosts,
            Clock clock) {
        this.exchange = exchange;
        this.tokens = new Tokens(exchange, credentials, realmHosts, clock);
    }

    /**
     * What a tag means now, with the bytes of the manifest held against it.
     *
     * @return {@code sha256:…}; empty when there is no such tag
     * @throws RegistryException when the registry does not say, or says what is not so
     */
    public Optional<String> resolve(ImageName image, String tag)
            throws RegistryException, InterruptedException {
        String what = image + ":" + tag;
        HttpResponse<byte[]> answer = get(image, "GET", manifest(image, tag), ACCEPTED);
        if (answer.statusCode() == 404) {
            return Optional.empty();
        }
        expectOk(what, answer);
        String digest = sha256(answer.body());
        Optional<String> said = answer.headers().firstValue("Docker-Content-Digest");
        if (said.isPresent() && !said.get().equals(digest)) {
            throw new RegistryException(
                    what + ": the manifest has digest " + digest + ", its header says another",
                    true);
        }
        return Optional.of(digest);
    }

    /** What a tag means as the registry says, without fetching the manifest where it does. */
    public Optional<String> peek(ImageName image, String tag)
            throws RegistryException, InterruptedException {
        HttpResponse<byte[]> answer = get(image, "HEAD", manifest(image, tag), ACCEPTED);
        if (answer.statusCode() == 404) {
            return Optional.empty();
        }
        expectOk(image + ":" + tag, answer);
        Optional<String> said = answer.headers().firstValue("Docker-Content-Digest");
        return said.isPresent() && DIGEST.matcher(said.get()).matches()
                ? said
                : resolve(image, tag);
    }

    /**
     * All tags of an image, in the order of the registry.
     *
     * @return empty when there is no such image
     */
    public List<String> tags(ImageName image) throws RegistryException, InterruptedException {
        List<String> tags = new ArrayList<>();
        URI page = base(image).resolve("tags/list?n=" + PAGE);
        for (int i = 0; i < MOST_PAGES; i++) {
            HttpResponse<byte[]> answer = get(image, "GET", page, "application/json");
            if (answer.statusCode() == 404) {
                return tags;
            }
            expectOk(image + ": tags", answer);
            for (JsonNode tag : json(image + ": tags", answer.body()).path("tags")) {
                tags.add(tag.asText());
            }
            Matcher next = NEXT.matcher(answer.headers().firstValue("Link").orElse(""));
            if (!next.find()) {
                return tags;
            }
            URI following = page.resolve(next.group(1));
            if (!page.getAuthority().equals(following.getAuthority())
                    || !page.getScheme().equals(following.getScheme())) {
                throw new RegistryException(image + ": tags go on at another registry", false);
            }
            page = following;
        }
        throw new RegistryException(
                image + ": has more than " + MOST_PAGES * PAGE + " tags; delete some", false);
    }

    /**
     * When an image was made: by the annotation of its manifest, else by its configuration.
     *
     * @param digest of a manifest or an index
     * @return empty when it does not say so, or says it was before there were images
     */
    public Optional<Instant> createdAt(ImageName image, String digest)
            throws RegistryException, InterruptedException {
        Optional<Instant> known = ages.get(digest);
        if (known == null) {
            known = askCreatedAt(image, digest);
            ages.put(digest, known);
        }
        return known;
    }

    private Optional<Instant> askCreatedAt(ImageName image, String digest)
            throws RegistryException, InterruptedException {
        JsonNode manifest = verified(image, "manifests/", digest);
        Optional<Instant> annotated =
                instant(manifest.path("annotations").path("org.opencontainers.image.created"));
        if (annotated.isPresent()) {
            return annotated;
        }
        for (JsonNode child : manifest.path("manifests")) {
            // Attestations are of no platform: https://docs.docker.com/build/metadata/attestations
            if (!child.path("platform").path("os").asText("unknown").equals("unknown")) {
                return askCreatedAt(image, child.path("digest").asText());
            }
        }
        String configuration = manifest.path("config").path("digest").asText();
        return DIGEST.matcher(configuration).matches()
                ? instant(verified(image, "blobs/", configuration).path("created"))
                : Optional.empty();
    }

    private JsonNode verified(ImageName image, String kind, String digest)
            throws RegistryException, InterruptedException {
        String what = image + "@" + digest;
        if (!DIGEST.matcher(digest).matches()) {
            throw new RegistryException(what + ": is no digest", false);
        }
        URI address = base(image).resolve(kind + digest);
        boolean isBlob = kind.startsWith("blobs");
        HttpResponse<byte[]> answer = get(image, "GET", address, isBlob ? "*/*" : ACCEPTED);
        if (isBlob && answer.statusCode() / 100 == 3) {
            answer = storage(what, address, answer);
        }
        expectOk(what, answer);
        if (!sha256(answer.body()).equals(digest)) {
            throw new RegistryException(what + ": what came has another digest", true);
        }
        return json(what, answer.body());
    }

    /** Blobs may lie elsewhere; the token is for the registry alone, the digest tells what came. */
    private HttpResponse<byte[]> storage(String what, URI from, HttpResponse<byte[]> redirect)
            throws RegistryException, InterruptedException {
        URI there = from.resolve(redirect.headers().firstValue("Location").orElse(""));
        boolean isFine =
                "https".equals(there.getScheme())
                        || isLoopback(from.getAuthority()) && isLoopback(there.getAuthority());
        if (!isFine) {
            throw new RegistryException(what + ": is kept where there is no HTTPS", false);
        }
        return exchange.send(what, HttpRequest.newBuilder(there).GET().build(), LARGEST_BYTES);
    }

    private HttpResponse<byte[]> get(ImageName image, String method, URI address, String accepted)
            throws RegistryException, InterruptedException {
        Optional<String> known = tokens.known(image);
        HttpResponse<byte[]> answer = send(image, method, address, accepted, known);
        if (answer.statusCode() != 401) {
            return answer;
        }
        Optional<Challenge> challenge =
                answer.headers().firstValue("WWW-Authenticate").flatMap(Challenge::parse);
        if (challenge.isEmpty()) {
            throw new RegistryException(image + ": refused (401) without saying how to ask", false);
        }
        String token = tokens.fetch(image, challenge.get());
        return send(image, method, address, accepted, Optional.of(token));
    }

    private HttpResponse<byte[]> send(
            ImageName image,
            String method,
            URI address,
            String accepted,
            Optional<String> authorization)
            throws RegistryException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address)
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .header("Accept", accepted);
        authorization.ifPresent(value -> request.header("Authorization", value));
        return exchange.send(image.toString(), request.build(), LARGEST_BYTES);
    }

    private static void expectOk(String what, HttpResponse<byte[]> answer)
            throws RegistryException {
        int status = answer.statusCode();
        if (status != 200) {
            boolean isForbidden = status == 401 || status == 403;
            throw new RegistryException(
                    what
                            + ": the registry answers "
                            + status
                            + (isForbidden ? "; check that the credentials may read it" : ""),
                    false);
        }
    }

    private static URI manifest(ImageName image, String reference) {
        return base(image).resolve("manifests/" + reference);
    }

    private static URI base(ImageName image) {
        String scheme = isLoopback(image.host()) ? "http" : "https";
        return URI.create(scheme + "://" + image.host() + "/v2/" + image.path() + "/");
    }

    /** Whether a host and port are of this machine, where there is nobody to listen in. */
    static boolean isLoopback(String authority) {
        return authority != null && authority.matches("(127\\.0\\.0\\.1|localhost)(:[0-9]+)?");
    }

    private static Optional<Instant> instant(JsonNode text) {
        try {
            Instant instant = OffsetDateTime.parse(text.asText()).toInstant();
            return instant.isBefore(FIRST_IMAGE) ? Optional.empty() : Optional.of(instant);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static JsonNode json(String what, byte[] body) throws RegistryException {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new RegistryException(what + ": the registry's answer is no JSON", true, e);
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return "sha256:" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
