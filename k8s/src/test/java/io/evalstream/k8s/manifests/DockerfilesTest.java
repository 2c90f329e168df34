package io.evalstream.k8s.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Images are made of what was tried, run as nobody in particular, and hold no secrets. */
class DockerfilesTest {

    private static final Path IMAGES = Path.of("images");
    private static final Path TOOLS = Path.of("../eval/runner");
    private static final Pattern FROM = Pattern.compile("FROM (\\S+)(?: AS (\\S+))?");
    private static final Pattern ARGUMENT = Pattern.compile("\\$\\{([A-Z_]+)}");
    private static final Pattern SECRET =
            Pattern.compile("(?i)(password|secret|token|api_?key|access_?key)\\S*\\s*=");

    /** Instructions, those over several lines as one, without comments. */
    private static List<String> instructions(String text) {
        String joined = text.replaceAll("(?m)^\\s*#.*\\n", "").replaceAll("\\\\\\n\\s*", " ");
        return joined.lines().filter(line -> !line.isBlank()).toList();
    }

    private static List<String> faults(String text) {
        List<String> faults = new ArrayList<>();
        Set<String> arguments = new HashSet<>();
        Set<String> stages = new HashSet<>();
        String user = "";
        for (String line : instructions(text)) {
            String instruction = line.substring(0, line.indexOf(' ')).toUpperCase(Locale.ROOT);
            if (instruction.equals("ARG")) {
                arguments.add(line.substring(4).strip());
            }
            if (instruction.equals("FROM")) {
                user = "";
                checkBase(line, arguments, stages, text, faults);
            }
            if (instruction.equals("USER")) {
                user = line.substring(5).strip();
            }
            if (instruction.equals("ADD")) {
                faults.add("ADD: " + line);
            }
            boolean sets = instruction.equals("ARG") || instruction.equals("ENV");
            if (sets && SECRET.matcher(line).find()) {
                faults.add("a secret: " + line);
            }
            if (instruction.equals("RUN") && line.matches(".*(curl|wget).*\\|.*sh\\b.*")) {
                faults.add("runs what it loads: " + line);
            }
        }
        if (!user.matches("[1-9][0-9]*(:[1-9][0-9]*)?")) {
            faults.add("USER is no number above 0: '" + user + "'");
        }
        return faults;
    }

    private static void checkBase(
            String line,
            Set<String> arguments,
            Set<String> stages,
            String text,
            List<String> faults) {
        Matcher from = FROM.matcher(line);
        if (!from.matches()) {
            faults.add("not understood: " + line);
            return;
        }
        Matcher argument = ARGUMENT.matcher(from.group(1));
        if (argument.matches()) {
            if (!arguments.contains(argument.group(1))) {
                faults.add("an argument that is not there, or has a default: " + line);
            }
            if (!text.contains("\"$" + argument.group(1) + "\"")) {
                faults.add("nobody checks that it is a digest: " + line);
            }
        } else if (!stages.contains(from.group(1))
                && !from.group(1).matches(".+@sha256:[0-9a-f]{64}")) {
            faults.add("a base without digest: " + line);
        }
        if (from.group(2) != null) {
            stages.add(from.group(2));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"controller", "jobs", "runner"})
    void everyImageKeepsTheRules(String image) throws IOException {
        assertThat(faults(Files.readString(IMAGES.resolve(image).resolve("Dockerfile")))).isEmpty();
    }

    /** What is replaced in the controller's file, by what, and what is said then. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FROM ${JAVA_IMAGE} | FROM docker.io/library/eclipse-temurin:17 | base without digest",
                "ARG JAVA_IMAGE | ARG JAVA_IMAGE=temurin:17 | has a default",
                "$JAVA_IMAGE | $OTHER | nobody checks",
                "USER 10001:10001 | USER evalstream | USER",
                "USER 10001:10001 | USER 0 | USER",
                "COPY . . | ADD https://a.invalid/x . | ADD",
                "ENV EVALSTREAM_NO_BUILD | ENV API_KEY | a secret",
                "COPY . . | RUN curl https://a.invalid/x - sh | _",
            })
    void whatBreaksARuleIsFound(String good, String bad, String said) throws IOException {
        String file = Files.readString(IMAGES.resolve("controller/Dockerfile"));
        String broken = file.replace(good, bad.replace(" - sh", " | sh"));
        assertThat(broken).isNotEqualTo(file);
        assertThat(faults(broken))
                .isNotEmpty()
                .anyMatch(fault -> said.equals("_") || fault.contains(said));
    }

    @Test
    void nothingOfADeveloperGetsIntoAnImage() throws IOException {
        List<String> ignored = Files.readAllLines(Path.of("../.dockerignore"));
        assertThat(ignored).contains("*", "**/target", "**/.env").doesNotContain("!.git", "!.");
        for (String line : ignored) {
            if (line.startsWith("!")) {
                assertThat(Path.of("..", line.substring(1))).exists();
            }
        }
    }

    @Test
    void theToolsAreThoseThatWereAskedForWithHashes() throws IOException {
        List<String> locked = Files.readAllLines(TOOLS.resolve("requirements.txt"));
        for (String wanted : Files.readAllLines(TOOLS.resolve("requirements.in"))) {
            String plain = wanted.replaceFirst("\\[.*?]", "");
            assertThat(locked)
                    .anyMatch(line -> line.replaceFirst("\\[.*?]", "").startsWith(plain + " "));
        }
        String text = String.join("\n", locked).replaceAll("(?m)^#.*\\n", "");
        for (String requirement : text.split("\n(?! )")) {
            assertThat(requirement).matches("(?s)\\S+==\\S+ .*--hash=sha256:[0-9a-f]{64}.*");
        }
        assertThat(text).doesNotContain("://").doesNotContain("torch==");
    }
}
