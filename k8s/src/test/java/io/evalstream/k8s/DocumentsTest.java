package io.evalstream.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;

import io.evalstream.k8s.api.EvalRunStatus.Phase;
import io.evalstream.k8s.metrics.ControllerMetrics;
import io.evalstream.k8s.metrics.RunMetrics;
import io.evalstream.k8s.plan.Phases;
import io.fabric8.kubernetes.client.utils.Serialization;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the documents say of the controller is what it is. */
class DocumentsTest {

    private static final Path CONTROLLER = Path.of("CONTROLLER.md");
    private static final Path README = Path.of("README.md");

    @Test
    void thePhasesAreThoseThatFollowEachOther() throws IOException {
        List<String> rows = new ArrayList<>();
        for (Phase phase : Phase.values()) {
            List<String> next = new ArrayList<>();
            for (Phase other : Phase.values()) {
                if (other != phase && Phases.mayFollow(phase, other)) {
                    next.add("`" + other + "`");
                }
            }
            String shown = next.isEmpty() ? "nothing: it is over" : String.join(", ", next);
            rows.add("| `" + phase + "` | " + shown + " |");
        }
        assertThat(Files.readString(CONTROLLER)).contains(String.join("\n", rows));
    }

    @Test
    void theMetricsAreThoseThatAreExposed() throws IOException {
        ControllerMetrics metrics = new ControllerMetrics();
        metrics.register(new RunMetrics(List::of));
        metrics.watchWaiting(() -> 0);
        String exposed = new String(metrics.scrape().body(), UTF_8);
        Set<String> shown = names("`(evalstream_[a-z_]+)", Files.readString(CONTROLLER));
        Set<String> there = names("(?m)^# TYPE (evalstream_[a-z_]+)", exposed);
        // Of what has labels, nothing is exposed before it happens.
        assertThat(shown).containsAll(there).hasSizeGreaterThan(10);
        for (String name : shown) {
            assertThat(there.contains(name) || isCounted(name)).as(name).isTrue();
        }
    }

    private static boolean isCounted(String name) {
        return Set.of(
                        "evalstream_webhook_deliveries_total",
                        "evalstream_releases_total",
                        "evalstream_polls_total",
                        "evalstream_release_to_report_seconds",
                        "evalstream_run_step_seconds",
                        "evalstream_run_budget_used_ratio")
                .contains(name);
    }

    private static Set<String> names(String pattern, String text) {
        Set<String> names = new TreeSet<>();
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    @Test
    void theRightsOfTheControllerAreThoseOfItsRole() throws IOException {
        String row = "";
        for (String line : Files.readAllLines(README)) {
            row = line.startsWith("| `evalstream-controller` | yes |") ? line : row;
        }
        assertThat(row).isNotEmpty();
        int rules = 0;
        for (String document :
                Files.readString(Path.of("base/controller/rbac.yaml")).split("(?m)^---$", -1)) {
            JsonNode object = Serialization.yamlMapper().readTree(document);
            for (JsonNode rule : object.path("rules")) {
                List<String> verbs = new ArrayList<>();
                rule.path("verbs").forEach(verb -> verbs.add(verb.asText()));
                String subject =
                        rule.has("resourceNames")
                                ? "`" + rule.path("resourceNames").path(0).asText() + "`"
                                : rule.path("resources").path(0).asText();
                // Resources with the same verbs share them.
                assertThat(row)
                        .containsPattern(
                                Pattern.quote(subject)
                                        + "[a-z, ]*: "
                                        + String.join(", ", verbs)
                                        + "( \\||;)");
                rules++;
            }
        }
        assertThat(row.split(";", -1)).hasSizeLessThanOrEqualTo(rules);
    }
}
