package io.evalstream.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;

/** Runs are generated with a known noise, or are the bundled ones. */
class CalibrateTest {

    private static final int ITEMS = 300;

    @TempDir private Path directory;

    @Test
    void measuresHealthyRuns() throws Exception {
        Command command = calibrate(runs(5, 0), "--simulations", "400");

        assertThat(command.code()).as(command.errors()).isZero();
        assertThat(command.out()).contains("math/acc", "BREACH_FINAL", "0, 0, 0 of 5");
        assertThat(command.errors()).doesNotContain("warning");
        JsonNode result = Json.read(directory.resolve("out/calibration.json"));
        assertThat(result.path("runs")).hasSize(5);
        assertThat(result.path("rule").path("threshold").asDouble()).isEqualTo(0.1);
        assertThat(result.path("rule").path("deciding_series").asInt()).isEqualTo(1);
        assertThat(result.path("warnings")).isEmpty();
        JsonNode series = result.path("series").path(0);
        assertThat(series.path("task").asText()).isEqualTo("math");
        assertThat(series.path("items").asInt()).isEqualTo(ITEMS);
        // A fifth of the items are fair coins, half are right.
        assertThat(series.path("flip_rate").asDouble()).isCloseTo(0.1, within(0.02));
        assertThat(series.path("mean").asDouble()).isCloseTo(0.6, within(0.02));
        assertThat(series.path("kappa").asDouble()).isBetween(0.1, 1.5);
        assertThat(series.path("kappa_ci95")).hasSize(2);
        assertThat(series.path("sd_expected").asDouble())
                .isCloseTo(Math.sqrt(0.05 / ITEMS), within(0.001));
        assertThat(series.path("replayed").path("runs").asInt()).isEqualTo(5);
        for (String alarm : List.of("breach_early", "breach_final", "confirmed")) {
            JsonNode share = series.path("simulated").path(alarm);
            assertThat(share.path("share").asDouble()).isLessThan(0.02);
            assertThat(share.path("ci95").get(1).asDouble()).isPositive();
        }
        assertThat(series.path("smallest_drop").path("breach").asDouble()).isBetween(0.14, 0.25);
    }

    @Test
    void warnsOfRunsThatMoveAsAWhole() throws Exception {
        Command command = calibrate(runs(6, 0.2), "--simulations", "100");

        assertThat(command.code()).isEqualTo(ExitCode.INCONCLUSIVE);
        assertThat(command.errors())
                .contains("warning: math/acc: κ = ", "find the cause - seeds, batch size, engine");
        JsonNode result = Json.read(directory.resolve("out/calibration.json"));
        assertThat(result.path("warnings").path(0).path("kind").asText()).isEqualTo("kappa");
        assertThat(result.path("series").path(0).path("kappa").asDouble()).isGreaterThan(3);
    }

    @Test
    void saysWhenALargeKappaMayBeChance() throws Exception {
        List<String> runs = new ArrayList<>();
        // Three items flip, all in the same direction: with two runs that is chance in a quarter.
        runs.add(run("a", "", i -> i < 100 ? 1 : 0));
        runs.add(run("b", "", i -> i < 103 ? 1 : 0));
        Command command = calibrate(runs, "--simulations", "100");

        assertThat(command.code()).isZero();
        assertThat(command.out()).contains("too few runs to tell");
        assertThat(command.errors()).contains("or it is chance").doesNotContain("find the cause");
    }

    @Test
    void warnsOfCopiesOfOneRun() throws Exception {
        IntToDoubleFunction scores = i -> i % 3 == 0 ? 0 : 1;
        Command command =
                calibrate(List.of(run("a", "", scores), run("b", "", scores)), "--seed", "3");

        assertThat(command.code()).isZero();
        assertThat(command.errors()).contains("deterministic, or these are copies of one run");
    }

