package io.evalstream.k8s.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import io.evalstream.k8s.api.EvalRun;
import io.evalstream.k8s.api.EvalRunSpec;
import io.evalstream.k8s.api.EvalRunStatus;
import io.evalstream.k8s.metrics.ControllerMetrics;
import io.evalstream.k8s.metrics.RunMetrics;
import io.fabric8.kubernetes.client.utils.Serialization;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Alerts ask for metrics that there are, with labels that those have. */
class AlertRulesTest {

    private static final Path RULES = Path.of("components/monitoring/rules.yaml");
    private static final Pattern SELECTOR =
            Pattern.compile("(evalstream_[a-z_]+)(?:\\{([^}]*)\\})?");

    /** Prometheus itself adds these. */
    private static final Set<String> OF_TARGETS = Set.of("job", "namespace", "pod", "le");

    @TempDir private Path directory;

    @Test
    void expressionsNameMetricsOfTheController() throws Exception {
        String exposed = exposed();
        int looked = 0;
        for (String expression : expressions()) {
            Matcher selector = SELECTOR.matcher(expression);
            while (selector.find()) {
                looked++;
                String name = selector.group(1);
                assertThat(exposed).as(expression).containsPattern("(?m)^" + name + "[ {]");
                for (String label : labels(selector.group(2))) {
                    assertThat(exposed)
                            .as(expression)
                            .containsPattern("(?m)^" + name + "\\{[^}]*" + label);
                }
            }
        }
        assertThat(looked).isGreaterThan(5);
    }

    private static Set<String> labels(String matchers) {
        Set<String> labels = new TreeSet<>();
        if (matchers != null) {
            Matcher matcher = Pattern.compile("([a-z_]+)(=~?\"[^\"]*\")").matcher(matchers);
            while (matcher.find()) {
                if (!OF_TARGETS.contains(matcher.group(1))) {
                    // The values of an expression in regular expressions are alternatives.
                    String values = matcher.group(2).replaceFirst("=~?\"(.*)\"", "$1");
                    for (String value : values.split("\\|", -1)) {
                        labels.add(matcher.group(1) + "=\"" + value + "\"");
                    }
                }
            }
        }
        return labels;
    }

    private static Iterable<String> expressions() throws Exception {
        Set<String> expressions = new TreeSet<>();
        for (JsonNode group : Manifest.read(RULES).get(0).spec().path("groups")) {
            for (JsonNode rule : group.path("rules")) {
                expressions.add(rule.path("expr").asText());
            }
        }
        return expressions;
    }

    /** What is scraped when there is a run. */
    private static String exposed() throws Exception {
        EvalRun run =
                Serialization.unmarshal(
                        Files.readString(Path.of("examples/spot-gpus.yaml")), EvalRun.class);
        run.getMetadata().setCreationTimestamp("2026-03-02T10:00:00Z");
        EvalRunSpec spec = run.getSpec();
        assertThat(spec.budget()).isNotNull();
        run.setStatus(
                Serialization.unmarshal(
                        "{\"phase\":\"RUNNING\",\"gpuSecondsUsed\":5,\"steps\":[{\"name\":\"serve\","
                                + "\"startedAt\":\"2026-03-02T10:00:00Z\","
                                + "\"finishedAt\":\"2026-03-02T10:01:00Z\"}]}",
                        EvalRunStatus.class));
        ControllerMetrics metrics = new ControllerMetrics();
        metrics.register(new RunMetrics(() -> List.of(run)));
        metrics.leads(true);
        return new String(metrics.scrape().body(), UTF_8);
    }

    @Test
    void prometheusTakesTheRules() throws Exception {
        String promtool = null;
        for (String folder :
                System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            Path program = Path.of(folder, "promtool");
            promtool = Files.isExecutable(program) ? program.toString() : promtool;
        }
        assumeTrue(
                promtool != null,
                "promtool is not on the PATH; Debian's package prometheus brings it");
        Path rules = directory.resolve("rules.yaml");
        new YAMLMapper().writeValue(rules.toFile(), Manifest.read(RULES).get(0).spec());
        Process process =
                new ProcessBuilder(promtool, "check", "rules", rules.toString())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
    }
}
