package io.evalstream.bench.dedup;

import io.evalstream.jobs.dedup.DedupSettings;
import io.evalstream.jobs.dedup.DedupTopology;
import io.evalstream.jobs.dedup.engine.DedupParameters;
import io.evalstream.jobs.dedup.engine.DedupPlan;
import io.evalstream.jobs.dedup.engine.Duplicate;
import io.evalstream.jobs.dedup.engine.LocalDedup;
import io.evalstream.jobs.dedup.engine.Suite;
import io.evalstream.jobs.dedup.engine.SuiteFiles;
import io.evalstream.udfs.sketch.SketchMode;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Our engines in one mode, as the race calls them. */
final class OwnEngine {
    private final boolean isFlink;
    private final SketchMode mode;

    private OwnEngine(boolean isFlink, SketchMode mode) {
        this.isFlink = isFlink;
        this.mode = mode;
    }

    /**
     * @param engine {@code threads} or {@code flink}
     * @param mode {@code eval}, {@code recall} or {@code web}
     */
    static OwnEngine of(String engine, String mode) {
        if (!engine.equals("threads") && !engine.equals("flink")) {
            throw new IllegalArgumentException("there is no engine " + engine);
        }
        return new OwnEngine(
                engine.equals("flink"), SketchMode.valueOf(mode.toUpperCase(Locale.ROOT)));
    }

    /**
     * From the bytes of a file to the kept ids.
     *
     * @param cores threads, or task slots
     */
    List<Duplicate> run(Path corpus, int cores) throws Exception {
        DedupPlan plan = plan(corpus);
        return isFlink ? flink(plan, cores) : new LocalDedup(plan, cores).run().duplicates();
    }

    private DedupPlan plan(Path corpus) throws Exception {
        DedupParameters usual = DedupParameters.DEFAULT;
        DedupParameters parameters =
                new DedupParameters(
                        mode,
                        usual.keep(),
                        usual.closeness(),
                        usual.withContext(),
                        usual.removeDifferentAnswers(),
                        usual.bucketCap());
        List<Suite> suites = List.of(new Suite("corpus", List.of(corpus.toString()), 0, false));
        return DedupPlan.of(
                suites,
                parameters,
                SuiteFiles.SPLIT_BYTES,
                new SuiteFiles(parameters.withContext()));
    }

    private static List<Duplicate> flink(DedupPlan plan, int cores) throws Exception {
        Configuration options = new Configuration();
        // Collecting adds an operator without a uid.
        options.set(PipelineOptions.AUTO_GENERATE_UIDS, true);
        options.set(CoreOptions.DEFAULT_PARALLELISM, cores);
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.getExecutionEnvironment(DedupSettings.of(options));
        List<Duplicate> duplicates = new ArrayList<>();
        try (CloseableIterator<Duplicate> found =
                new DedupTopology(plan, cores)
                        .build(environment)
                        .duplicates()
                        .executeAndCollect()) {
            found.forEachRemaining(duplicates::add);
        }
        return duplicates;
    }

    /** The label of each document of a corpus, the smallest row it is connected with. */
    static int[] labels(Path corpus, List<Duplicate> duplicates) throws Exception {
        int documents;
        try (Stream<String> lines = Files.lines(corpus)) {
            documents = (int) lines.count();
        }
        int[] labels = new int[documents];
        for (int row = 0; row < documents; row++) {
            labels[row] = row;
        }
        for (Duplicate duplicate : duplicates) {
            labels[(int) duplicate.row()] = (int) duplicate.cluster();
        }
        return labels;
    }

    /** How many of the documents stay. */
    static int kept(int documents, List<Duplicate> duplicates) {
        int removed = 0;
        for (Duplicate duplicate : duplicates) {
            removed += duplicate.isRemoved() ? 1 : 0;
        }
        return documents - removed;
    }
}
