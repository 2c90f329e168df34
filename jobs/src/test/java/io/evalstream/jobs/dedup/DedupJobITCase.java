package io.evalstream.jobs.dedup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evalstream.jobs.dedup.engine.DataSplit;
import io.evalstream.jobs.dedup.engine.DedupParameters;
import io.evalstream.jobs.dedup.engine.DedupPlan;
import io.evalstream.jobs.dedup.engine.DedupResult;
import io.evalstream.jobs.dedup.engine.Duplicate;
import io.evalstream.jobs.dedup.engine.ItemReader;
import io.evalstream.jobs.dedup.engine.RemovedLine;
import io.evalstream.jobs.dedup.engine.Searches;
import io.evalstream.jobs.dedup.engine.SharedDatasets;
import io.evalstream.jobs.dedup.engine.Suite;
import io.evalstream.jobs.dedup.engine.SuiteFiles;
import io.evalstream.udfs.cluster.KeepRule;

import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.ExceptionUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** The job as a whole, on a cluster of its own. */
@Timeout(300)
class DedupJobITCase {

    private static final AtomicInteger FAILED = new AtomicInteger();

    @TempDir private Path folder;

    @ParameterizedTest
    @EnumSource(KeepRule.class)
    void resultsAreTheSameBytesWhateverTheParallelismAndThoseOfThePlainEngine(KeepRule keep)
            throws Exception {
        Map<String, String> alone = run(1, keep);
        assertThat(alone).containsKeys("removed.jsonl", "kept/recode.jsonl", "kept/human.jsonl");
        assertThat(run(2, keep)).isEqualTo(alone);
        assertThat(run(8, keep)).isEqualTo(alone);
        DedupParameters usual = DedupParameters.DEFAULT;
        DedupParameters parameters =
                new DedupParameters(
                        usual.mode(),
                        keep,
                        usual.closeness(),
                        usual.withContext(),
                        usual.removeDifferentAnswers(),
                        usual.bucketCap());
        DedupResult plain =
                Searches.run(
                        parameters,
                        3,
                        List.of(
                                new Suite("recode", List.of(recode()), 1, false),
                                new Suite("human", List.of(human()), 0, true)));
        StringBuilder lines = new StringBuilder();
        for (Duplicate duplicate : plain.duplicates()) {
            lines.append(RemovedLine.of(duplicate)).append('\n');
        }
        assertThat(alone.get("removed.jsonl"))
                .isEqualTo(lines.toString())
                .hasLineCount(plain.duplicates().size());
        long removed = plain.duplicates().stream().filter(Duplicate::isRemoved).count();
        assertThat(removed).isPositive();
        assertThat(alone.get("kept/recode.jsonl"))
                .hasLineCount((int) (plain.rows().get(0) - removed));
        assertThat(alone.get("kept/human.jsonl")).hasLineCount(164);
    }

    private static String recode() {
        return SharedDatasets.path("recode");
    }

    private static String human() {
        return SharedDatasets.path("humaneval/openai_HumanEval.jsonl.gz");
    }

    private Map<String, String> run(int parallelism, KeepRule keep) throws Exception {
        Path out = folder.resolve("out-" + parallelism + keep);
        Configuration options = options("recode=" + recode() + ";human=" + human(), parallelism);
        options.set(DedupOptions.PROTECT, List.of("human"));
        options.set(DedupOptions.KEEP, keep);
        options.set(DedupOptions.OUTPUT_DIRECTORY, out.toString());
        JobExecutionResult result = DedupJob.create(options).execute("dedup");
        assertThat(DedupCount.of(result.getAllAccumulatorResults()).rows()).isEqualTo(4920 + 164);
        return files(out);
    }

    private static Configuration options(String suites, int parallelism) {
        Configuration options = new Configuration();
        options.setString(DedupOptions.SUITES.key(), suites);
        options.set(DedupOptions.SPLIT_SIZE, MemorySize.ofMebiBytes(1).divide(50));
        options.set(CoreOptions.DEFAULT_PARALLELISM, parallelism);
        return options;
    }

