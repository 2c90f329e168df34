package io.evalstream.jobs.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.xml.parsers.DocumentBuilderFactory;

/** The requests for rules, and what happens when the store is away, against a strict stand-in. */
class S3ObjectStoreTest {

    private static final String SECRET = "very-secret-key";
    private static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

    private final List<String> faults = new CopyOnWriteArrayList<>();
    private final List<Long> pauses = new ArrayList<>();
    private HttpServer server;
    private volatile String rules = "";
    private volatile int refusals;
    private volatile int status = 503;
    private volatile String code = "SlowDown";

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        assertThat(faults).isEmpty();
    }

    private S3ObjectStore store(Duration retention) {
        return new S3ObjectStore(
                new AuditEndpoint(
                        "http://127.0.0.1:" + server.getAddress().getPort(),
                        "audit",
                        "access",
                        SECRET,
                        retention),
                pauses::add,
                4);
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String query = Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("");
        String method = exchange.getRequestMethod();
        if (refusals > 0) {
            refusals--;
            String fault = "<Error><Code>" + code + "</Code><Message>no</Message></Error>";
            send(exchange, status, fault);
        } else if (query.startsWith("location")) {
            send(exchange, 200, "<LocationConstraint xmlns=\"" + NAMESPACE + "\"/>");
        } else if (query.startsWith("lifecycle") && method.equals("GET")) {
            if (rules.isEmpty()) {
                send(exchange, 404, "<Error><Code>NoSuchLifecycleConfiguration</Code></Error>");
            } else {
                send(exchange, 200, rules);
            }
        } else if (query.startsWith("lifecycle") && method.equals("PUT")) {
            check(exchange, body);
            rules = new String(body, StandardCharsets.UTF_8);
            send(exchange, 200, "");
        } else {
            send(exchange, 200, "");
        }
    }

    /** What the reference of PutBucketLifecycleConfiguration asks for. */
    private void check(HttpExchange exchange, byte[] body) {
        try {
            String md5 = exchange.getRequestHeaders().getFirst("Content-MD5");
            byte[] digest = MessageDigest.getInstance("MD5").digest(body);
            if (!Base64.getEncoder().encodeToString(digest).equals(md5)) {
                faults.add("Content-MD5 is " + md5);
            }
            Document document = parse(body);
            Element root = document.getDocumentElement();
            if (!root.getLocalName().equals("LifecycleConfiguration")) {
                faults.add("the root is " + root.getLocalName());
            }
            if (!NAMESPACE.equals(root.getNamespaceURI())) {
                faults.add("the namespace is " + root.getNamespaceURI());
            }
            for (Element rule : children(root)) {
                if (!rule.getLocalName().equals("Rule")) {
                    faults.add("not a rule: " + rule.getLocalName());
                }
                for (Element field : children(rule)) {
                    if (!List.of("ID", "Status", "Filter", "Expiration")
                            .contains(field.getLocalName())) {
                        faults.add("no field of ours: " + field.getLocalName());
                    }
                }
            }
        } catch (Exception e) {
            faults.add(e.toString());
        }
    }

    private static Document parse(byte[] xml) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(xml));
    }

    private static List<Element> children(Element parent) {
        List<Element> children = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                children.add(element);
            }
        }
        return children;
    }

    private static void send(HttpExchange exchange, int status, String xml) throws IOException {
        byte[] bytes = xml.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/xml");
        exchange.getResponseHeaders().set("ETag", "\"0\"");
        exchange.getResponseHeaders().set("Last-Modified", "Sun, 01 Mar 2026 12:00:00 GMT");
        boolean isBare = bytes.length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, isBare ? -1 : bytes.length);
        if (!isBare) {
            exchange.getResponseBody().write(bytes);
        }
        exchange.close();
    }

    /** Prefix and days of each rule, by its id. */
    private TreeMap<String, String> rules() throws Exception {
        TreeMap<String, String> found = new TreeMap<>();
        Document document = parse(rules.getBytes(StandardCharsets.UTF_8));
        for (Element rule : children(document.getDocumentElement())) {
            found.put(
                    text(rule, "ID"),
                    text(rule, "Status") + " " + text(rule, "Prefix") + " " + text(rule, "Days"));
        }
        return found;
    }

    private static String text(Element rule, String name) {
        return rule.getElementsByTagNameNS("*", name).item(0).getTextContent();
    }

    @Test
    void rulesForLogAndStagingAreSet() throws Exception {
        try (S3ObjectStore store = store(Duration.ofDays(120))) {
            store.prepare();
        }
        assertThat(rules())
                .containsEntry(Expiry.LOG_RULE, "Enabled dt= 120")
                .containsEntry(Expiry.STAGING_RULE, "Enabled staging/ 31")
                .hasSize(2);
    }

    @Test
    void rulesOfOthersStayAndOursAreReplaced() throws Exception {
        rules =
                "<LifecycleConfiguration xmlns=\""
                        + NAMESPACE
                        + "\"><Rule><ID>theirs</ID><Status>Enabled</Status><Filter><Prefix>tmp/"
                        + "</Prefix></Filter><Expiration><Days>1</Days></Expiration></Rule>"
                        + "</LifecycleConfiguration>";
        try (S3ObjectStore store = store(Duration.ofDays(90))) {
            store.prepare();
            store.prepare();
        }
        assertThat(rules())
                .containsEntry("theirs", "Enabled tmp/ 1")
                .containsEntry(Expiry.LOG_RULE, "Enabled dt= 90")
                .hasSize(3);
    }

    @Test
    void aStoreThatIsAwayForAWhileIsWaitedFor() throws Exception {
        try (S3ObjectStore store = store(Duration.ofDays(90))) {
            store.exists("warm-up");
            refusals = 3;
            store.put("key", new byte[] {1});
        }
        assertThat(pauses).hasSize(3);
        assertThat(pauses.get(2)).isGreaterThan(pauses.get(0));
    }

    @Test
    void aStoreThatStaysAwayIsNamedWithTheObject() throws Exception {
        try (S3ObjectStore store = store(Duration.ofDays(90))) {
            server.stop(0);
            assertThatThrownBy(() -> store.put("dt=1/part", new byte[] {1}))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("S3 http://127.0.0.1:")
                    .hasMessageContaining("/audit: writing dt=1/part failed")
                    .hasMessageContaining("is the address right and the service up?")
                    .hasMessageNotContaining(SECRET);
        }
        assertThat(pauses).hasSize(3);
    }

    @Test
    void aRefusalIsNotTriedAgainAndNamesTheOptions() throws Exception {
        status = 403;
        code = "AccessDenied";
        refusals = 100;
        try (S3ObjectStore store = store(Duration.ofDays(90))) {
            assertThatThrownBy(() -> store.put("key", new byte[] {1}))
                    .hasMessageContaining("AccessDenied")
                    .hasMessageContaining("check the access key and its secret")
                    .hasMessageNotContaining(SECRET);
        }
        assertThat(pauses).isEmpty();
        refusals = 0;
    }

    @Test
    void anEndpointNeverShowsItsKeys() {
        AuditEndpoint endpoint =
                new AuditEndpoint("https://s3:9000", "b", "a", SECRET, Duration.ofDays(90));
        assertThat(endpoint.toString()).isEqualTo("https://s3:9000/b");
    }

    @Test
    void aLogIsKeptForNinetyDaysAtLeast() {
        assertThatThrownBy(() -> store(Duration.ofDays(89))).hasMessage("shorter than 90 days");
    }

    @Test
    void whatIsNoAddressIsRefused() {
        for (String url :
                List.of("minio:9000", "ftp://a", "http://a/bucket", "http://u:p@a", "x y")) {
            assertThatThrownBy(() -> AuditEndpoint.requireUrl(url))
                    .as(url)
                    .hasMessageContaining("write one such as http://minio:9000")
                    .hasMessageNotContaining("u:p");
        }
    }
}
