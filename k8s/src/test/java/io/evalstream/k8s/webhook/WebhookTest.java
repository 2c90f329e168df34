package io.evalstream.k8s.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.evalstream.k8s.api.EvalRunSpec;
import io.evalstream.k8s.api.SuiteSpec;
import io.evalstream.k8s.files.Watched;
import io.evalstream.k8s.http.HttpEndpoint;
import io.evalstream.k8s.metrics.ControllerMetrics;
import io.evalstream.k8s.trigger.Claim;
import io.evalstream.k8s.trigger.ReleaseRule;
import io.evalstream.k8s.trigger.ReleaseRules;
import io.evalstream.k8s.trigger.RunTemplate;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

@Timeout(60)
class WebhookTest {

    private static final String SECRET = "It's a Secret to Everybody";
    private static final String IMAGE = "ghcr.io/acme/minilm";
    private static final String DIGEST = "sha256:" + "ab".repeat(32);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path secrets;
    private final List<Claim> claims = new CopyOnWriteArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private volatile boolean isFull;
    private HttpEndpoint endpoint;
    private int deliveries;

    @BeforeEach
    void start() throws Exception {
        Files.writeString(secrets.resolve("current"), SECRET + "\n");
        SuiteSpec suite =
                new SuiteSpec(
                        "general",
                        SuiteSpec.Harness.LM_EVAL,
                        List.of("arc"),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null);
        EvalRunSpec spec = JSON.convertValue(Map.of("suites", List.of(suite)), EvalRunSpec.class);
        ReleaseRules rules =
                new ReleaseRules(
                        List.of(
                                new ReleaseRule(
                                        List.of("ghcr.io/acme/*"), null, new RunTemplate(spec))));
        WebhookHandler handler =
                new WebhookHandler(
                        Watched.open(secrets, Duration.ZERO, WebhookSecrets::read),
                        () -> rules,
                        new DeliveryMemory(100),
                        claim -> !isFull && claims.add(claim),
                        new ControllerMetrics());
        endpoint =
                HttpEndpoint.start(
                        "webhook",
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        Map.of("/webhooks/ghcr", handler));
        log.start();
        ((Logger) LoggerFactory.getLogger("io.evalstream")).addAppender(log);
    }

