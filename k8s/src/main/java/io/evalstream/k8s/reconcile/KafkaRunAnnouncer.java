package io.evalstream.k8s.reconcile;

import io.evalstream.contract.EventWriter;
import io.evalstream.contract.RunEvent;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends control events, acknowledged by all replicas. */
public final class KafkaRunAnnouncer implements RunAnnouncer, AutoCloseable {

    private static final int TIMEOUT_SECONDS = 15;

    private final Producer<byte[], byte[]> producer;
    private final String topic;

    /**
     * @param kafka settings of the producer: brokers, security
     */
    public KafkaRunAnnouncer(Map<String, Object> kafka, String topic) {
        Map<String, Object> settings = new HashMap<>(kafka);
        settings.put("acks", "all");
        settings.put("max.block.ms", TIMEOUT_SECONDS * 1000);
        settings.put("delivery.timeout.ms", TIMEOUT_SECONDS * 1000);
        settings.put("request.timeout.ms", TIMEOUT_SECONDS * 500);
        this.producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        this.topic = topic;
    }

    @Override
    public void announce(RunEvent event) {
        byte[] key = event.runId().getBytes(StandardCharsets.UTF_8);
        byte[] value = new EventWriter().write(event);
        try {
            producer.send(new ProducerRecord<>(topic, key, value))
                    .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted while Kafka was told of a run", e);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new UnavailableException(
                    "Kafka did not take " + event.type() + " of " + event.runId(), e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
