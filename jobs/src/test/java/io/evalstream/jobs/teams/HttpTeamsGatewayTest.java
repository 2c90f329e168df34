package io.evalstream.jobs.teams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

class HttpTeamsGatewayTest {

    private static final byte[] CARD = "{\"type\":\"message\"}".getBytes(StandardCharsets.UTF_8);
    private static final String SECRET = "sig-abcdef";

    /** What the server says to one request; an empty header is not sent. */
    private record Answer(int status, String body, String retryAfter) {
        static Answer of(int status) {
            return new Answer(status, "", "");
        }
    }

    private final Deque<Answer> answers = new ArrayDeque<>();
    private final List<String> bodies = Collections.synchronizedList(new ArrayList<>());
    private final List<Long> pauses = new ArrayList<>();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private HttpServer server;
    private HttpTeamsGateway gateway;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        bodies.add(
                                exchange.getRequestHeaders().getFirst("Content-Type")
                                        + " "
                                        + new String(
                                                exchange.getRequestBody().readAllBytes(),
                                                StandardCharsets.UTF_8));
                        Answer answer = answers.size() > 1 ? answers.poll() : answers.peek();
                        if (!answer.retryAfter().isEmpty()) {
                            exchange.getResponseHeaders().set("Retry-After", answer.retryAfter());
                        }
                        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
                        exchange.sendResponseHeaders(
                                answer.status(), body.length == 0 ? -1 : body.length);
                        if (body.length > 0) {
                            exchange.getResponseBody().write(body);
                        }
                    }
                });
        server.start();
        gateway = new HttpTeamsGateway(url(), pauses::add);
        log.start();
        logger().addAppender(log);
    }

    @AfterEach
    void stop() {
        logger().detachAppender(log);
        server.stop(0);
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .noneMatch(line -> line.contains(SECRET) || line.contains("\n"));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 202, 204})
    void aCardThatIsAcceptedIsPostedOnce(int status) throws IOException {
        answers.add(Answer.of(status));
        gateway.post(CARD);
        assertThat(bodies)
                .containsExactly("application/json; charset=utf-8 {\"type\":\"message\"}");
        assertThat(pauses).isEmpty();
    }

    @Test
    void aThrottledCardIsPostedAgainAfterThePauseTheServerAsksFor() throws IOException {
        answers.add(new Answer(429, "slow down", "7"));
        answers.add(Answer.of(202));
        gateway.post(CARD);
        assertThat(bodies).hasSize(2);
        assertThat(pauses).singleElement().satisfies(p -> assertThat(p).isBetween(7_000L, 8_000L));
    }

    @Test
    void aPauseIsNeverLongerThanHalfAMinute() throws IOException {
        answers.add(new Answer(429, "", "86400"));
        answers.add(Answer.of(202));
        gateway.post(CARD);
        assertThat(pauses).containsExactly(30_000L);
    }

    @Test
    void aRetryAfterThatIsNoNumberIsPassedOver() throws IOException {
        answers.add(new Answer(503, "", "soon"));
        answers.add(Answer.of(202));
        gateway.post(CARD);
        assertThat(pauses).singleElement().satisfies(p -> assertThat(p).isBetween(500L, 1_000L));
    }

    @Test
    void throttlingInsideAnAcceptedAnswerIsThrottling() throws IOException {
        answers.add(new Answer(200, "Webhook message delivery failed: HTTP error 429", ""));
        answers.add(Answer.of(200));
        gateway.post(CARD);
        assertThat(bodies).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504, 429})
    void aServerThatStaysBusyIsAskedFiveTimesWithLongerPauses(int status) {
        answers.add(new Answer(status, "busy", ""));
        assertThatThrownBy(() -> gateway.post(CARD))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("after 5 attempts")
                .hasMessageContaining("HTTP " + status + " busy");
        assertThat(bodies).hasSize(5);
        assertThat(pauses).hasSize(4).isSorted();
        assertThat(pauses.get(3)).isBetween(4_000L, 8_000L);
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 400, 401, 403, 404, 410, 413})
    void aRefusalForGoodIsNotTriedAgain(int status) {
        answers.add(new Answer(status, "no such flow", ""));
        assertThatThrownBy(() -> gateway.post(CARD))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("HTTP " + status);
        assertThat(bodies).hasSize(1);
        assertThat(pauses).isEmpty();
    }

    @Test
    void anAnswerThatQuotesTheAddressDoesNotBringItIntoTheMessage() {
        for (String quoted : List.of(url().toString(), url().getRawPath(), url().getRawQuery())) {
            answers.clear();
            answers.add(new Answer(404, "cannot POST\n" + quoted + "\n", ""));
            assertThatThrownBy(() -> gateway.post(CARD))
                    .message()
                    .doesNotContain(SECRET, "\n")
                    .contains("HTTP 404");
        }
    }

    @Test
    void aLongAnswerIsCutBeforeItsAddressCanEscape() {
        answers.add(new Answer(500, "x".repeat(190) + url(), ""));
        assertThatThrownBy(() -> gateway.post(CARD))
                .message()
                .doesNotContain("127.0.0.1", "sig-")
                .hasSizeLessThan(400);
    }

    @Test
    void aServerThatIsNotThereIsTriedAgainAndNotNamed() {
        server.stop(0);
        assertThatThrownBy(() -> gateway.post(CARD))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("after 5 attempts")
                .message()
                .doesNotContain(SECRET, "127.0.0.1", url().getPath());
        assertThat(pauses).hasSize(4);
    }

    @Test
    void anInterruptEndsTheWaiting() {
        answers.add(Answer.of(500));
        HttpTeamsGateway interrupted =
                new HttpTeamsGateway(
                        url(),
                        pause -> {
                            throw new InterruptedException();
                        });
        assertThatThrownBy(() -> interrupted.post(CARD))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(bodies).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not an address sig-abcdef", "ftp://host/sig-abcdef", "sig-abcdef"})
    void anAddressThatIsNoneIsRefusedWithoutBeingRepeated(String address) {
        assertThatThrownBy(() -> HttpTeamsGateway.parse(address))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("teams.url")
                .hasNoCause()
                .message()
                .doesNotContain(SECRET);
    }

    @Test
    void theLineEndOfASecretFileIsNotPartOfTheAddress() {
        assertThat(HttpTeamsGateway.parse(url() + "\n")).isEqualTo(url());
    }

    private URI url() {
        int port = server.getAddress().getPort();
        return URI.create("http://127.0.0.1:" + port + "/workflows/" + SECRET + "?sig=" + SECRET);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(HttpTeamsGateway.class);
    }
}
