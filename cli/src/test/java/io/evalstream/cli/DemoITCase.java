package io.evalstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The demo as a newcomer runs it. */
class DemoITCase {

    private static final Pattern PORT = Pattern.compile("127\\.0\\.0\\.1:(\\d+)");

    @TempDir private Path directory;

    @Test
    void findsTheBadReleaseAndLeavesFilesAndNothingElse() throws Exception {
        List<ProcessHandle> before = LauncherProcess.children();
        Path out = directory.resolve("demo");

        Command demo = Command.run("demo", "--out", out.toString());

        assertThat(demo.code()).as(demo.errors()).isZero();
        List<String> table = demo.out().lines().toList();
        String head = lineWith(table, "release-2026.01  ");
        assertThat(head.trim().split(" +"))
                .containsExactly(
                        "release-2026.01",
                        "release-2026.02",
                        "release-2026.03",
                        "release-2026.04",
                        "release-2026.05",
                        "release-2026.06");
        assertThat(lineWith(table, "verdict ").trim().split(" +"))
                .containsExactly(
                        "verdict", "NO_BASELINE", "PASS", "PASS", "PASS", "PASS", "BREACH");
        assertThat(lineWith(table, "mini_facts_ko/")).endsWith("0.5333 !");
        assertThat(demo.out()).contains("BREACH  minilm:release-2026.06");

        assertThat(files(out.resolve("data/cards"))).containsExactly("card-0001.json");
        assertThat(Files.readString(out.resolve("data/cards/card-0001.json")))
                .contains("release-2026.06", "<at>On-call</at>");
        assertThat(out.resolve("report.html")).content().contains("minilm:release-2026.06");
        assertThat(demo.errors())
                .contains(
                        "dedup: 14 of 40 new regression items are in the suites already (10 exact),"
                                + " 26 kept, ");
        assertThat(files(out.resolve("dedup")))
                .contains("kept", "removed.jsonl", "report.json", "report.html");
        assertThat(files(out)).contains("verdicts.json", "alerts.jsonl", "summary.md");

        LauncherProcess.awaitNoneBut(before);
        Matcher ports = PORT.matcher(demo.errors());
        int seen = 0;
        for (; ports.find(); seen++) {
            assertThat(Conditions.isOpen(Integer.parseInt(ports.group(1))))
                    .as(ports.group())
                    .isFalse();
        }
        assertThat(seen).as(demo.errors()).isEqualTo(4);
    }

    private static String lineWith(List<String> lines, String text) {
        return lines.stream().filter(line -> line.contains(text)).findFirst().orElse("");
    }

    private static List<String> files(Path folder) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
