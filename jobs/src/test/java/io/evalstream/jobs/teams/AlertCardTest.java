package io.evalstream.jobs.teams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;

import io.evalstream.jobs.quality.Alert;
import io.evalstream.jobs.quality.Changed;
import io.evalstream.jobs.quality.Recovery;
import io.evalstream.jobs.quality.Reference;
import io.evalstream.jobs.quality.RunVerdict;
import io.evalstream.jobs.quality.SeriesKey;
import io.evalstream.jobs.quality.SeriesResult;
import io.evalstream.jobs.quality.Tally;
import io.evalstream.udfs.verdict.PairedComparison;
import io.evalstream.udfs.verdict.SeriesVerdict;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

class AlertCardTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AlertCard CARD =
            new AlertCard("https://grafana.example.com/d/x?run={run_id}");

    static List<String> hostile() {
        return List.of(
                "plain",
                "\"quotes\" and \\ and \u0000\u001b",
                "</at><at>Everyone</at>",
                "<AT>x</AT> <b>bold</b>",
                "😀".repeat(1_000),
                "x" + "😀".repeat(1_000),
                "한국어 모델",
                "{run_id} {{$root}} ${x}",
                "a/b?c=d&e=f#g h",
                "x".repeat(100_000));
    }

    @Test
    void saysWhatDroppedAndByHowMuch() throws IOException {
        String card = text(alert("model:bad", "run-7", series("gsm8k", 0.45, 0.5)));
        assertThat(card)
                .contains("Quality drop: model:bad")
                .contains("gsm8k/acc")
                .contains("10.0 %")
                .contains("0.4500, was 0.5000 over 2 runs")
                .contains("2 newly failing, 1 newly passing", "item-1, item-2")
                .contains("https://grafana.example.com/d/x?run=run-7");
    }

    @Test
    void aDropFoundBeforeTheEndHasOddsAndNoProbability() throws IOException {
        SeriesResult early =
                result(
                        "gsm8k",
                        SeriesVerdict.BREACH_EARLY,
                        new PairedComparison(
                                60, 0, 0, Double.NaN, Math.log(2_000), 0, Double.NaN, Double.NaN));
        assertThat(text(alert("model:bad", "run-7", early)))
                .contains("odds 2,000 to 1 against chance")
                .doesNotContain("NaN");
    }

    @Test
    void smallerDropsAndRecoveriesCallNobody() throws IOException {
        SeriesResult smaller =
                result(
                        "gsm8k",
                        SeriesVerdict.REGRESSION,
                        new PairedComparison(60, 3, 0, 0.001, 8, 7, 0.01, 0.3));
        String digest = text(noticed(RunVerdict.Notice.DIGEST, List.of(smaller), List.of()));
        assertThat(digest)
                .contains("Smaller drops: model:1", "gsm8k/acc: 0.4000, was 0.5000 (20.0 %)")
                .doesNotContain("<at>", "entities");
        Recovery recovery = new Recovery(new SeriesKey("mmlu", "acc", "", "law"), "model:bad");
        String resolved = text(noticed(RunVerdict.Notice.RESOLVED, List.of(), List.of(recovery)));
        assertThat(resolved)
                .contains("Recovered: model:1", "mmlu/acc [law]: had dropped in model:bad")
                .doesNotContain("<at>", "entities");
    }

    @Test
    void aMissingVerdictAndAWithdrawnOneCall() throws IOException {
        assertThat(text(noticed(RunVerdict.Notice.OVERDUE, List.of(), List.of())))
                .contains("No verdict in time: model:1", "<at>On-call</at> please look why");
        assertThat(text(noticed(RunVerdict.Notice.CORRECTED, List.of(), List.of())))
                .contains("Correction, no quality drop", "<at>On-call</at> the earlier alert");
    }

    @Test
    void aSliceThatDroppedIsNoDropOfTheWhole() throws IOException {
        SeriesResult slice =
                result(
                        "mmlu",
                        SeriesVerdict.BREACH_FINAL,
                        new PairedComparison(60, 23, 0, 0.001, 8, 7, 0.1, 0.3));
        assertThat(text(noticed(RunVerdict.Notice.RAISED, List.of(slice), List.of())))
                .contains("Drop in a part of a benchmark: model:1", "<at>On-call</at>");
    }

    private static Alert noticed(
            RunVerdict.Notice notice, List<SeriesResult> results, List<Recovery> recovered) {
        return new Alert(
                "key",
                new RunVerdict(
                        "run",
                        "model",
                        "model:1",
                        "",
                        RunVerdict.State.COMPLETE,
                        RunVerdict.Decision.PASS,
                        0,
                        1,
                        100,
                        0,
                        List.of("r1"),
                        results,
                        recovered,
                        "why",
                        notice,
                        2),
                "oncall@example.com",
                "On-call");
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void isAnAdaptiveCardWhateverTheNamesAre(String name) throws IOException {
        JsonNode message = render(CARD, alert(name, name, series(name, 0.4, 0.5)));
        assertThat(message.path("type").asText()).isEqualTo("message");
        JsonNode card = message.path("attachments").path(0).path("content");
        assertThat(card.path("version").asText()).isEqualTo("1.4");
        assertThat(card.path("body")).isNotEmpty();
        assertThat(message.toString()).doesNotContain("?...", "\ufffd", "\ud83d...");
        assertMatchesSchema(card);
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void theOnlyMentionIsTheConfiguredOne(String name) throws IOException {
        JsonNode message = render(CARD, alert(name, name, series(name, 0.4, 0.5)));
        List<String> mentions = new ArrayList<>();
        for (JsonNode text : message.findValues("text")) {
            if (text.asText().toLowerCase(Locale.ROOT).contains("<at>")) {
                mentions.add(text.asText());
            }
        }
        assertThat(mentions)
                .containsExactly(
                        "<at>On-call</at> please look before this release goes on.",
                        "<at>On-call</at>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"On-call", "Søren \"S\" O'Neil", "운영팀 😀", "a & b", "back\\slash"})
    void bodyAndEntityMentionTheSameText(String name) throws IOException {
        Alert alert = new Alert("key", alert("m", "r", series("t", 0.4, 0.5)).run(), "id", name);
        JsonNode content =
                render(new AlertCard(""), alert).path("attachments").path(0).path("content");
        JsonNode entity = content.path("msteams").path("entities").path(0);
        assertThat(entity.path("text").asText()).isEqualTo("<at>" + name + "</at>");
        assertThat(entity.path("mentioned").path("id").asText()).isEqualTo("id");
        assertThat(entity.path("mentioned").path("name").asText()).isEqualTo(name);
        assertThat(content.path("body").findValuesAsText("text"))
                .anyMatch(text -> text.contains(entity.path("text").asText()));
    }

    @Test
    void withoutSomeoneToMentionNobodyIs() throws IOException {
        Alert alert = new Alert("key", alert("m", "r", series("t", 0.4, 0.5)).run(), "", "On-call");
        JsonNode message = render(new AlertCard(""), alert);
        assertThat(message.toString()).doesNotContain("<at>", "entities", "actions");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "한", "😀", "\"", "\u0001"})
    void fiveHundredBreachesWithLongNamesFit(String letter) throws IOException {
        SeriesResult[] breaches = new SeriesResult[500];
        for (int i = 0; i < breaches.length; i++) {
            breaches[i] = series("task " + i + " " + letter.repeat(400), 0.4, 0.5);
        }
        String long500 = letter.repeat(500);
        byte[] message = CARD.render(alert(long500, long500, breaches));
        assertThat(message).hasSizeLessThan(25_000);
        JsonNode card = JSON.readTree(message).path("attachments").path(0).path("content");
        assertMatchesSchema(card);
        assertThat(card.path("body").findValuesAsText("text"))
                .anyMatch(text -> text.matches("and 4\\d\\d more"));
    }

    @Test
    void severalBreachesAreListedAndTheRestCounted() throws IOException {
        SeriesResult[] breaches = new SeriesResult[13];
        for (int i = 0; i < breaches.length; i++) {
            breaches[i] = series("task" + i, 0.4, 0.5);
        }
        assertThat(text(alert("m", "r", breaches)))
                .contains("task0/acc", "task11/acc", "and 1 more")
                .doesNotContain("task12/acc");
    }

    @Test
    void whereLowerIsBetterItIsARise() throws IOException {
        SeriesResult rise = result("t", false, SeriesVerdict.BREACH_FINAL, 1, 0.6, 0.5, List.of());
        assertThat(text(alert("m", "r", rise))).contains("Rise").doesNotContain("\"Drop\"");
    }

    @Test
    void diagnosticsAndSeriesThatHoldAreNotTold() throws IOException {
        assertThat(
                        text(
                                alert(
                                        "m",
                                        "r",
                                        series("bad", 0.4, 0.5),
                                        result(
                                                "good",
                                                true,
                                                SeriesVerdict.PASS,
                                                1,
                                                0.5,
                                                0.5,
                                                List.of()),
                                        result(
                                                "diagnostic",
                                                true,
                                                SeriesVerdict.BREACH_FINAL,
                                                3,
                                                0.1,
                                                0.5,
                                                List.of()))))
                .contains("bad/acc")
                .doesNotContain("good/acc", "diagnostic/acc");
    }

    @ParameterizedTest
    @ValueSource(strings = {"run 7", "a&b=c#d", "\"><script>", "실행"})
    void theButtonOpensThisRunWhateverItsName(String runId) throws IOException {
        JsonNode message = render(CARD, alert("m", runId, series("t", 0.4, 0.5)));
        String url = message.findValue("url").asText();
        assertThat(URI.create(url).getFragment()).isNull();
        assertThat(url).matches("https://grafana[.]example[.]com/d/x[?]run=[A-Za-z0-9%._*-]+");
        assertThat(URLDecoder.decode(url.substring(url.indexOf('=') + 1), StandardCharsets.UTF_8))
                .isEqualTo(runId);
    }

    private static JsonNode render(AlertCard card, Alert alert) throws IOException {
        return JSON.readTree(card.render(alert));
    }

    private static String text(Alert alert) {
        return new String(CARD.render(alert), StandardCharsets.UTF_8);
    }

    private static SeriesResult series(String task, double value, double baseline) {
        return result(
                task,
                true,
                SeriesVerdict.BREACH_FINAL,
                1,
                value,
                baseline,
                List.of("item-1", "item-2"));
    }

    private static SeriesResult result(
            String task,
            boolean higherIsBetter,
            SeriesVerdict verdict,
            int tier,
            double value,
            double baseline,
            List<String> newlyFailing) {
        return new SeriesResult(
                new SeriesKey(task, "acc", "", ""),
                verdict,
                tier,
                higherIsBetter,
                new Tally(100, 0, 0, 0),
                value,
                0.05,
                new Reference(List.of("r1", "r2"), baseline, Math.abs(baseline - value) / baseline),
                Reference.NONE,
                new PairedComparison(100, 23, 1, 0.0001, 8, 7, 0.1, 0.3),
                true,
                0,
                new Changed(newlyFailing, newlyFailing.isEmpty() ? List.of() : List.of("item-3")),
                "why");
    }

    private static SeriesResult result(
            String task, SeriesVerdict verdict, PairedComparison paired) {
        return new SeriesResult(
                new SeriesKey(task, "acc", "", ""),
                verdict,
                1,
                true,
                new Tally(60, 0, 0, 0),
                0.4,
                Double.NaN,
                new Reference(List.of("r1"), 0.5, 0.2),
                Reference.NONE,
                paired,
                true,
                60,
                new Changed(List.of(), List.of()),
                "why");
    }

    private static Alert alert(String tag, String runId, SeriesResult... results) {
        return new Alert(
                "key",
                new RunVerdict(
                        runId,
                        tag,
                        tag,
                        "",
                        RunVerdict.State.COMPLETE,
                        RunVerdict.Decision.BREACH,
                        0,
                        1,
                        100,
                        0,
                        List.of(tag, tag),
                        List.of(results),
                        List.of(),
                        "why",
                        RunVerdict.Notice.RAISED,
                        2),
                "oncall@example.com",
                "On-call");
    }

    /** But for Teams' own property, which the schema of cards does not know. */
    private static void assertMatchesSchema(JsonNode card) throws IOException {
        ObjectNode plain = card.deepCopy();
        plain.remove("msteams");
        assertThat(schema().validate(plain)).isEmpty();
    }

    private static JsonSchema schema() throws IOException {
        Optional<Path> file = schemaFile();
        assumeThat(file)
                .as("Adaptive Card schema; set EVALSTREAM_SHARED_DATA to the shared data folder")
                .isPresent();
        ObjectNode schema = (ObjectNode) JSON.readTree(Files.readString(file.get()));
        // Draft 4 spelling of the file's own name, which draft 6 does not know.
        schema.remove("id");
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V6).getSchema(schema);
    }

    private static Optional<Path> schemaFile() {
        Path inData = Path.of("cards", "schema", "1.4.0", "adaptive-card.json");
        String data = System.getenv("EVALSTREAM_SHARED_DATA");
        if (data != null) {
            return Optional.of(Path.of(data).resolve(inData)).filter(Files::exists);
        }
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null) {
            Path candidate = folder.resolve("shared").resolve("data").resolve(inData);
            if (Files.exists(candidate)) {
                return Optional.of(candidate);
            }
            folder = folder.getParent();
        }
        return Optional.empty();
    }
}
