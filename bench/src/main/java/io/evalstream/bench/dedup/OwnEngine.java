package io.evalstream.bench.dedup;

import io.evalstream.jobs.dedup.engine.DedupParameters;
import io.evalstream.jobs.dedup.engine.DedupPlan;
import io.evalstream.jobs.dedup.engine.DedupResult;
import io.evalstream.jobs.dedup.engine.Duplicate;
import io.evalstream.jobs.dedup.engine.LocalDedup;
import io.evalstream.jobs.dedup.engine.Suite;
import io.evalstream.jobs.dedup.engine.SuiteFiles;
import io.evalstream.udfs.sketch.SketchMode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** Our engines in one mode, as the race calls them. */
final class OwnEngine implements AutoCloseable {
    private final boolean isFlink;
    private final SketchMode mode;
    private final int cores;
    private FlinkEngine flink;

    private OwnEngine(boolean isFlink, SketchMode mode, int cores) {
        this.isFlink = isFlink;
        this.mode = mode;
        this.cores = cores;
    }

    /**
     * @param engine {@code threads} or {@code flink}
     * @param mode {@code eval}, {@code recall} or {@code web}
     * @param cores threads, or task slots
     */
    static OwnEngine of(String engine, String mode, int cores) {
        if (!engine.equals("threads") && !engine.equals("flink")) {
            throw new IllegalArgumentException("there is no engine " + engine);
        }
        return new OwnEngine(
                engine.equals("flink"), SketchMode.valueOf(mode.toUpperCase(Locale.ROOT)), cores);
    }

    /**
     * What a run has found.
     *
     * @param bytesInBands held of a document while pairs are looked for; where the engine says it
     */
    record Found(List<Duplicate> duplicates, OptionalDouble bytesInBands) {}

    /** From the bytes of a file to the kept ids; the first run starts the cluster as well. */
    Found run(Path corpus) throws Exception {
        if (isFlink && flink == null) {
            flink = FlinkEngine.start(cores);
        }
        DedupPlan plan = plan(corpus);
        if (isFlink) {
            return new Found(flink.run(plan), OptionalDouble.empty());
        }
        DedupResult result = new LocalDedup(plan, cores).run();
        return new Found(result.duplicates(), OptionalDouble.of(result.bytesInBands()));
    }

    @Override
    public void close() throws Exception {
        if (flink != null) {
            flink.close();
        }
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