    @AfterEach
    void stop() {
        ((Logger) LoggerFactory.getLogger("io.evalstream")).detachAppender(log);
        endpoint.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"package", "registry_package"})
    void aSignedPushOfAReleaseIsTaken(String event) throws Exception {
        HttpResponse<String> answer =
                deliver(event, Pushes.body(event, "published", IMAGE, "release-1", DIGEST));
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(claims).hasSize(1);
        assertThat(claims.get(0).image()).hasToString(IMAGE);
        assertThat(claims.get(0).tag()).isEqualTo("release-1");
        assertThat(claims.get(0).digest()).isEqualTo(DIGEST);
    }

    @ParameterizedTest
    @CsvSource({
        "published, '', untagged",
        "published, main, other_tag",
        "published, 'release-', other_tag",
        "published, xrelease-1, other_tag",
        "deleted, release-1, other_action",
    })
    void whatIsNoReleaseIsLeftAloneAndSaidSo(String action, String tag, String reason)
            throws Exception {
        HttpResponse<String> answer =
                deliver("package", Pushes.body("package", action, IMAGE, tag, DIGEST));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(JSON.readTree(answer.body()).path("reason").asText()).isEqualTo(reason);
        assertThat(claims).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"latest", "sha-0123abc", "sha256:0123abc0"})
    void aTagThatStandsInForAnotherIsTakenWithItsDigest(String tag) throws Exception {
        assertThat(
                        deliver("package", Pushes.body("package", "published", IMAGE, tag, DIGEST))
                                .statusCode())
                .isEqualTo(202);
        assertThat(claims).extracting(Claim::digest).containsExactly(DIGEST);
    }

    @Test
    void imagesThatNobodyNamedAndOtherPackagesAreLeftAlone() throws Exception {
        String body = Pushes.body("package", "published", IMAGE, "release-1", DIGEST);
        assertThat(reason(deliver("package", body.replace("acme", "evil"))))
                .isEqualTo("other_image");
        assertThat(reason(deliver("package", body.replace("CONTAINER", "npm"))))
                .isEqualTo("no_container");
        assertThat(reason(deliver("push", "{}"))).isEqualTo("other_event");
        assertThat(reason(deliver("ping", "{\"zen\":\"x\"}"))).isEqualTo("ping");
        assertThat(claims).isEmpty();
    }

    @Test
    void aDeliveryCountsOnceUnlessItWasNotTaken() throws Exception {
        String body = Pushes.body("package", "published", IMAGE, "release-1", DIGEST);
        isFull = true;
        assertThat(send(request(body, "package", "d-1")).statusCode()).isEqualTo(503);
        isFull = false;
        assertThat(send(request(body, "package", "d-1")).statusCode()).isEqualTo(202);
        assertThat(reason(send(request(body, "package", "d-1")))).isEqualTo("repeated");
        assertThat(claims).hasSize(1);
    }

    @Test
    void whatIsNotSignedOrSignedByAnotherIsRefused() throws Exception {
        String body = Pushes.body("package", "published", IMAGE, "release-1", DIGEST);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        assertThat(send(unsigned(body)).statusCode()).isEqualTo(401);
        for (String forged :
                List.of(
                        Pushes.signature("another secret", bytes),
                        Pushes.signature(SECRET, (body + " ").getBytes(StandardCharsets.UTF_8)),
                        Pushes.signature(SECRET, bytes).substring(7),
                        Pushes.signature(SECRET, bytes).replace("sha256", "sha1"),
                        Pushes.signature(SECRET, bytes) + "00",
                        "sha256=" + "z".repeat(64),
                        "sha256=",
                        "")) {
            HttpRequest request =
                    builder(body)
                            .header("X-Hub-Signature-256", forged.isEmpty() ? " " : forged)
                            .build();
            assertThat(send(request).statusCode()).as(forged).isEqualTo(401);
        }
        assertThat(claims).isEmpty();
    }

    @Test
    void secretsAreExchangedWhileItRuns() throws Exception {
        String body = Pushes.body("package", "published", IMAGE, "release-1", DIGEST);
        Files.writeString(secrets.resolve("next"), "the next one");
        assertThat(deliver("package", body).statusCode()).isEqualTo(202);
        assertThat(deliver("package", body, "the next one").statusCode()).isEqualTo(202);
        Files.delete(secrets.resolve("current"));
        assertThat(deliver("package", body).statusCode()).isEqualTo(401);
        assertThat(deliver("package", body, "the next one").statusCode()).isEqualTo(202);
        Files.delete(secrets.resolve("next"));
        assertThat(deliver("package", body, "").statusCode()).isEqualTo(503);
        assertThat(claims).hasSize(3);
    }

    @Test
    void methodTypeAndShapeMustBeThoseOfGitHub() throws Exception {
        HttpRequest get = HttpRequest.newBuilder(uri()).GET().build();
        HttpResponse<String> refused = send(get);
        assertThat(refused.statusCode()).isEqualTo(405);
        assertThat(refused.headers().firstValue("Allow")).contains("POST");
        HttpRequest form =
                HttpRequest.newBuilder(uri())
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString("payload=%7B%7D"))
                        .build();
        assertThat(send(form).statusCode()).isEqualTo(415);
        for (String body :
                List.of("", "{", "[]", "null", "{\"action\":1}", "{} {}", "[".repeat(100_000))) {
            assertThat(deliver("package", body).statusCode()).as(body).isEqualTo(400);
        }
        assertThat(claims).isEmpty();
    }

    @Test
    void anOversizedBodyIsRefusedAnnouncedOrNot() throws Exception {
        String body = " ".repeat((1 << 20) + 1);
        assertThat(deliver("package", body).statusCode()).isEqualTo(413);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        HttpRequest chunked =
                HttpRequest.newBuilder(uri())
                        .header("Content-Type", "application/json")
                        .header("X-Hub-Signature-256", Pushes.signature(SECRET, bytes))
                        .POST(
                                HttpRequest.BodyPublishers.ofInputStream(
                                        () -> new ByteArrayInputStream(bytes)))
                        .build();
        assertThat(send(chunked).statusCode()).isEqualTo(413);
        assertThat(claims).isEmpty();
    }

    @Test
    void aBodyThatEndsEarlyStartsNothing() throws Exception {
        String body = Pushes.body("package", "published", IMAGE, "release-1", DIGEST);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        try (Socket socket = open()) {
            socket.getOutputStream().write(head(bytes, bytes.length + 1));
            socket.getOutputStream().write(bytes);
            socket.shutdownOutput();
            // Whatever is said, if anything: the request is not complete.
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .doesNotContain(" 202 ");
        }
        assertThat(claims).isEmpty();
    }

    @Test
    void slowClientsLoseTheirConnectionsAndHoldUpNobody() throws Exception {
        byte[] bytes = "{}".getBytes(StandardCharsets.UTF_8);
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                Socket socket = open();
                OutputStream out = socket.getOutputStream();
                byte[] begun = head(bytes, 1000);
                out.write(begun, 0, i % 2 == 0 ? begun.length : begun.length / 2);
                out.flush();
                slow.add(socket);
            }
            long begin = System.nanoTime();
            String body = Pushes.body("package", "published", IMAGE, "release-1", DIGEST);
            assertThat(deliver("package", body).statusCode()).isEqualTo(202);
            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .isLessThan(Duration.ofSeconds(2));
            for (Socket socket : slow) {
                InputStream in = socket.getInputStream();
                assertThat(in.readAllBytes()).isEmpty();
            }
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void secretsAndSignaturesAreNotLogged() throws Exception {
        String body = Pushes.body("package", "published", IMAGE, "release-1", DIGEST);
        String signature = Pushes.signature(SECRET, body.getBytes(StandardCharsets.UTF_8));
        deliver("package", body);
        deliver("package", body, "another secret");
        assertThat(log.list)
                .isNotEmpty()
                .allSatisfy(
                        event ->
                                assertThat(event.getFormattedMessage())
                                        .doesNotContain(SECRET, signature.substring(7)));
    }

    private Socket open() throws Exception {
        Socket socket = new Socket();
        socket.connect(endpoint.address());
        socket.setSoTimeout(30_000);
        return socket;
    }

    private byte[] head(byte[] body, int length) throws Exception {
        return String.format(
                        "POST /webhooks/ghcr HTTP/1.1\r\nHost: localhost\r\n"
                                + "Content-Type: application/json\r\nX-GitHub-Event: package\r\n"
                                + "X-GitHub-Delivery: d-raw\r\nX-Hub-Signature-256: %s\r\n"
                                + "Content-Length: %d\r\n\r\n",
                        Pushes.signature(SECRET, body), length)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private HttpResponse<String> deliver(String event, String body) throws Exception {
        return deliver(event, body, SECRET);
    }

    private HttpResponse<String> deliver(String event, String body, String secret)
            throws Exception {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return send(
                builder(body)
                        .header("X-GitHub-Event", event)
                        .header("X-GitHub-Delivery", "d-auto-" + deliveries++)
                        .header(
                                "X-Hub-Signature-256",
                                Pushes.signature(secret.isEmpty() ? "none" : secret, bytes))
                        .build());
    }

    private HttpRequest request(String body, String event, String delivery) throws Exception {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return builder(body)
                .header("X-GitHub-Event", event)
                .header("X-GitHub-Delivery", delivery)
                .header("X-Hub-Signature-256", Pushes.signature(SECRET, bytes))
                .build();
    }

    private HttpRequest unsigned(String body) {
        return builder(body).header("X-GitHub-Event", "package").build();
    }

    private HttpRequest.Builder builder(String body) {
        return HttpRequest.newBuilder(uri())
                .header("Content-Type", "application/json; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private URI uri() {
        return URI.create("http://127.0.0.1:" + endpoint.address().getPort() + "/webhooks/ghcr");
    }

    private HttpResponse<String> send(HttpRequest request) throws Exception {
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static String reason(HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).isEqualTo(200);
        return JSON.readTree(answer.body()).path("reason").asText();
    }
}
