package io.evalstream.bench.dedup;

import io.evalstream.udfs.text.CloseTexts;
import io.evalstream.udfs.text.Closeness;
import io.evalstream.udfs.text.CodePoints;
import io.evalstream.udfs.text.Levenshtein;

import org.apache.commons.text.similarity.LevenshteinDistance;
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

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * Time per pair of the decision whether two texts differ in less than a fifth, beside commons-text
 * with the same limit.
 *
 * <p>One operation is one pair of 64; all have the same share of edits, given in percent, 100 for
 * texts that have nothing in common.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class EditDistanceBenchmark {
    private static final int PAIRS = 64;

    @Param({"100", "1000", "10000"})
    int length;

    @Param({"1", "8", "18", "25", "100"})
    int percent;

    private final String[] left = new String[PAIRS];
    private final String[] right = new String[PAIRS];
    private final int[][] leftPoints = new int[PAIRS][];
    private final int[][] rightPoints = new int[PAIRS][];
    private final byte[][] leftBytes = new byte[PAIRS][];
    private final byte[][] rightBytes = new byte[PAIRS][];
    private final int[] limits = new int[PAIRS];
    private CloseTexts closeTexts;

    /** Runs this benchmark; the arguments are JMH's own. */
    public static void main(String[] arguments) throws RunnerException, CommandLineOptionException {
        new Runner(
                        new OptionsBuilder()
                                .parent(new CommandLineOptions(arguments))
                                .include(EditDistanceBenchmark.class.getSimpleName())
                                .build())
                .run();
    }

    @Setup
    public void draw() {
        DrawnTexts texts = DrawnTexts.english(length);
        for (int i = 0; i < PAIRS; i++) {
            left[i] = texts.text(length);
            right[i] = percent == 100 ? texts.text(length) : texts.edited(left[i], percent / 100.0);
            leftPoints[i] = CodePoints.of(left[i]);
            rightPoints[i] = CodePoints.of(right[i]);
            leftBytes[i] = left[i].getBytes(StandardCharsets.UTF_8);
            rightBytes[i] = right[i].getBytes(StandardCharsets.UTF_8);
            limits[i] =
                    Closeness.FIFTH.limit(Math.max(leftPoints[i].length, rightPoints[i].length));
        }
        closeTexts = new CloseTexts(Closeness.FIFTH);
    }

    /** Each text is compared once. */
    @Benchmark
    @OperationsPerInvocation(PAIRS)
    public void closeTexts(Blackhole sink) {
        for (int i = 0; i < PAIRS; i++) {
            closeTexts.representative(leftBytes[i], 0, leftBytes[i].length);
            sink.consume(closeTexts.distance(rightBytes[i], 0, rightBytes[i].length));
        }
    }

    /** The same of code points instead of UTF-8. */
    @Benchmark
    @OperationsPerInvocation(PAIRS)
    public void closeTextsOfPoints(Blackhole sink) {
        for (int i = 0; i < PAIRS; i++) {
            closeTexts.representative(leftPoints[i], 0, leftPoints[i].length);
            sink.consume(closeTexts.distance(rightPoints[i], 0, rightPoints[i].length));
        }
    }

    /** From scratch, with the same limit. */
    @Benchmark
    @OperationsPerInvocation(PAIRS)
    public void levenshtein(Blackhole sink) {
        for (int i = 0; i < PAIRS; i++) {
            sink.consume(Levenshtein.bounded(leftPoints[i], rightPoints[i], limits[i]));
        }
    }

    @Benchmark
    @OperationsPerInvocation(PAIRS)
    public void commonsText(Blackhole sink) {
        for (int i = 0; i < PAIRS; i++) {
            sink.consume(new LevenshteinDistance(limits[i]).apply(left[i], right[i]));
        }
    }
}
