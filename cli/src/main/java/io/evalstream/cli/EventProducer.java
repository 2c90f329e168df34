package io.evalstream.cli;

import io.evalstream.contract.EventWriter;
import io.evalstream.contract.RunEvent;
import io.evalstream.contract.SampleEvent;
import io.evalstream.embedded.ServiceUnavailableException;
import io.evalstream.jobs.kafka.Topics;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Sends events to Kafka: idempotent, acknowledged by all replicas, and only done when {@link
 * #flush} has returned.
 */
final class EventProducer implements AutoCloseable {

    private static final int CONNECT_TIMEOUT_SECONDS = 20;
    private static final int DELIVERY_TIMEOUT_MS = 60_000;

    private final String bootstrapServers;
    private final KafkaProducer<byte[], byte[]> producer;
    private final EventWriter writer = new EventWriter();
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    /**
     * @throws ServiceUnavailableException when no broker answers or the topics are missing
     */
    EventProducer(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        requireTopics();
        this.producer =
                new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers",
                                bootstrapServers,
                                "acks",
                                "all",
                                "enable.idempotence",
                                "true",
                                "linger.ms",
                                "5",
                                "batch.size",
                                "131072",
                                "compression.type",
                                "lz4",
                                "delivery.timeout.ms",
                                DELIVERY_TIMEOUT_MS,
                                "max.block.ms",
                                DELIVERY_TIMEOUT_MS),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
    }

    private void requireTopics() {
        try (Admin admin =
                Admin.create(
                        Map.of(
                                "bootstrap.servers",
                                bootstrapServers,
                                "default.api.timeout.ms",
                                CONNECT_TIMEOUT_SECONDS * 1000,
                                "request.timeout.ms",
                                CONNECT_TIMEOUT_SECONDS * 1000))) {
            if (!admin.listTopics()
                    .names()
                    .get(CONNECT_TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .contains(Topics.SAMPLES)) {
                throw new ServiceUnavailableException(
                        "Kafka at "
                                + bootstrapServers
                                + " has no topic "
                                + Topics.SAMPLES
                                + "; create the topics, or start './evalstream up'");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServiceUnavailableException("interrupted while connecting to Kafka", e);
        } catch (KafkaException e) {
            throw new UsageException(
                    "--bootstrap "
                            + bootstrapServers
                            + " cannot be used: "
                            + (e.getCause() == null ? e : e.getCause()).getMessage(),
                    e);
        } catch (ExecutionException | TimeoutException e) {
            throw new ServiceUnavailableException(
                    "no Kafka broker answers at "
                            + bootstrapServers
                            + "; check --bootstrap, or start './evalstream up'",
                    e);
        }
    }

    /** Hands over a sample; copies of one item share a partition. */
    void send(SampleEvent event) {
        String key = event.itemKey().isEmpty() ? event.runId() : event.itemKey();
        send(Topics.SAMPLES, key, writer.write(event));
    }

    /** Hands over bytes as they are, to be judged by the reader at the other end. */
    void sendSampleBytes(String runId, byte[] bytes) {
        send(Topics.SAMPLES, runId, bytes);
    }

    void send(RunEvent event) {
        send(Topics.RUNS, event.runId(), writer.write(event));
    }

    private void send(String topic, String key, byte[] value) {
        requireDelivered();
        producer.send(
                new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value),
                (metadata, fault) -> {
                    if (fault != null) {
                        failure.compareAndSet(null, fault);
                    }
                });
    }

    /**
     * Returns when everything handed over is acknowledged.
     *
     * @throws ServiceUnavailableException when something is not
     */
    void flush() {
        producer.flush();
        requireDelivered();
    }

    private void requireDelivered() {
        Exception fault = failure.get();
        if (fault != null) {
            throw new ServiceUnavailableException(
                    "Kafka at "
                            + bootstrapServers
                            + " did not take an event: "
                            + fault.getMessage()
                            + "; send the run again, what has arrived is not counted twice",
                    fault);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
