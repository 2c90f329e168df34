package io.evalstream.jobs.quality;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.evalstream.udfs.verdict.PairedComparison;
import io.evalstream.udfs.verdict.SeriesVerdict;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What is written must fit into a record of the broker, however large a run is. */
class VerdictJsonTest {

    private static final int BROKER_LIMIT = 1_000_000;

    @Test
    void everyChangedItemIsNamedWhileThereIsRoom() throws IOException {
        JsonNode json = written(VerdictJson.verdict(run(List.of(series("t", items(1_000))))));
        JsonNode metric = json.path("metrics").path(0);
        assertThat(metric.path("newly_failing")).hasSize(1_000);
        assertThat(metric.path("newly_failing_count").asInt()).isEqualTo(1_000);
        assertThat(metric.path("newly_passing_count").asInt()).isZero();
        assertThat(json.has("metrics_cut_from")).isFalse();
    }

    @Test
    void ofVeryManyChangedItemsTheFirstAreNamedAndAllAreCounted() throws IOException {
        List<SeriesResult> series = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            series.add(series("task" + i, items(14_042)));
        }
        JsonNode json = written(VerdictJson.verdict(run(series)));
        assertThat(json.path("metrics")).hasSize(20);
        for (JsonNode metric : json.path("metrics")) {
            assertThat(metric.path("newly_failing_count").asInt()).isEqualTo(14_042);
            assertThat(metric.path("newly_failing").size()).isBetween(100, 14_041);
            assertThat(metric.path("newly_failing").path(0).asText()).isEqualTo("item-0");
        }
    }

    @Test
    void ofVeryManySeriesTheFirstAreWrittenAndTheCutIsSaid() throws IOException {
        List<SeriesResult> series = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            series.add(series("a task with a rather long name, number " + i, items(3)));
        }
        RunVerdict run = run(series);
        JsonNode verdict = written(VerdictJson.verdict(run));
        JsonNode alert = written(VerdictJson.alert(new Alert("key", run, "", "")));
        for (JsonNode json : List.of(verdict, alert)) {
            assertThat(json.path("metrics").size()).isBetween(500, 4_999);
            assertThat(json.path("metrics_cut_from").asInt()).isEqualTo(5_000);
            assertThat(json.path("verdict").asText()).isEqualTo("BREACH");
        }
    }

    private static JsonNode written(byte[] bytes) throws IOException {
        assertThat(bytes.length).isLessThan(BROKER_LIMIT);
        return new ObjectMapper().readTree(bytes);
    }

    private static List<String> items(int count) {
        List<String> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add("item-" + i);
        }
        return items;
    }

    private static SeriesResult series(String task, List<String> newlyFailing) {
        return new SeriesResult(
                new SeriesKey(task, "acc", "", ""),
                SeriesVerdict.BREACH_FINAL,
                1,
                true,
                new Tally(100, 0, 0, 0),
                0.4,
                0.05,
                new Reference(List.of("r1"), 0.5, 0.2),
                Reference.NONE,
                PairedComparison.NONE,
                true,
                0,
                new Changed(newlyFailing, List.of()),
                "why");
    }

    private static RunVerdict run(List<SeriesResult> series) {
        return new RunVerdict(
                "run",
                "model",
                "model:tag",
                "",
                RunVerdict.State.COMPLETE,
                RunVerdict.Decision.BREACH,
                0,
                1,
                100,
                0,
                List.of("r1"),
                series,
                List.of(),
                "why",
                RunVerdict.Notice.RAISED,
                2);
    }
}
