package io.evalstream.k8s.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A registry that is as strict as GHCR: without a token it had itself issued for the image it says
 * nothing, and a manifest is only for those who accept its type.
 */
public final class StubRegistry implements AutoCloseable {

    public static final String INDEX = "application/vnd.oci.image.index.v1+json";
    public static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    public static final String USER = "robot";
    public static final String PASSWORD = "ghp_0123456789abcdef";

    private static final Pattern PATH =
            Pattern.compile("/v2/([a-z0-9._/-]+?)/(manifests|blobs|tags)/([A-Za-z0-9:._-]+)");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Map<String, String>> tags = new ConcurrentHashMap<>();
    private final Map<String, Stored> content = new ConcurrentHashMap<>();
    private final Map<String, String> tokens = new ConcurrentHashMap<>();

    /** Statuses that the next requests get, whatever they ask; of 429 with Retry-After 7. */
    public final Queue<Integer> troubles = new ConcurrentLinkedQueue<>();

    /** Method and path of each request. */
    public final Queue<String> requests = new ConcurrentLinkedQueue<>();

    /** Added to what the registry says of itself. */
    public volatile String realm;

    public volatile String digestHeader;
    public volatile int pageSize = 1000;
    public volatile boolean isBlobRedirected;
    public volatile boolean isWithoutDigestHeader;

    private record Stored(String type, byte[] bytes) {}

