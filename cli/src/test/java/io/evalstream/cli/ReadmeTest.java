package io.evalstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.evalstream.jobs.dedup.DedupOptions;
import io.evalstream.jobs.quality.QualityOptions;
import io.evalstream.jobs.snapshot.SnapshotOptions;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.description.HtmlFormatter;
import org.junit.jupiter.api.Test;

import picocli.CommandLine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the README shows of commands and options is what they are. */
class ReadmeTest {

    private static final String END = "<!-- end of options -->";

    @Test
    void theTablesOfOptionsAreTheirDescriptions() throws IOException {
        assertThat(shown("<!-- options: kept by ReadmeTest -->\n"))
                .isEqualTo(table(QualityOptions.all()));
        assertThat(shown("<!-- snapshot options: kept by ReadmeTest -->\n"))
                .isEqualTo(table(SnapshotOptions.all()));
        assertThat(shown("<!-- dedup options: kept by ReadmeTest -->\n"))
                .isEqualTo(table(DedupOptions.all()));
    }

    private static String shown(String start) throws IOException {
        String readme = Files.readString(Path.of("../README.md"));
        assertThat(readme).contains(start);
        int from = readme.indexOf(start) + start.length();
        return readme.substring(from, readme.indexOf(END, from));
    }

    @Test
    void everyCommandAndOptionThatIsShownExists() throws IOException {
        String readme = Files.readString(Path.of("../README.md")).replace("\\\n", " ");
        Matcher shown = Pattern.compile("\\./evalstream ([a-z]+)([^`\n]*)").matcher(readme);
        Map<String, CommandLine> commands = Evalstream.commandLine().getSubcommands();
        Set<String> seen = new HashSet<>(Set.of("help"));
        for (; shown.find(); seen.add(shown.group(1))) {
            // The launcher's own: the tests, and the benchmarks, which nothing here knows.
            if (shown.group(1).equals("test") || shown.group(1).equals("bench")) {
                continue;
            }
            assertThat(commands).containsKey(shown.group(1));
            CommandLine command = commands.get(shown.group(1));
            String next = shown.group(2).strip().split(" ", 2)[0];
            command = command.getSubcommands().getOrDefault(next, command);
            Matcher options = Pattern.compile("--[a-z-]+").matcher(shown.group(2));
            while (options.find()) {
                assertThat(command.getCommandSpec().optionsMap())
                        .as(shown.group())
                        .containsKey(options.group());
            }
        }
        assertThat(seen).as("commands that the README shows").containsAll(commands.keySet());
    }

    private static String table(List<ConfigOption<?>> options) {
        StringBuilder table = new StringBuilder("| option | default | meaning |\n|---|---|---|\n");
        for (ConfigOption<?> option : options) {
            table.append("| `").append(option.key()).append("` | ");
            table.append(cell(option.hasDefaultValue() ? option.defaultValue() : ""));
            table.append(" | ").append(new HtmlFormatter().format(option.description()));
            table.append(" |\n");
        }
        return table.toString();
    }

    private static String cell(Object value) {
        if (value instanceof Duration duration) {
            return duration.toString().substring(2).toLowerCase(Locale.ROOT);
        }
        return value instanceof List<?> list
                ? String.join(";", list.toArray(String[]::new))
                : value.toString();
    }
}
