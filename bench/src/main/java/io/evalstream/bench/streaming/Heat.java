package io.evalstream.bench.streaming;

import io.evalstream.jobs.kafka.Topics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Runs one contender over the whole topic: with an engine of its own, up to the last event, then
 * the check. Measured is the middle of the way, from when the contender is warm until some of the
 * topic is left, so that neither start nor end counts, and what is on its way is as much at both
 * marks.
 */
final class Heat {
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final Duration CHECK_EVERY = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int HEAP_MEGABYTES = 1500;

    /** What is visible grows in steps; a mark is wrong by up to one of them. */
    private static final int FEWEST_STEPS = 10;

    /** Of a state entry with its key, in whatever engine keeps it on the heap. */
    private static final int HEAP_BYTES_PER_EVENT = 400;

    private static final String MERGES =
            "SELECT sum(value) FROM system.events WHERE event = 'MergeExecuteMilliseconds'";

    private final Contender contender;
    private final int round;
    private final Course course;
    private final Path directory;
    private final ProcessHandle broker;
    private final double eventsPerRow;

    private EngineProcess engine;
    private Optional<ChildJvm> child = Optional.empty();
    private int steps;

    /**
     * What is run over.
     *
     * @param bootstrap broker with the topic
     * @param warmUp events before the measured ones
     * @param measured how many are measured
     * @param runsEnd whether every run must have been judged
     */
    record Course(Ledger ledger, String bootstrap, long warmUp, long measured, boolean runsEnd) {}

    private record Mark(
            long events,
            int steps,
            long nanos,
            Duration own,
            Duration engine,
            Duration broker,
            Duration merges) {}

    Heat(Contender contender, int round, Course course, Path directory, ProcessHandle broker) {
        this.contender = contender;
        this.round = round;
        this.course = course;
        this.directory = directory;
        this.broker = broker;
        this.eventsPerRow = (double) course.ledger().events() / course.ledger().distinct();
    }

    /** Runs; a contender that fails or writes something else than was sent is refused. */
    Measurement run() throws Exception {
        Files.createDirectories(directory);
        try (EngineProcess started = EngineProcess.start(directory.resolve("engine"))) {
            engine = started;
            start();
            try {
                return measure();
            } finally {
                if (child.isPresent()) {
                    child.get().close();
                }
            }
        }
    }

    private void start() throws IOException {
        Pipeline.Setting setting =
                new Pipeline.Setting(
                        course.bootstrap(),
                        engine.url(),
                        directory.resolve("state"),
                        contender.title() + "-" + round,
                        "");
        if (contender.starter().isEmpty()) {
            engine.run(
                    EngineProcess.statements("kafka-engine.sql")
                            .replace("{bootstrap}", setting.bootstrap())
                            .replace("{topic}", Topics.SAMPLES)
                            .replace("{group}", setting.group())
                            .replace("{parallelism}", Integer.toString(Pipeline.PARALLELISM)));
            return;
        }
        long heap = course.ledger().events() * HEAP_BYTES_PER_EVENT >> 20;
        child =
                Optional.of(
                        ChildJvm.start(
                                ContenderProcess.class,
                                (int) (HEAP_MEGABYTES + heap),
                                directory.resolve("contender.log"),
                                ContenderProcess.arguments(contender, setting)));
    }

    private Measurement measure() throws IOException, InterruptedException {
        Mark begin = course.warmUp() == 0 ? mark(0) : awaitVisible(course.warmUp());
        Mark end = awaitVisible(course.warmUp() + course.measured());
        awaitVisible(course.ledger().events());
        Optional<String> fault =
                awaitRight()
                        .or(
                                () ->
                                        course.warmUp() == 0
                                                ? Optional.empty()
                                                : coarse(end.steps() - begin.steps()));
        Mark last = mark(end.events());
        return new Measurement(
                contender,
                round,
                end.events() - begin.events(),
                Duration.ofNanos(end.nanos() - begin.nanos()),
                end.own().minus(begin.own()),
                end.engine().minus(begin.engine()),
                end.broker().minus(begin.broker()),
                end.merges().minus(begin.merges()),
                last.own().minus(end.own()).plus(last.engine()).minus(end.engine()),
                fault);
    }

    /**
     * Why a window is too short for its marks.
     *
     * @param steps how often more was visible from one mark to the other
     */
    static Optional<String> coarse(int steps) {
        return steps >= FEWEST_STEPS
                ? Optional.empty()
                : Optional.of(
                        "rows became visible in "
                                + steps
                                + " steps only, so that what was done before the window would not"
                                + " count; raise --events until there are "
                                + FEWEST_STEPS);
    }

    private Mark awaitVisible(long events) throws IOException, InterruptedException {
        long before = -1;
        long changedAt = System.nanoTime();
        while (true) {
            long rows = engine.http().number("SELECT count() FROM samples");
            long now = System.nanoTime();
            // Merges drop the last copies, so that the end may be reached by rows, not by records.
            if (Math.round(rows * eventsPerRow) >= events || rows >= course.ledger().distinct()) {
                return mark(Math.min(Math.round(rows * eventsPerRow), course.ledger().events()));
            }
            if (rows != before) {
                steps += before < 0 ? 0 : 1;
                before = rows;
                changedAt = now;
            } else if (now - changedAt > PATIENCE.toNanos()) {
                throw new IOException("it stands still at " + rows + " rows");
            }
            requireAlive();
            Thread.sleep(LOOK.toMillis());
        }
    }

    private Optional<String> awaitRight() throws IOException, InterruptedException {
        LedgerCheck check = new LedgerCheck(course.ledger(), course.runsEnd());
        long end = System.nanoTime() + PATIENCE.toNanos();
        Optional<String> fault = check.firstFault(engine.http(), contender);
        while (fault.isPresent() && System.nanoTime() < end) {
            requireAlive();
            Thread.sleep(CHECK_EVERY.toMillis());
            fault = check.firstFault(engine.http(), contender);
        }
        return fault;
    }

    private void requireAlive() throws IOException {
        if (child.isPresent()) {
            child.get().requireAlive();
        }
    }

    private Mark mark(long events) throws IOException {
        return new Mark(
                events,
                steps,
                System.nanoTime(),
                child.map(c -> cpu(c.handle())).orElse(Duration.ZERO),
                cpu(engine.handle()),
                cpu(broker),
                Duration.ofMillis(engine.http().number(MERGES)));
    }

    /** CPU time of a process and those below it. */
    private static Duration cpu(ProcessHandle process) {
        Duration sum = process.info().totalCpuDuration().orElse(Duration.ZERO);
        for (ProcessHandle below : process.descendants().toList()) {
            sum = sum.plus(below.info().totalCpuDuration().orElse(Duration.ZERO));
        }
        return sum;
    }
}
