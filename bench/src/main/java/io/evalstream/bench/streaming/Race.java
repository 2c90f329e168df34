package io.evalstream.bench.streaming;

import io.evalstream.embedded.ServiceUnavailableException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** All contenders, round after round, over one topic in one broker. */
final class Race {
    private static final int BROKER_HEAP_MEGABYTES = 1024;

    private final Plan plan;
    private final Path directory;
    private final Consumer<String> progress;

    /**
     * How much is run.
     *
     * @param warmUp events that each contender takes in before the measured ones
     * @param measured events that are measured
     * @param coolDown events that follow them
     * @param runsEnd whether the end of each run is announced, so that it is judged
     */
    record Plan(
            List<Contender> contenders,
            int rounds,
            long warmUp,
            long measured,
            long coolDown,
            boolean runsEnd) {

        /**
         * As many events before the measured ones, since the JVM's compiler is busy for that long,
         * and a fifth behind them.
         */
        static Plan of(List<Contender> contenders, int rounds, long measured, boolean runsEnd) {
            return new Plan(contenders, rounds, measured, measured, measured / 5, runsEnd);
        }
    }

    /**
     * @param directory for the data of all processes; only logs are left of it
     * @param progress hears a line when a contender is through
     */
    Race(Plan plan, Path directory, Consumer<String> progress) {
        this.plan = plan;
        this.directory = directory;
        this.progress = progress;
    }

    /** Runs all; what a contender fails at is in its measurement. */
    List<Measurement> run() throws Exception {
        Path brokerData = Files.createDirectories(directory.resolve("broker"));
        List<Measurement> measurements = new ArrayList<>();
        try (ChildJvm broker =
                ChildJvm.start(
                        BrokerProcess.class,
                        BROKER_HEAP_MEGABYTES,
                        directory.resolve("broker.log"),
                        List.of(brokerData.toString()))) {
            long total = plan.warmUp + plan.measured + plan.coolDown;
            Ledger ledger =
                    TopicLoader.load(
                            SampleStream.ofEvents(total), broker.readyText(), plan.runsEnd);
            progress.accept(ledger.events() + " events on the topic");
            Heat.Course course =
                    new Heat.Course(
                            ledger, broker.readyText(), plan.warmUp, plan.measured, plan.runsEnd);
            for (int round = 1; round <= plan.rounds; round++) {
                // Nobody always has the warmest, or the fullest, machine.
                List<Contender> order = new ArrayList<>(plan.contenders);
                Collections.rotate(order, 1 - round);
                for (Contender contender : order) {
                    measurements.add(run(contender, round, course, broker));
                }
            }
        }
        delete(brokerData);
        return measurements;
    }

    private Measurement run(Contender contender, int round, Heat.Course course, ChildJvm broker)
            throws Exception {
        broker.requireAlive();
        Path own = directory.resolve(contender.title() + "-" + round);
        Measurement measured;
        try {
            measured = new Heat(contender, round, course, own, broker.handle()).run();
        } catch (IOException | ServiceUnavailableException e) {
            measured = Measurement.refused(contender, round, String.valueOf(e.getMessage()));
        }
        progress.accept("round " + round + ", " + line(measured));
        // A refused one leaves its log.
        delete(measured.fault().isEmpty() ? own : own.resolve("engine"));
        return measured;
    }

    private static String line(Measurement measured) {
        return measured.fault()
                .map(fault -> measured.contender() + ": refused, " + fault)
                .orElseGet(
                        () ->
                                String.format(
                                        Locale.ROOT,
                                        "%s: %,.0f events/s per core, %,.0f on the box",
                                        measured.contender(),
                                        measured.perCore(),
                                        measured.onTheBox()));
    }

    /** Removes a directory and what is in it, if it is there. */
    static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
