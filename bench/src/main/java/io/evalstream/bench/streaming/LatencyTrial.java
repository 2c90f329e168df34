package io.evalstream.bench.streaming;

import io.evalstream.bench.streaming.PacedLoad.Timetable;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;

/** Measures how long events of a steady load take through the quality job. */
final class LatencyTrial {
    private static final int BROKER_HEAP_MEGABYTES = 1024;
    private static final int JOB_HEAP_MEGABYTES = 4096;
    private static final long PATIENCE_MILLIS = 60_000;
    private static final long LOOK_MILLIS = 50;

    private final Timetable timetable;
    private final Path directory;
    private final Consumer<String> progress;

    /**
     * Latencies from the moment an event is due.
     *
     * @param alerts of the result that ends a broken run, to its card at the Teams endpoint
     * @param queryable of any event, to the first answer of ClickHouse that has it
     */
    record Latencies(Quantiles alerts, Quantiles queryable) {}

    LatencyTrial(Timetable timetable, Path directory, Consumer<String> progress) {
        this.timetable = timetable;
        this.directory = directory;
        this.progress = progress;
    }

    Latencies run() throws Exception {
        Path brokerData = Files.createDirectories(directory.resolve("broker"));
        try (ChildJvm broker =
                        ChildJvm.start(
                                BrokerProcess.class,
                                BROKER_HEAP_MEGABYTES,
                                directory.resolve("broker.log"),
                                List.of(brokerData.toString()));
                EngineProcess engine = EngineProcess.start(directory.resolve("engine"));
                CardEndpoint cards = new CardEndpoint();
                ChildJvm job =
                        ChildJvm.start(
                                ContenderProcess.class,
                                JOB_HEAP_MEGABYTES,
                                directory.resolve("job.log"),
                                ContenderProcess.arguments(
                                        Contender.EVALSTREAM,
                                        new Pipeline.Setting(
                                                broker.readyText(),
                                                engine.url(),
                                                directory.resolve("state"),
                                                "latency",
                                                cards.url().toString())));
                KafkaProducer<byte[], byte[]> producer =
                        new KafkaProducer<>(
                                TopicLoader.producerSettings(broker.readyText()),
                                new ByteArraySerializer(),
                                new ByteArraySerializer())) {
            sendHealthyRuns(producer, engine.http(), job);
            return measure(producer, engine.http(), cards, job);
        }
    }

    /** What the broken runs are compared with. */
    private void sendHealthyRuns(
            KafkaProducer<byte[], byte[]> producer, ClickHouseHttp clickhouse, ChildJvm job)
            throws IOException, InterruptedException {
        PacedLoad load = new PacedLoad(producer, timetable);
        for (int model = 0; model < timetable.alerts(); model++) {
            load.begin(model, true, System.currentTimeMillis());
            load.end(model, true, System.currentTimeMillis());
        }
        producer.flush();
        String judged = "SELECT uniqExact(run_id) FROM runs WHERE state = 'COMPLETE'";
        long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
        while (clickhouse.number(judged) < timetable.alerts()) {
            job.requireAlive();
            if (System.nanoTime() > end) {
                throw new IOException("healthy runs were not judged within a minute");
            }
            Thread.sleep(LOOK_MILLIS);
        }
        progress.accept(timetable.alerts() + " healthy runs are judged; the load begins");
    }

    private Latencies measure(
            KafkaProducer<byte[], byte[]> producer,
            ClickHouseHttp clickhouse,
            CardEndpoint cards,
            ChildJvm job)
            throws IOException, InterruptedException {
        VisibilityProbe probe = new VisibilityProbe(clickhouse, timetable.markers());
        Thread looking = new Thread(probe, "probe");
        looking.start();
        PacedLoad load = new PacedLoad(producer, timetable);
        try {
            load.run();
            progress.accept("the load is over");
            long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
            while ((cards.count() < timetable.alerts() || looking.isAlive())
                    && System.nanoTime() < end) {
                job.requireAlive();
                Thread.sleep(LOOK_MILLIS);
            }
        } finally {
            probe.stop();
            looking.join();
        }
        probe.requireHealthy();
        return new Latencies(
                quantiles(timetable.alerts(), timetable::alert, cards::arrival, load),
                quantiles(timetable.markers(), timetable::marker, probe::seenAt, load));
    }

    private static Quantiles quantiles(
            int count, IntToDoubleFunction due, IntToLongFunction ended, PacedLoad load) {
        double[] millis = new double[count];
        for (int i = 0; i < count; i++) {
            long end = ended.applyAsLong(i);
            millis[i] = end < 0 ? Double.NaN : (end - load.dueNanos(due.applyAsDouble(i))) / 1e6;
        }
        return Quantiles.of(millis);
    }
}
