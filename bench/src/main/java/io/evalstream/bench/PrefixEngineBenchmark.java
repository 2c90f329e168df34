package io.evalstream.bench;

import io.evalstream.udfs.verdict.DropTarget;
import io.evalstream.udfs.verdict.EProcesses;
import io.evalstream.udfs.verdict.PrefixEngine;
import io.evalstream.udfs.verdict.simulation.Regression;
import io.evalstream.udfs.verdict.simulation.Scenario;
import io.evalstream.udfs.verdict.simulation.SimulatedRun;
import io.evalstream.udfs.verdict.simulation.Simulation;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
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

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Time per sample of the e-processes alone, and per arrival of the prefix engine with so many
 * samples in flight, evaluated at every arrival or when it is due.
 *
 * <p>One operation is one sample of a run of 4,096, the making of a fresh engine included.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class PrefixEngineBenchmark {
    private static final int SAMPLES = 4096;

    private SimulatedRun ordered;
    private double[] differences;
    private double meanBaseline;

    /** Arrivals of one run. */
    @State(Scope.Thread)
    public static class Arrivals {
        @Param({"1", "32", "256"})
        int inFlight;

        /** 0 for whenever the engine finds it due. */
        @Param({"1", "0"})
        int evaluateEvery;

        private SimulatedRun run;

        @Setup(Level.Trial)
        public void draw() {
            run = new Simulation(scenario().inFlight(inFlight, 5), 1).draw(0);
        }
    }

    private static Scenario scenario() {
        return Scenario.healthy(SAMPLES, 0.7, 0.05, 5).with(Regression.RANDOM_BREAKS, 0.08);
    }

    /** Runs this benchmark; the arguments are JMH's own. */
    public static void main(String[] arguments) throws RunnerException, CommandLineOptionException {
        new Runner(
                        new OptionsBuilder()
                                .parent(new CommandLineOptions(arguments))
                                .include(PrefixEngineBenchmark.class.getSimpleName())
                                .build())
                .run();
    }

    @Setup
    public void draw() {
        ordered = new Simulation(scenario(), 1).draw(0);
        differences = new double[SAMPLES];
        Arrays.setAll(differences, i -> ordered.baseline()[0][i] - ordered.scores()[0][i]);
        meanBaseline = ordered.meanBaseline(0);
    }

    @Benchmark
    @OperationsPerInvocation(SAMPLES)
    public EProcesses step() {
        EProcesses processes = new EProcesses(SAMPLES, meanBaseline, 0.1);
        for (double difference : differences) {
            processes.step(difference);
        }
        return processes;
    }

    /** With all four logarithms asked for after every step. */
    @Benchmark
    @OperationsPerInvocation(SAMPLES)
    public void stepAndLogarithms(Blackhole sink) {
        EProcesses processes = new EProcesses(SAMPLES, meanBaseline, 0.1);
        for (double difference : differences) {
            processes.step(difference);
            for (EProcesses.Kind kind : EProcesses.Kind.values()) {
                sink.consume(processes.logE(kind));
            }
        }
    }

    @Benchmark
    @OperationsPerInvocation(SAMPLES)
    public PrefixEngine arrival(Arrivals arrivals, Blackhole sink) {
        SimulatedRun run = arrivals.run;
        PrefixEngine engine =
                new PrefixEngine(run.baseline()[0], DropTarget.of(run.meanBaseline(0), 0.1), 0.01);
        for (int sample : run.arrivals()) {
            engine.record(sample, run.scores()[0][sample]);
            if (arrivals.evaluateEvery > 0
                    ? engine.pending() == arrivals.evaluateEvery
                    : engine.isDue()) {
                sink.consume(engine.evaluate());
            }
        }
        return engine;
    }
}
