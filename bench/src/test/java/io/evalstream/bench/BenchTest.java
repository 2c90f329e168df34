package io.evalstream.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;

/** What the command line takes and refuses. */
class BenchTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter errors = new StringWriter();

    private int run(String... arguments) {
        CommandLine line = Bench.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(errors, true));
        return line.execute(arguments);
    }

    @Test
    void helpNamesTheBenchmarksAndTheContenders() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("streaming", "latency", "dedup");
        assertThat(run("streaming", "--help")).isZero();
        assertThat(out.toString().replaceAll("\\s+", " "))
                .contains(
                        "evalstream, kafka-engine, plain-loop, kafka-streams, textbook-flink",
                        "--events",
                        "2000000");
    }

    @ParameterizedTest
    @CsvSource({
        "'', name a benchmark",
        "streaming --only nobody, there is no contender 'nobody'",
        "streaming --events 10, --events must be at least 1000",
        "latency --rate 0, every number must be at least 1",
        "dedup --only nobody, there is no tool 'nobody'",
        "speed, speed"
    })
    void refusesWhatItDoesNotKnowInOneLine(String arguments, String complaint) {
        int code = run(arguments.isEmpty() ? new String[0] : arguments.split(" "));
        assertThat(code).isEqualTo(64);
        assertThat(errors.toString().lines().findFirst().orElseThrow())
                .startsWith("evalstream: ")
                .contains(complaint)
                .doesNotContain("Exception");
    }
}
