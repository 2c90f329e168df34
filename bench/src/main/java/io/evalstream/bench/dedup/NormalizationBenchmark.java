package io.evalstream.bench.dedup;

import io.evalstream.udfs.text.TextNormalizer;

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
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Time per character of the normal form of a text of 1,000, as code points, beside the library's
 * own methods one after the other.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class NormalizationBenchmark {
    private static final int LENGTH = 1000;
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    /** "signs" is English with a typographic sign here and there, "jamo" is decomposed Korean. */
    @Param({"english", "korean", "signs", "jamo"})
    String script;

    private String text;
    private byte[] bytes;
    private final TextNormalizer normalizer = new TextNormalizer();

    /** Runs this benchmark; the arguments are JMH's own. */
    public static void main(String[] arguments) throws RunnerException, CommandLineOptionException {
        new Runner(
                        new OptionsBuilder()
                                .parent(new CommandLineOptions(arguments))
                                .include(NormalizationBenchmark.class.getSimpleName())
                                .build())
                .run();
    }

    @Setup
    public void draw() {
        String english = DrawnTexts.english(1).text(LENGTH);
        String korean = DrawnTexts.korean(1).text(LENGTH);
        text =
                switch (script) {
                    case "english" -> english.replace(" a", " A");
                    case "korean" -> korean;
                    case "signs" -> english.replace(" b", " \u201cb\u2026").substring(0, LENGTH);
                    default ->
                            Normalizer.normalize(korean, Normalizer.Form.NFD).substring(0, LENGTH);
                };
        bytes = text.getBytes(StandardCharsets.UTF_8);
    }

    @Benchmark
    @OperationsPerInvocation(LENGTH)
    public int ofText() {
        return normalizer.normalize(text);
    }

    @Benchmark
    @OperationsPerInvocation(LENGTH)
    public int ofBytes() {
        return normalizer.normalize(bytes, 0, bytes.length);
    }

    /** With the normal form's UTF-8, which is hashed for exact duplicates. */
    @Benchmark
    @OperationsPerInvocation(LENGTH)
    public int ofTextAndEncoded() {
        normalizer.normalize(text);
        return normalizer.encode();
    }

    @Benchmark
    @OperationsPerInvocation(LENGTH)
    public int[] byTheLibrary() {
        String composed = Normalizer.normalize(text, Normalizer.Form.NFKC);
        String lower = composed.toLowerCase(Locale.ROOT);
        return BLANKS.matcher(lower).replaceAll(" ").strip().codePoints().toArray();
    }
}
