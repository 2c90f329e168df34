package io.evalstream.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import com.clickhouse.client.api.Client;
import com.fasterxml.jackson.databind.JsonNode;

import io.evalstream.sql.Migrations;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Every query of the dashboards on a real engine, with what its panel needs of the answer. */
class DashboardQueriesITCase {

    private static final Dashboard OVERVIEW = Dashboard.all().get(0);
    private static final Dashboard RUN = Dashboard.all().get(1);

    @TempDir private static Path directory;
    private static DashboardEngine engine;

    @BeforeAll
    static void fill() throws Exception {
        engine = DashboardEngine.start(directory);
        try (Client client = engine.connect()) {
            Migrations.apply(client);
        }
        engine.run("/rows/first_schema.sql");
        engine.run("/rows/verdicts.sql");
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    static Stream<Arguments> queries() {
        List<Arguments> all = new ArrayList<>();
        for (Dashboard dashboard : Dashboard.all()) {
            for (DashboardQuery query : dashboard.queries()) {
                all.add(Arguments.of(dashboard, query, Map.of("run_id", "run-2")));
                all.add(
                        Arguments.of(
                                dashboard,
                                query,
                                Map.of(
                                        "run_id", "run-2",
                                        "model", "llm",
                                        "model_tag", "llm:release-2",
                                        "task", "facts",
                                        "metric", "exact_match")));
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("queries")
    void itsAnswerIsWhatIsMadeOfIt(
            Dashboard dashboard, DashboardQuery query, Map<String, String> chosen)
            throws Exception {
        Map<String, String> known = chosenOf(dashboard, chosen);
        JsonNode answer = engine.ask(DashboardEngine.expand(dashboard, query.sql(), known));
        assertThat(answer.path("data")).as(query.name()).isNotEmpty();
        switch (query.kind()) {
            case VARIABLE -> requireNames(answer);
            case ANNOTATION -> requireAnnotation(answer);
            case PANEL -> {
                switch (query.format()) {
                    case TIME_SERIES -> requireSeries(answer);
                    case TABLE -> requireColumnsOfTheOverrides(dashboard, query, answer);
                }
            }
        }
    }

    private static Map<String, String> chosenOf(Dashboard dashboard, Map<String, String> chosen) {
        Map<String, String> known = new HashMap<>(chosen);
        known.keySet().retainAll(dashboard.variables());
        return known;
    }

    private static void requireNames(JsonNode answer) {
        assertThat(answer.path("meta")).hasSize(1);
        assertThat(type(answer, 0)).contains("String");
    }

    private static void requireAnnotation(JsonNode answer) {
        assertThat(columns(answer)).containsExactly("time", "text", "title", "tags");
        assertThat(type(answer, 0)).startsWith("DateTime");
        assertThat(type(answer, 3)).startsWith("Array(");
        assertThat(answer.path("data").path(0).path(1).asText()).isNotBlank();
    }

    /** The plugin needs a time first and in order; texts become labels, numbers become values. */
    private static void requireSeries(JsonNode answer) {
        assertThat(columns(answer).get(0)).isEqualTo("time");
        assertThat(type(answer, 0)).startsWith("DateTime");
        int numbers = 0;
        for (int i = 1; i < answer.path("meta").size(); i++) {
            boolean text = type(answer, i).contains("String");
            numbers += text ? 0 : 1;
            assertThat(text || type(answer, i).matches("(UInt|Float)\\d+")).isTrue();
        }
        assertThat(numbers).isPositive();
        List<String> times = new ArrayList<>();
        answer.path("data").forEach(row -> times.add(row.path(0).asText()));
        assertThat(times).isSorted();
    }

    /** A column that is coloured, linked or has a unit by its name must be there. */
    private static void requireColumnsOfTheOverrides(
            Dashboard dashboard, DashboardQuery query, JsonNode answer) {
        for (JsonNode panel : dashboard.panels()) {
            if (!panel.path("title").asText().equals(query.name())) {
                continue;
            }
            if (panel.path("type").asText().equals("stat")) {
                assertThat(answer.path("meta")).hasSize(1);
                assertThat(answer.path("data")).hasSize(1);
            }
            for (JsonNode override : panel.path("fieldConfig").path("overrides")) {
                assertThat(columns(answer))
                        .contains(override.path("matcher").path("options").asText());
            }
            if (panel.toString().contains("__data.fields.run")) {
                assertThat(columns(answer)).contains("run");
            }
        }
    }

    private static List<String> columns(JsonNode answer) {
        List<String> names = new ArrayList<>();
        answer.path("meta").forEach(column -> names.add(column.path("name").asText()));
        return names;
    }

    private static String type(JsonNode answer, int column) {
        return answer.path("meta").path(column).path("type").asText();
    }

    private static JsonNode panel(Dashboard dashboard, String name, Map<String, String> chosen)
            throws Exception {
        for (DashboardQuery query : dashboard.queries()) {
            if (query.name().equals(name)) {
                return engine.ask(DashboardEngine.expand(dashboard, query.sql(), chosen))
                        .path("data");
            }
        }
        throw new AssertionError("no panel " + name);
    }

    @Test
    void numbersAreThoseOfTheRows() throws Exception {
        assertThat(panel(OVERVIEW, "Runs that breached", Map.of()).toString()).isEqualTo("[[1]]");
        assertThat(panel(OVERVIEW, "Runs without an answer", Map.of()).toString())
                .isEqualTo("[[0]]");
        assertThat(panel(OVERVIEW, "Results", Map.of()).toString()).isEqualTo("[[200]]");
        assertThat(panel(OVERVIEW, "Results", Map.of("model_tag", "llm:release-1")).toString())
                .isEqualTo("[[100]]");
        // Four of 99: the one that was left out on purpose counts nowhere.
        assertThat(panel(OVERVIEW, "Failure rate", Map.of()).path(0).path(0).asDouble())
                .isEqualTo(8 / 198.0);
        assertThat(panel(OVERVIEW, "Dead letters", Map.of()).toString()).isEqualTo("[[2]]");
        // Scored items take 6 to 100 ms.
        assertThat(panel(OVERVIEW, "Latency, 95 %", Map.of()).path(0).path(0).asDouble())
                .isBetween(94.0, 97.0);
    }

    @Test
    void theQualityOfAReleaseIsItsLastVersionWithItsVerdict() throws Exception {
        JsonNode rows = panel(OVERVIEW, "Quality per release and metric", Map.of());
        assertThat(rows).hasSize(2);
        assertThat(rows.path(0).toString())
                .startsWith(
                        "[\"llm:release-2\",\"facts/exact_match\",0.6,0.8,0.25,\"BREACH_FINAL\",95,"
                                + "\"run-2\",");
        assertThat(rows.path(1).toString())
                .startsWith(
                        "[\"llm:release-1\",\"facts/exact_match\",0.8,null,null,\"NO_BASELINE\",");
    }

    @Test
    void dropsAreListedWithTheirSlices() throws Exception {
        JsonNode rows = panel(OVERVIEW, "Drops and verdicts", Map.of());
        assertThat(rows).hasSize(2);
        assertThat(rows).extracting(row -> row.path(3).asText()).containsExactly("", "ko");
        assertThat(rows).extracting(row -> row.path(7).asDouble()).containsExactly(0.25, 0.5);
    }

    @Test
    void whatWasSentOrWrittenTwiceIsListedOnce() throws Exception {
        assertThat(panel(OVERVIEW, "Alerts", Map.of())).hasSize(1);
        assertThat(panel(OVERVIEW, "Runs", Map.of())).hasSize(2);
        assertThat(panel(OVERVIEW, "Dead letters by reason", Map.of())).hasSize(2);
        assertThat(panel(OVERVIEW, "Breaches", Map.of())).hasSize(1);
        assertThat(panel(OVERVIEW, "Releases", Map.of())).hasSize(2);
    }

    @Test
    void theRunShowsItsOwnRowsOnly() throws Exception {
        Map<String, String> run = Map.of("run_id", "run-2");
        assertThat(panel(RUN, "Decision", run).toString()).isEqualTo("[[\"BREACH\"]]");
        assertThat(panel(RUN, "Results", run).toString()).isEqualTo("[[100]]");
        assertThat(panel(RUN, "Slices", run)).hasSize(1);
        assertThat(panel(RUN, "Wrong and failed answers", run)).hasSize(52);
        assertThat(panel(RUN, "Results", Map.of("run_id", "it's none")).toString())
                .isEqualTo("[[0]]");
    }

    @Test
    void releasesAreOfferedNewestFirst() throws Exception {
        assertThat(panel(OVERVIEW, "model_tag", Map.of()).toString())
                .isEqualTo("[[\"llm:release-2\"],[\"llm:release-1\"]]");
        assertThat(panel(OVERVIEW, "model_tag", Map.of("model", "other")).toString())
                .isEqualTo("[]");
    }
}
