package io.evalstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.evalstream.jobs.quality.QualityOptions;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.description.HtmlFormatter;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The README's table of options is the options' own description. */
class ReadmeTest {

    private static final String START = "<!-- options: kept by ReadmeTest -->\n";
    private static final String END = "<!-- end of options -->";

    @Test
    void theTableOfOptionsIsTheirDescription() throws IOException {
        String readme = Files.readString(Path.of("../README.md"));
        assertThat(readme).contains(START);
        String table =
                readme.substring(readme.indexOf(START) + START.length(), readme.indexOf(END));
        assertThat(table).isEqualTo(table());
    }

    @Test
    void everyCommandThatIsShownExists() throws IOException {
        Matcher commands =
                Pattern.compile("\\./evalstream ([a-z]+)")
                        .matcher(Files.readString(Path.of("../README.md")));
        while (commands.find()) {
            if (!commands.group(1).equals("test")) {
                assertThat(Evalstream.commandLine().getSubcommands())
                        .containsKey(commands.group(1));
            }
        }
    }

    private static String table() {
        StringBuilder table = new StringBuilder("| option | default | meaning |\n|---|---|---|\n");
        for (ConfigOption<?> option : QualityOptions.all()) {
            table.append("| `").append(option.key()).append("` | ");
            table.append(shown(option.hasDefaultValue() ? option.defaultValue() : ""));
            table.append(" | ").append(new HtmlFormatter().format(option.description()));
            table.append(" |\n");
        }
        return table.toString();
    }

    private static String shown(Object value) {
        if (value instanceof Duration duration) {
            return duration.toString().substring(2).toLowerCase(Locale.ROOT);
        }
        return value.toString();
    }
}