    public StubRegistry() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
        realm = "http://" + host() + "/token";
    }

    public String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    public ImageName image(String path) {
        return ImageName.parse(host() + "/" + path).orElseThrow();
    }

    /** The file that {@code docker login} would have written. */
    public String dockerConfiguration() {
        return "{\"auths\":{\"" + host() + "\":{\"auth\":\"" + basic() + "\"}}}";
    }

    /** Keeps bytes under their digest. */
    public String put(String type, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        String digest = digest(bytes);
        content.put(digest, new Stored(type, bytes));
        return digest;
    }

    /** Lets a tag mean a digest. */
    public void tag(String path, String tag, String digest) {
        tags.computeIfAbsent(path, name -> new ConcurrentSkipListMap<>()).put(tag, digest);
    }

    /** Pushes an image for two architectures, as buildx does: index, two manifests, a config. */
    public String push(String path, String tag, String created) {
        String config =
                put("application/json", "{\"created\":\"" + created + "\",\"x\":\"" + tag + "\"}");
        StringBuilder children = new StringBuilder();
        for (String architecture : List.of("amd64", "arm64")) {
            String child =
                    put(
                            MANIFEST,
                            String.format(
                                    "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":{\"digest\":\"%s\"},"
                                            + "\"architecture\":\"%s\"}",
                                    MANIFEST, config, architecture));
            children.append(children.length() == 0 ? "" : ",")
                    .append(
                            String.format(
                                    "{\"digest\":\"%s\",\"platform\":{\"os\":\"linux\",\"architecture\":\"%s\"}}",
                                    child, architecture));
        }
        String index =
                put(
                        INDEX,
                        "{\"schemaVersion\":2,\"mediaType\":\""
                                + INDEX
                                + "\",\"manifests\":[{\"digest\":\"sha256:"
                                + "0".repeat(64)
                                + "\",\"platform\":{\"os\":\"unknown\"}},"
                                + children
                                + "]}");
        tag(path, tag, index);
        return index;
    }

    public static String digest(byte[] bytes) {
        try {
            return "sha256:"
                    + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static String basic() {
        return Base64.getEncoder()
                .encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
            Integer trouble = troubles.poll();
            if (trouble != null) {
                exchange.getResponseHeaders().set("Retry-After", "7");
                exchange.sendResponseHeaders(trouble, -1);
            } else if (exchange.getRequestURI().getPath().equals("/token")) {
                token(exchange);
            } else if (exchange.getRequestURI().getPath().startsWith("/storage/")) {
                storage(exchange);
            } else {
                registry(exchange);
            }
        }
    }

    private void token(HttpExchange exchange) throws IOException {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        String query = exchange.getRequestURI().getRawQuery();
        Matcher scope = Pattern.compile("scope=([^&]+)").matcher(query);
        if (!("Basic " + basic()).equals(authorization)
                || !query.contains("service=stub")
                || !scope.find()) {
            exchange.sendResponseHeaders(403, -1);
            return;
        }
        String wanted = URLDecoder.decode(scope.group(1), StandardCharsets.UTF_8);
        String token = "t" + tokens.size();
        tokens.put(token, wanted);
        send(exchange, 200, "{\"token\":\"" + token + "\",\"expires_in\":300}");
    }

    /** Where a token must not turn up. */
    private void storage(HttpExchange exchange) throws IOException {
        String digest = exchange.getRequestURI().getPath().substring("/storage/".length());
        if (exchange.getRequestHeaders().containsKey("Authorization")) {
            exchange.sendResponseHeaders(400, -1);
        } else {
            send(exchange, 200, new String(content.get(digest).bytes(), StandardCharsets.UTF_8));
        }
    }

    private void registry(HttpExchange exchange) throws IOException {
        Matcher path = PATH.matcher(exchange.getRequestURI().getPath());
        if (!path.matches()) {
            exchange.sendResponseHeaders(400, -1);
            return;
        }
        String scope = "repository:" + path.group(1) + ":pull";
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        if (authorization == null
                || !scope.equals(tokens.get(authorization.replaceFirst("Bearer ", "")))) {
            exchange.getResponseHeaders()
                    .set(
                            "WWW-Authenticate",
                            String.format(
                                    "Bearer realm=\"%s\",service=\"stub\",scope=\"%s\"",
                                    realm, scope));
            exchange.sendResponseHeaders(401, -1);
            return;
        }
        Map<String, String> known = tags.get(path.group(1));
        if (known == null) {
            exchange.sendResponseHeaders(404, -1);
        } else if (path.group(2).equals("tags")) {
            list(exchange, new TreeMap<>(known).navigableKeySet());
        } else {
            content(exchange, path.group(2), known.getOrDefault(path.group(3), path.group(3)));
        }
    }

    private void list(HttpExchange exchange, Collection<String> all) throws IOException {
        Matcher last =
                Pattern.compile("last=([^&]+)").matcher(exchange.getRequestURI().getRawQuery());
        String after = last.find() ? last.group(1) : "";
        List<String> rest = all.stream().filter(tag -> tag.compareTo(after) > 0).toList();
        List<String> page = rest.subList(0, Math.min(pageSize, rest.size()));
        if (page.size() < rest.size()) {
            exchange.getResponseHeaders()
                    .set(
                            "Link",
                            String.format(
                                    "<%s?n=%d&last=%s>; rel=\"next\"",
                                    exchange.getRequestURI().getPath(),
                                    pageSize,
                                    page.get(page.size() - 1)));
        }
        send(exchange, 200, "{\"tags\":[\"" + String.join("\",\"", page) + "\"]}");
    }

    private void content(HttpExchange exchange, String kind, String digest) throws IOException {
        Stored stored = content.get(digest);
        String accepted = String.valueOf(exchange.getRequestHeaders().getFirst("Accept"));
        if (stored == null || kind.equals("manifests") && !accepted.contains(stored.type())) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        if (kind.equals("blobs") && isBlobRedirected) {
            exchange.getResponseHeaders()
                    .set("Location", "http://" + host() + "/storage/" + digest);
            exchange.sendResponseHeaders(307, -1);
            return;
        }
        if (!isWithoutDigestHeader) {
            exchange.getResponseHeaders()
                    .set("Docker-Content-Digest", digestHeader == null ? digest : digestHeader);
        }
        exchange.getResponseHeaders().set("Content-Type", stored.type());
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders()
                    .set("Content-Length", Integer.toString(stored.bytes().length));
            exchange.sendResponseHeaders(200, -1);
        } else {
            send(exchange, 200, new String(stored.bytes(), StandardCharsets.UTF_8));
        }
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
