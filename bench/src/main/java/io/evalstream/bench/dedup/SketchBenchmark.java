package io.evalstream.bench.dedup;

import com.dynatrace.hash4j.similarity.ElementHashProvider;
import com.dynatrace.hash4j.similarity.SimilarityHasher;
import com.dynatrace.hash4j.similarity.SimilarityHashing;

import io.evalstream.udfs.sketch.Bands;
import io.evalstream.udfs.sketch.PermutationSketch;
import io.evalstream.udfs.sketch.SketchMode;
import io.evalstream.udfs.sketch.Sketcher;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

import java.util.concurrent.TimeUnit;

/**
 * Time per shingle of a MinHash signature: by one permutation and by many, beside hash4j.
 *
 * <p>One operation is one shingle. All start from code points; hash4j is given the hashes of the
 * shingles, which it does not make itself, so that its time is that of the signature alone. With
 * {@code -jvmArgsAppend "--add-modules jdk.incubator.vector"} the permutations run in vectors.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class SketchBenchmark {
    private static final int SHINGLES = 1 << 16;
    private static final int BINS = 256;

    /** Shingles of one text. */
    @Param({"128", "1024", "8192"})
    int perText;

    @Param({"4"})
    int shingle;

    private int[] points;
    private long[] hashes;
    private int texts;
    private final int[] signature = new int[BINS];
    private final long[] keys = new long[SketchMode.EVAL.bands()];
    private Sketcher sketcher;
    private PermutationSketch permutations;
    private PermutationSketch halfThePermutations;
    private SimilarityHasher minHash;
    private SimilarityHasher superMinHash;

    /** Runs this benchmark; the arguments are JMH's own. */
    public static void main(String[] arguments) throws RunnerException, CommandLineOptionException {
        new Runner(
                        new OptionsBuilder()
                                .parent(new CommandLineOptions(arguments))
                                .include(SketchBenchmark.class.getSimpleName())
                                .build())
                .run();
    }

    @Setup
    public void draw() {
        texts = SHINGLES / perText;
        int length = perText + shingle - 1;
        points = DrawnTexts.english(1).text(texts * length).codePoints().toArray();
        hashes = new java.util.Random(1).longs(SHINGLES).toArray();
        sketcher = new Sketcher(shingle);
        permutations = new PermutationSketch(BINS, shingle);
        halfThePermutations = new PermutationSketch(BINS / 2, shingle);
        minHash = SimilarityHashing.minHash(BINS, Integer.SIZE).createHasher();
        superMinHash = SimilarityHashing.superMinHash(BINS, Integer.SIZE).createHasher();
    }

    @Benchmark
    @OperationsPerInvocation(SHINGLES)
    public void onePermutation(Blackhole sink) {
        int length = perText + shingle - 1;
        for (int text = 0; text < texts; text++) {
            sink.consume(sketcher.sketch(points, text * length, length, signature, 0));
        }
    }

    /** With the keys of 64 bands of 4. */
    @Benchmark
    @OperationsPerInvocation(SHINGLES)
    public void onePermutationAndBands(Blackhole sink) {
        int length = perText + shingle - 1;
        for (int text = 0; text < texts; text++) {
            sink.consume(sketcher.sketch(points, text * length, length, signature, 0));
            Bands.write(signature, 0, SketchMode.EVAL, keys, 0);
        }
    }

    @Benchmark
    @OperationsPerInvocation(SHINGLES)
    public void permutations256(Blackhole sink) {
        sketchAll(permutations, sink);
    }

    @Benchmark
    @OperationsPerInvocation(SHINGLES)
    public void permutations128(Blackhole sink) {
        sketchAll(halfThePermutations, sink);
    }

    private void sketchAll(PermutationSketch sketch, Blackhole sink) {
        int length = perText + shingle - 1;
        for (int text = 0; text < texts; text++) {
            sink.consume(sketch.sketch(points, text * length, length, signature));
        }
    }

    @Benchmark
    @OperationsPerInvocation(SHINGLES)
    public void hash4jMinHash256(Blackhole sink) {
        hashAll(minHash, sink);
    }

    @Benchmark
    @OperationsPerInvocation(SHINGLES)
    public void hash4jSuperMinHash256(Blackhole sink) {
        hashAll(superMinHash, sink);
    }

    private void hashAll(SimilarityHasher hasher, Blackhole sink) {
        for (int text = 0; text < texts; text++) {
            int from = text * perText;
            sink.consume(
                    hasher.compute(ElementHashProvider.ofFunction(i -> hashes[from + i], perText)));
        }
    }
}
