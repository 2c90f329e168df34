package io.evalstream.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

class TeamsRecorderTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String CARD =
            """
            {"type": "message", "attachments": [{
              "contentType": "application/vnd.microsoft.card.adaptive",
              "content": {
                "type": "AdaptiveCard", "version": "1.4",
                "body": [
                  {"type": "TextBlock", "text": "<at>On-call</at> look"},
                  {"type": "FactSet", "facts": [{"title": "Run", "value": "r1"}]}],
                "actions": [
                  {"type": "Action.OpenUrl", "title": "Open", "url": "https://example.com"}],
                "msteams": {"entities": [{"type": "mention", "text": "<at>On-call</at>",
                  "mentioned": {"id": "oncall@example.com", "name": "On-call"}}]}}}]}
            """;

    @TempDir private Path directory;
    private TeamsRecorder recorder;

    @BeforeEach
    void start() {
        recorder = TeamsRecorder.start(directory.resolve("cards"), 0);
    }

    @AfterEach
    void stop() {
        recorder.close();
    }

    @Test
    void acceptsACardAsTheRealEndpointDoesAndKeepsIt() throws Exception {
        HttpResponse<String> answer = post(CARD);
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).isEmpty();
        assertThat(recorder.cards())
                .singleElement()
                .satisfies(card -> assertThat(JSON.readTree(card.toFile())).isEqualTo(card()));
    }

    @Test
    void keepsCardsInTheirOrderAndThoseOfBeforeARestart() throws Exception {
        post(CARD);
        post(CARD.replace("r1", "r2"));
        recorder.close();
        start();
        post(CARD.replace("r1", "r3"));
        assertThat(recorder.cards())
                .extracting(card -> card.getFileName().toString())
                .containsExactly("card-0001.json", "card-0002.json", "card-0003.json");
        assertThat(Files.readString(recorder.cards().get(2))).contains("r3");
    }

    @Test
    void neverWritesOverACardAndKeepsTheOrderOfMoreThanFourDigits() throws Exception {
        post(CARD);
        post(CARD.replace("r1", "r2"));
        recorder.close();
        Path cards = directory.resolve("cards");
        Files.move(cards.resolve("card-0002.json"), cards.resolve("card-9999.json"));
        start();
        post(CARD.replace("r1", "r3"));
        recorder.close();
        start();
        post(CARD.replace("r1", "r4"));
        assertThat(recorder.cards())
                .extracting(card -> card.getFileName().toString())
                .containsExactly(
                        "card-0001.json", "card-9999.json", "card-10000.json", "card-10001.json");
        assertThat(Files.readString(recorder.cards().get(1))).contains("r2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/type | \"Message\" | type must be 'message'",
                "/type | | type must be 'message'",
                "/attachments | [] | attachments must be a non-empty array",
                "/attachments | {} | attachments must be a non-empty array",
                "/attachments/0/contentType | \"text/plain\" | must be Adaptive Cards",
                "/attachments/0/content | | content.type must be 'AdaptiveCard'",
                "/attachments/0/content/type | \"Card\" | content.type must be",
                "/attachments/0/content/version | \"1.6\" | version must be 1.0 to 1.5",
                "/attachments/0/content/version | 1.4 | version must be 1.0 to 1.5",
                "/attachments/0/content/version | | version must be 1.0 to 1.5",
                "/attachments/0/content/body | [] | body must be a non-empty array",
                "/attachments/0/content/body | \"text\" | body must be a non-empty array",
                "/attachments/0/content/body/0/type | \"Text\" | unknown card element 'Text'",
                "/attachments/0/content/body/0/type | | unknown card element ''",
                "/attachments/0/content/body/0/text | 5 | TextBlock.text must be a string",
                "/attachments/0/content/body/0/text | | TextBlock.text must be a string",
                "/attachments/0/content/body/1/facts/0/value | 5 | must be strings",
                "/attachments/0/content/body/1/facts/0/title | | must be strings",
                "/attachments/0/content/body/1/facts | | facts must be an array",
                "/attachments/0/content/actions/0/type | \"Action.Submit\" | only have Action.OpenUrl",
                "/attachments/0/content/actions/0/url | \"javascript:x\" | must be http(s)",
                "/attachments/0/content/actions/0/url | | must be http(s)",
                "/attachments/0/content/msteams/entities/0/text | \"@On-call\" | must be <at>name</at>",
                "/attachments/0/content/msteams/entities/0/text | \"<at>On call</at>\" | does not occur",
                "/attachments/0/content/msteams/entities/0/mentioned/id | \"\" | needs mentioned.id",
                "/attachments/0/content/msteams/entities/0/mentioned/name | | needs mentioned.id",
            })
    void refusesWhatTeamsWouldRefuse(String pointer, String value, String fault) throws Exception {
        JsonNode message = card();
        int slash = pointer.lastIndexOf('/');
        ObjectNode parent = (ObjectNode) message.at(pointer.substring(0, slash));
        String field = pointer.substring(slash + 1);
        if (value == null) {
            parent.remove(field);
        } else {
            parent.set(field, JSON.readTree(value));
        }
        HttpResponse<String> answer = post(message.toString());
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains(fault);
        assertThat(recorder.cards()).isEmpty();
    }

    @Test
    void everyAttachmentIsLookedAt() throws Exception {
        ObjectNode message = (ObjectNode) card();
        message.withArray("attachments").addObject().put("contentType", "text/html");
        assertThat(post(message.toString()).statusCode()).isEqualTo(400);
    }

    @Test
    void elementsInContainersAreLookedAt() throws Exception {
        String inner = "{\"type\":\"TextBlock\",\"text\":\"<at>On-call</at> look\"}";
        String good = "{\"type\":\"Container\",\"items\":[" + inner + "]}";
        assertThat(post(withFirstElement(good)).statusCode()).isEqualTo(202);
        String bad = good.replace("TextBlock", "Marquee");
        assertThat(post(withFirstElement(bad)).body()).contains("unknown card element 'Marquee'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ann \"The\" O'Neil", "back\\slash", "운영팀 😀"})
    void aMentionIsFoundWhateverTheName(String name) throws Exception {
        String quoted = JSON.writeValueAsString(name);
        String escaped = quoted.substring(1, quoted.length() - 1);
        assertThat(post(CARD.replace("On-call", escaped)).statusCode()).isEqualTo(202);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not JSON",
                "{",
                "[]",
                "null",
                "{}{}",
                "\"text\"",
                "{\"type\":\"message\"}"
            })
    void whatIsNoMessageIsRefused(String body) throws Exception {
        assertThat(post(body).statusCode()).isEqualTo(400);
        assertThat(recorder.cards()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void bytesThatAreNoTextAreRefused(int zeros) throws Exception {
        byte[] body = new byte[zeros + 4];
        Arrays.fill(body, zeros, zeros + 4, (byte) 0xff);
        assertThat(send(recorder.url(), "application/json", body).statusCode()).isEqualTo(400);
    }

    @Test
    void aMessageMayHaveTwentyEightKilobytesAndNotOneByteMore() throws Exception {
        String padded = CARD + " ".repeat(28 * 1024 - CARD.length());
        assertThat(post(padded).statusCode()).isEqualTo(202);
        assertThat(post(padded + " ").statusCode()).isEqualTo(413);
        assertThat(post(" ".repeat(5_000_000)).statusCode()).isEqualTo(413);
        assertThat(recorder.cards()).hasSize(1);
    }

    @Test
    void onlyJsonPostsToTheWorkflowAreTaken() throws Exception {
        byte[] body = CARD.getBytes(StandardCharsets.UTF_8);
        assertThat(send(recorder.url(), "text/plain", body).statusCode()).isEqualTo(415);
        assertThat(send(recorder.url().resolve("/other"), "application/json", body).statusCode())
                .isEqualTo(404);
        HttpRequest get = HttpRequest.newBuilder(recorder.url()).GET().build();
        assertThat(HTTP.send(get, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(405);
        assertThat(recorder.cards()).isEmpty();
    }

    @Test
    void aPortThatIsTakenIsSaidInOneLine() {
        int port = recorder.url().getPort();
        assertThatThrownBy(() -> TeamsRecorder.start(directory, port))
                .isInstanceOf(ServiceUnavailableException.class)
                .hasMessageStartingWith("Teams recorder: port " + port + " is taken")
                .hasMessageNotContaining("\n");
    }

    @Test
    void itsPortIsFreeAfterwards() {
        int port = recorder.url().getPort();
        recorder.close();
        recorder.close();
        recorder = TeamsRecorder.start(directory, port);
        assertThat(recorder.url().getPort()).isEqualTo(port);
    }

    private static JsonNode card() throws IOException {
        return JSON.readTree(CARD);
    }

    private static String withFirstElement(String element) throws IOException {
        return CARD.replace(
                "{\"type\": \"TextBlock\", \"text\": \"<at>On-call</at> look\"}", element);
    }

    private HttpResponse<String> post(String body) throws Exception {
        return send(
                recorder.url(),
                "application/json; charset=utf-8",
                body.getBytes(StandardCharsets.UTF_8));
    }

    private static HttpResponse<String> send(URI url, String contentType, byte[] body)
            throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(url)
                        .header("Content-Type", contentType)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