    @Test
    void warnsOfRunsThatAreSetUpDifferently() throws Exception {
        IntToDoubleFunction scores = i -> i % 3 == 0 ? 0 : 1;
        Command command =
                calibrate(
                        List.of(
                                run("a", "'engine':'vllm 1','prompt_hash':'p',", scores),
                                run("b", "'engine':'vllm 2','prompt_hash':'p',", scores)));

        assertThat(command.code()).isZero();
        assertThat(command.errors())
                .contains("warning: math: the runs are not comparable, they differ in engine\n");
    }

    @Test
    void theSeedDecidesTheOutput() throws Exception {
        List<String> runs = runs(4, 0.1);
        Command first = calibrate(runs, "--simulations", "300");
        String file = Files.readString(directory.resolve("out/calibration.json"));
        Command second = calibrate(runs, "--simulations", "300");

        assertThat(second.out()).isEqualTo(first.out());
        assertThat(directory.resolve("out/calibration.json")).hasContent(file);
        assertThat(calibrate(runs, "--simulations", "300", "--seed", "2").out())
                .isNotEqualTo(first.out().replace("seed 1", "seed 2"));
    }

    @Test
    void leavesOutItemsThatSomeRunLacksAndMetricsThatDoNotDecide() throws Exception {
        Path diagnostic =
                Files.writeString(
                        directory.resolve("c.jsonl"),
                        event("math", "acc", 0, 1, "")
                                + event("math", "acc", 1, 0, "'attempt':1,")
                                + event("math", "acc", 1, 1, "'attempt':2,")
                                + event("math", "bleu_max", 1, 20, "")
                                + event("math", "Toxicity", 1, 0, ""));
        Command command =
                calibrate(List.of(run("a", "", i -> 1), "c=" + diagnostic), "--simulations", "50");

        assertThat(command.code()).as(command.errors()).isZero();
        JsonNode result = Json.read(directory.resolve("out/calibration.json"));
        assertThat(result.path("series")).hasSize(1);
        JsonNode series = result.path("series").path(0);
        assertThat(series.path("items").asInt()).isEqualTo(2);
        assertThat(series.path("items_left_out").asInt()).isEqualTo(ITEMS - 2);
        // The second attempt counts.
        assertThat(series.path("mean").asDouble()).isEqualTo(1);
        assertThat(series.path("smallest_drop").path("breach").isNull()).isTrue();
        assertThat(command.errors())
                .contains(
                        "math/Toxicity: the runs have no item in common",
                        "298 items are not scored in every run",
                        "math/acc: fewer than 30 items");
    }

    @Test
    void takesTheRuleFromTheConfiguration() throws Exception {
        Path config = Files.writeString(directory.resolve("c.yaml"), "rule.threshold: 0.03\n");
        List<String> runs = runs(3, 0);
        calibrate(runs, "--simulations", "300", "--config", config.toString());

        JsonNode result = Json.read(directory.resolve("out/calibration.json"));
        assertThat(result.path("rule").path("threshold").asDouble()).isEqualTo(0.03);
        assertThat(result.at("/series/0/simulated/breach_final/share").asDouble())
                .isGreaterThan(0.05);
    }

    @Test
    void readsTheBundledRunsOfTheHarness() {
        List<String> runs = new ArrayList<>();
        for (String release : List.of("2026.01", "2026.02", "2026.03", "2026.04", "2026.05")) {
            runs.add("release-" + release + "=" + Repository.bundledRun(release));
        }
        Command command = calibrate(runs, "--simulations", "100");

        assertThat(command.code()).as(command.errors()).isIn(0, ExitCode.INCONCLUSIVE);
        assertThat(command.out())
                .contains(
                        "mini_arith_en/exact_match,strict-match",
                        "mini_facts_ko/exact_match,strict-match",
                        "deciding metrics: 4")
                .doesNotContain("1 of 5");
    }

    @Test
    void theHelpNamesTheExitCodes() {
        Command help = Command.run("calibrate", "--help");
        assertThat(help.code()).isZero();
        assertThat(help.out()).contains("found with 99 %.", "Exits 2 when chance");
        assertThat(help.errors()).isEmpty();
    }