    private static Map<String, String> files(Path folder) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(file).toString(), Files.readString(file));
            }
        }
        return files;
    }

    @Test
    void aJobWhoseReaderFailsInTheMiddleEndsWithTheSameResults() throws Exception {
        String suite = questions(3000);
        Map<String, String> undisturbed = run(suite, new SuiteFiles(false), "undisturbed");
        FAILED.set(0);
        Map<String, String> disturbed = run(suite, new FailingReader(), "disturbed");
        assertThat(FAILED.get()).isEqualTo(FailingReader.FAILURES);
        assertThat(disturbed).isEqualTo(undisturbed);
        assertThat(undisturbed.get("removed.jsonl")).hasLineCount(1500);
    }

    private Map<String, String> run(String suite, ItemReader reader, String name) throws Exception {
        Configuration options = options("s=" + suite, 2);
        options.set(DedupOptions.OUTPUT_DIRECTORY, folder.resolve(name).toString());
        options.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        options.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 10);
        options.set(
                RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(10));
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(DedupSettings.of(options));
        DedupPlan files = DedupPlans.of(options);
        DedupPlan plan =
                new DedupPlan(
                        files.suites(), files.splits(), reader, files.parameters(), files.stops());
        new DedupConnectors(options, plan)
                .connect(new DedupTopology(plan, 2).build(environment), 2);
        JobExecutionResult result = environment.execute("dedup");
        assertThat(DedupCount.of(result.getAllAccumulatorResults()).rows()).isEqualTo(3000);
        return files(folder.resolve(name));
    }

    /** Half of them are copies of the others. */
    private String questions(int count) throws IOException {
        List<String> lines = new ArrayList<>();
        Random random = new Random(11);
        for (int i = 0; i < count / 2; i++) {
            StringBuilder question = new StringBuilder();
            while (question.length() < 60) {
                question.append((char) ('!' + random.nextInt(90)));
            }
            String text = question.toString().replace('"', ' ').replace('\\', ' ');
            lines.add("{\"question\":\"" + text + "\",\"answer\":\"x\"}");
        }
        lines.addAll(List.copyOf(lines));
        Path file = folder.resolve("questions.jsonl");
        Files.write(file, lines);
        return file.toString();
    }

    /** Fails in the middle of a split, and when it reads for the kept records. */
    private static final class FailingReader implements ItemReader {
        private static final long serialVersionUID = 1L;

        static final int FAILURES = 3;

        private final SuiteFiles files = new SuiteFiles(false);

        @Override
        public void read(DataSplit split, ItemConsumer items) throws IOException {
            int[] count = {0};
            files.read(
                    split,
                    item -> {
                        if (split.number() == 3 && count[0]++ == 50) {
                            failAtMost(FAILURES - 1);
                        }
                        items.accept(item);
                    });
        }

        @Override
        public void records(Suite suite, RecordConsumer records) throws IOException {
            int[] count = {0};
            files.records(
                    suite,
                    record -> {
                        if (count[0]++ == 1000) {
                            failAtMost(FAILURES);
                        }
                        records.accept(record);
                    });
        }

        private static void failAtMost(int times) {
            if (FAILED.get() < times) {
                FAILED.incrementAndGet();
                throw new IllegalStateException("failure " + FAILED.get() + ", on purpose");
            }
        }
    }

    @Test
    void aBrokenLineEndsTheJobAndIsNamed() throws Exception {
        Path file = Path.of(questions(1000));
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.set(900, "{\"question\":\"");
        Files.write(file, lines);
        StreamExecutionEnvironment environment = DedupJob.create(options("s=" + file, 2));
        assertThatThrownBy(() -> environment.execute("dedup"))
                .satisfies(
                        fault ->
                                assertThat(
                                                ExceptionUtils.findThrowableWithMessage(
                                                        fault, file + ":901: "))
                                        .isPresent());
    }

    @Test
    void optionsAreReadFromAFileAndTheCommandLine() throws Exception {
        Path file = folder.resolve("dedup.yaml");
        Files.writeString(
                file,
                """
                dedup:
                  suites: [a=x.jsonl, "b=y.jsonl"]
                  keep: LEADER
                dedup.threshold: 0.1
                """);
        Configuration options =
                DedupArguments.read(
                        new String[] {"--config", file.toString(), "--dedup.threshold", "0.3"});
        assertThat(options.get(DedupOptions.SUITES)).containsExactly("a=x.jsonl", "b=y.jsonl");
        assertThat(options.get(DedupOptions.KEEP)).isEqualTo(KeepRule.LEADER);
        assertThat(options.get(DedupOptions.THRESHOLD)).isEqualTo("0.3");
        assertThatThrownBy(() -> DedupPlans.of(new Configuration()))
                .hasMessage("dedup.suites: names no suite");
        assertThatThrownBy(() -> DedupPlans.of(options)).hasMessageContaining("x.jsonl");
    }
}
