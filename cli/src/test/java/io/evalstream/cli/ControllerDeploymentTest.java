package io.evalstream.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import io.evalstream.k8s.resources.RunEnvironment;

import org.junit.jupiter.api.Test;

import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The Deployment of the controller gives what the command reads, and nothing that it does not. */
class ControllerDeploymentTest {

    private static final Path BASE = Repository.root().resolve("k8s/base");

    private static JsonNode read(String file) throws IOException {
        return new YAMLMapper().readTree(BASE.resolve(file).toFile());
    }

    private static JsonNode container() throws IOException {
        return read("controller/deployment.yaml").at("/spec/template/spec/containers/0");
    }

    private static List<String> arguments() throws IOException {
        List<String> arguments = new ArrayList<>();
        container().path("args").forEach(argument -> arguments.add(argument.asText()));
        return arguments;
    }

    /** Variables that the command reads, with the option that each is the default of. */
    private static Map<String, String> variables() {
        Map<String, String> variables = new TreeMap<>();
        CommandLine controller = Evalstream.commandLine().getSubcommands().get("controller");
        for (OptionSpec option : controller.getCommandSpec().options()) {
            String value = option.defaultValue() == null ? "" : option.defaultValue();
            if (option.userObject() instanceof java.lang.reflect.Field field) {
                value = field.getAnnotation(CommandLine.Option.class).defaultValue();
            }
            if (value.startsWith("${env:EVALSTREAM_")) {
                variables.put(
                        value.replaceAll("\\$\\{env:([A-Z0-9_]+).*", "$1"), option.longestName());
            }
        }
        return variables;
    }

    @Test
    void theArgumentsAreThoseOfTheCommand() throws IOException {
        CommandLine.ParseResult parsed =
                Evalstream.commandLine().parseArgs(arguments().toArray(String[]::new));
        assertThat(parsed.subcommand().commandSpec().name()).isEqualTo("controller");
    }

    @Test
    void everyVariableIsReadAndEveryOneThatIsReadIsGiven() throws IOException {
        Set<String> given = new HashSet<>();
        for (JsonNode variable : container().path("env")) {
            if (variable.path("name").asText().startsWith("EVALSTREAM_")) {
                given.add(variable.path("name").asText());
            } else {
                assertThat(String.join(" ", arguments()))
                        .contains("$(" + variable.path("name").asText() + ")");
            }
        }
        Map<String, String> read = variables();
        // An argument says it.
        assertThat(read.remove("EVALSTREAM_NAMESPACE")).isEqualTo("--namespace");
        assertThat(given).isEqualTo(read.keySet());
        read.forEach(
                (variable, option) ->
                        assertThat(variable)
                                .isEqualTo(
                                        "EVALSTREAM_"
                                                + option.substring(2)
                                                        .replace('-', '_')
                                                        .toUpperCase(Locale.ROOT)));
    }

    @Test
    void everyFileThatIsMountedIsRead() throws IOException {
        String arguments = String.join(" ", arguments());
        for (JsonNode mount : container().path("volumeMounts")) {
            String path = mount.path("mountPath").asText();
            if (!path.equals("/tmp")) {
                assertThat(arguments).contains("=" + path);
            }
        }
    }

    @Test
    void whatTheManifestsGiveIsEnough() throws IOException {
        Map<String, String> literals = new TreeMap<>();
        for (String file : List.of("kustomization.yaml", "controller/kustomization.yaml")) {
            for (JsonNode generator : read(file).path("configMapGenerator")) {
                for (JsonNode literal : generator.path("literals")) {
                    String[] pair = literal.asText().split("=", 2);
                    literals.put(pair[0], pair[1]);
                }
            }
        }
        read("controller/images.yaml")
                .path("data")
                .properties()
                .forEach(image -> literals.put(image.getKey(), image.getValue().asText() + ":1"));
        Map<String, String> options = variables();
        List<String> line = new ArrayList<>();
        for (JsonNode variable : container().path("env")) {
            String option = options.get(variable.path("name").asText());
            if (option != null) {
                String key = variable.at("/valueFrom/configMapKeyRef/key").asText();
                assertThat(literals).containsKey(key);
                line.add(option + "=" + literals.get(key));
            }
        }
        RunEnvironment environment = environment(line.toArray(String[]::new));
        assertThat(environment.gpuSecondsPerDay()).isEqualTo(1_728_000);
        assertThat(environment.services().prepared("r")).isEqualTo("s3://llm-eval-ds/prepared/r");
        assertThat(environment.links()).containsKeys("dashboard", "report");
    }

    @Test
    void whatIsMissingIsNamedWithItsVariable() {
        assertThatThrownBy(() -> environment())
                .isInstanceOf(UsageException.class)
                .hasMessage(
                        "--datasets: is missing; give it, or EVALSTREAM_DATASETS in the environment");
        assertThatThrownBy(() -> environment("--datasets=/data"))
                .hasMessage("--datasets: '/data' does not begin with s3://");
        assertThatThrownBy(
                        () ->
                                environment(
                                        "--datasets=s3://d",
                                        "--runner-image=r:latest",
                                        "--report-image=r:1",
                                        "--flink-image=f:1"))
                .hasMessageStartingWith("image of the runner: r:latest says not which one");
    }

    @Test
    void theDocumentShowsEveryOption() throws IOException {
        Path document = BASE.resolve("../CONTROLLER.md");
        String start = "<!-- options: kept by ControllerDeploymentTest -->\n";
        String text = Files.readString(document);
        int from = text.indexOf(start) + start.length();
        assertThat(from).isGreaterThan(start.length());
        int to = text.indexOf("<!-- end of options -->", from);
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(document, text.substring(0, from) + options() + text.substring(to));
        } else {
            assertThat(text.substring(from, to))
                    .as("made anew by -Ddocs.write=true")
                    .isEqualTo(options());
        }
    }

    private static String options() {
        StringBuilder table = new StringBuilder("| option | meaning |\n|---|---|\n");
        CommandLine controller = Evalstream.commandLine().getSubcommands().get("controller");
        for (OptionSpec option : controller.getCommandSpec().options()) {
            if (!option.inherited() && !option.usageHelp() && !option.versionHelp()) {
                table.append("| `").append(option.longestName()).append("` | ");
                table.append(String.join(" ", option.description())).append(" |\n");
            }
        }
        return table.toString();
    }

    private static RunEnvironment environment(String... line) {
        RunEnvironmentOptions options = new RunEnvironmentOptions();
        new CommandLine(
                        CommandLine.Model.CommandSpec.create()
                                .addMixin(
                                        "runs",
                                        CommandLine.Model.CommandSpec.forAnnotatedObject(options)))
                .parseArgs(line);
        return options.environment();
    }
}
