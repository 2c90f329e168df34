package io.evalstream.k8s.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.evalstream.k8s.api.EvalRun;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

class RunMetricsTest {

    // https://prometheus.io/docs/instrumenting/exposition_formats/
    private static final Pattern SAMPLE =
            Pattern.compile(
                    "([a-zA-Z_:][a-zA-Z0-9_:]*(?:\\{(?:[a-z_]+=\"[^\"]*\",?)*\\})?) (\\S+)");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<EvalRun> runs = new ArrayList<>();
    private final ControllerMetrics metrics = new ControllerMetrics();

    private static EvalRun run(String name, String budget, String status) throws Exception {
        EvalRun run =
                JSON.readValue(
                        "{\"spec\":{\"budget\":{\"gpuSeconds\":"
                                + budget
                                + "}},\"status\":"
                                + status
                                + "}",
                        EvalRun.class);
        run.setMetadata(
                new ObjectMetaBuilder()
                        .withName(name)
                        .withCreationTimestamp("2026-03-01T10:00:00Z")
                        .build());
        return run;
    }

    private Map<String, Double> scrape() {
        String text = new String(metrics.scrape().body(), StandardCharsets.UTF_8);
        Map<String, Double> samples = new TreeMap<>();
        for (String line : text.lines().toList()) {
            if (!line.startsWith("#")) {
                Matcher sample = SAMPLE.matcher(line);
                assertThat(sample.matches()).as(line).isTrue();
                String value = sample.group(2).replace("+Inf", "Infinity");
                assertThat(samples.put(sample.group(1), Double.valueOf(value))).isNull();
            }
        }
        return samples;
    }

    @Test
    void runsAreCountedByPhaseAndVerdictAndTimedAgainstTheObjective() throws Exception {
        runs.add(run("new", "null", "null"));
        runs.add(
                run(
                        "done",
                        "100",
                        "{\"phase\":\"SUCCEEDED\",\"finishedAt\":\"2026-03-01T11:59:59Z\","
                                + "\"verdict\":{\"decision\":\"PASS\"},\"gpuSecondsUsed\":60,"
                                + "\"gpuSecondsSaved\":40,\"steps\":[{\"name\":\"prepare\","
                                + "\"startedAt\":\"2026-03-01T10:00:00Z\","
                                + "\"finishedAt\":\"2026-03-01T10:00:10Z\"},"
                                + "{\"name\":\"serve\",\"startedAt\":\"2026-03-01T10:00:10Z\"}]}"));
        runs.add(
                run(
                        "late",
                        "null",
                        "{\"phase\":\"SUCCEEDED\",\"finishedAt\":\"2026-03-01T12:00:01Z\","
                                + "\"verdict\":{\"decision\":\"BREACH\"}}"));
        runs.add(run("busy", "200", "{\"phase\":\"RUNNING\",\"gpuSecondsUsed\":50}"));
        runs.add(run("odd", "null", "{\"phase\":\"SUCCEEDED\",\"finishedAt\":\"yesterday\"}"));
        metrics.register(new RunMetrics(() -> runs));

        assertThat(scrape())
                .containsEntry("evalstream_runs{phase=\"SUCCEEDED\"}", 3.0)
                .containsEntry("evalstream_runs{phase=\"PENDING\"}", 1.0)
                .containsEntry("evalstream_runs{phase=\"FAILED\"}", 0.0)
                .containsEntry("evalstream_run_verdicts{decision=\"PASS\"}", 1.0)
                .containsEntry("evalstream_run_verdicts{decision=\"BREACH\"}", 1.0)
                .containsEntry("evalstream_release_to_report_seconds_bucket{le=\"6300.0\"}", 0.0)
                .containsEntry("evalstream_release_to_report_seconds_bucket{le=\"7200.0\"}", 1.0)
                .containsEntry("evalstream_release_to_report_seconds_bucket{le=\"9000.0\"}", 2.0)
                .containsEntry("evalstream_release_to_report_seconds_count", 2.0)
                .containsEntry("evalstream_release_to_report_seconds_sum", 14_400.0)
                .containsEntry("evalstream_run_step_seconds_sum{step=\"prepare\"}", 10.0)
                .doesNotContainKey("evalstream_run_step_seconds_sum{step=\"serve\"}")
                .containsEntry("evalstream_gpu_seconds_used", 110.0)
                .containsEntry("evalstream_gpu_seconds_saved", 40.0)
                .containsEntry("evalstream_run_budget_used_ratio{run=\"busy\"}", 0.25)
                .doesNotContainKey("evalstream_run_budget_used_ratio{run=\"done\"}");
    }

    @Test
    void whatHappensIsCounted() {
        metrics.delivered("accepted", 0.002);
        metrics.delivered("forged", 0.002);
        metrics.delivered("forged", 0.002);
        metrics.released("webhook", "created");
        metrics.polled("done");
        metrics.polledAll(Instant.ofEpochSecond(1_772_000_000));
        metrics.leads(true);
        metrics.watchWaiting(() -> 7);
        assertThat(scrape())
                .containsEntry("evalstream_webhook_deliveries_total{reason=\"forged\"}", 2.0)
                .containsEntry("evalstream_webhook_seconds_count", 3.0)
                .containsEntry(
                        "evalstream_releases_total{outcome=\"created\",source=\"webhook\"}", 1.0)
                .containsEntry("evalstream_polls_total{outcome=\"done\"}", 1.0)
                .containsEntry("evalstream_poll_last_seconds", 1_772_000_000.0)
                .containsEntry("evalstream_leader", 1.0)
                .containsEntry("evalstream_releases_waiting", 7.0);
    }
}