    @Test
    void refusesWhatCannotBe() throws Exception {
        String sound = run("a", "", i -> 1);
        assertRefused(calibrate(List.of(sound)), ExitCode.USAGE, "give --run twice or more");
        assertRefused(calibrate(List.of()), ExitCode.USAGE, "--run");
        assertRefused(
                calibrate(List.of(sound, sound), "--simulations", "0"),
                ExitCode.USAGE,
                "--simulations: 0");
        assertRefused(
                calibrate(List.of(sound, sound), "--format", "xml"),
                ExitCode.USAGE,
                "there is no xml");
        assertRefused(
                calibrate(List.of(sound, "b=" + directory.resolve("none.jsonl"))),
                ExitCode.BAD_INPUT,
                "none.jsonl: no such file or folder;");
        Path config = Files.writeString(directory.resolve("c.yaml"), "rule.threshold: 2\n");
        assertRefused(
                calibrate(List.of(sound, sound), "--config", config.toString()),
                ExitCode.BAD_INPUT,
                "rule.threshold: '2' is not a value of it");
    }

    @Test
    void refusesRunsThatCannotBePaired() throws Exception {
        String sound = run("a", "", i -> 1);
        Path keyless =
                Files.writeString(
                        directory.resolve("keyless.jsonl"),
                        "{\"metric\":\"acc\",\"value\":1,\"ts\":1}\n");
        assertRefused(
                calibrate(List.of(sound, "b=" + keyless)),
                ExitCode.BAD_INPUT,
                "keyless.jsonl: item_key: no result says which item it is of;");
        Path other =
                Files.writeString(directory.resolve("other.jsonl"), event("law", "acc", 1, 1, ""));
        assertRefused(
                calibrate(List.of(sound, "b=" + other)),
                ExitCode.BAD_INPUT,
                "other.jsonl: no deciding metric has items in common with the other runs;");
    }

    private static void assertRefused(Command command, int code, String text) {
        assertThat(command.code()).as(command.errors()).isEqualTo(code);
        assertThat(command.fault()).contains(text).doesNotContain("Exception", "internal error");
        assertThat(command.out()).isEmpty();
    }

    private Command calibrate(List<String> runs, String... options) {
        List<String> arguments = new ArrayList<>(List.of("calibrate"));
        for (String run : runs) {
            arguments.addAll(List.of("--run", run));
        }
        arguments.addAll(List.of("--out", directory.resolve("out").toString()));
        arguments.addAll(List.of(options));
        return Command.run(arguments.toArray(String[]::new));
    }

    /**
     * Runs in which a fifth of the items is right with probability one half, give or take a shock
     * of the whole run, and half of the items are always right.
     */
    private List<String> runs(int count, double shock) throws IOException {
        SplittableRandom random = new SplittableRandom(31);
        List<String> runs = new ArrayList<>();
        for (int r = 0; r < count; r++) {
            double half = 0.5 + shock * (r % 2 == 0 ? 1 : -1);
            double[] scores = new double[ITEMS];
            for (int i = 0; i < ITEMS; i++) {
                scores[i] = i % 5 == 0 ? (random.nextDouble() < half ? 1 : 0) : i % 10 < 7 ? 1 : 0;
            }
            runs.add(run("release-" + r, "", i -> scores[i]));
        }
        return runs;
    }

    private String run(String name, String fields, IntToDoubleFunction scores) throws IOException {
        StringBuilder events = new StringBuilder();
        for (int i = 0; i < ITEMS; i++) {
            events.append(event("math", "acc", i, scores.applyAsDouble(i), fields));
        }
        Path file = Files.writeString(directory.resolve(name + ".jsonl"), events);
        return name + "=" + file;
    }

    private static String event(String task, String metric, int item, double value, String fields) {
        return String.format(
                        Locale.ROOT,
                        "{'task':'%s','metric':'%s','item_key':'q%d',%s'value':%s,'ts':1}%n",
                        task,
                        metric,
                        item,
                        fields,
                        value)
                .replace('\'', '"');
    }
}
