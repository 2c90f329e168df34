package io.evalstream.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

@Timeout(240)
class EmbeddedKafkaITCase {

    private static final Map<String, Integer> TOPICS = Map.of("samples", 2, "runs", 1);

    @TempDir private Path directory;

    @Test
    void topicsAndRecordsSurviveARestart() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0)) {
            kafka.createTopics(TOPICS);
            send(kafka, "first", "second");
        }
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0)) {
            assertThat(topics(kafka)).containsExactlyInAnyOrder("samples", "runs");
            assertThatCode(() -> kafka.createTopics(TOPICS)).doesNotThrowAnyException();
            send(kafka, "third");
            assertThat(read(kafka, 3)).containsExactly("first", "second", "third");
        }
    }

    @Test
    void itsPortsAreFreeAfterwards() throws Exception {
        int port;
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0)) {
            port = port(kafka);
        }
        try (EmbeddedKafka again = EmbeddedKafka.start(directory, port)) {
            assertThat(port(again)).isEqualTo(port);
        }
    }

    @Test
    void aPortThatIsTakenIsSaidInOneLine() throws IOException {
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> EmbeddedKafka.start(directory, port))
                    .isInstanceOf(ServiceUnavailableException.class)
                    .hasMessageStartingWith("Kafka: port " + port + " is taken")
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void aDirectoryInUseIsSaidInOneLineAndNothingIsLeftRunning() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0)) {
            kafka.createTopics(TOPICS);
            assertThatThrownBy(() -> EmbeddedKafka.start(directory, 0))
                    .isInstanceOf(ServiceUnavailableException.class)
                    .hasMessageContaining("another process")
                    .hasMessageNotContaining("\n");
            assertThat(controllers()).isEqualTo(1);
            send(kafka, "still here");
            assertThat(read(kafka, 1)).containsExactly("still here");
        }
    }

    /** Other threads of a broker come when it has work, these with its start. */
    private static long controllers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().matches("quorum-controller-.*event-handler"))
                .count();
    }

    private static int port(EmbeddedKafka kafka) {
        return Integer.parseInt(kafka.bootstrapServers().split(":", -1)[1]);
    }

    private static Iterable<String> topics(EmbeddedKafka kafka) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            return admin.listTopics().names().get();
        }
    }

    private static void send(EmbeddedKafka kafka, String... values) throws Exception {
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers()),
                        new StringSerializer(),
                        new StringSerializer())) {
            for (String value : values) {
                producer.send(new ProducerRecord<>("samples", 1, null, value)).get();
            }
        }
    }

    private static List<String> read(EmbeddedKafka kafka, int count) {
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers()),
                        new StringDeserializer(),
                        new StringDeserializer())) {
            List<TopicPartition> partition = List.of(new TopicPartition("samples", 1));
            consumer.assign(partition);
            consumer.seekToBeginning(partition);
            long deadline = System.nanoTime() + Duration.ofMinutes(3).toNanos();
            while (values.size() < count && System.nanoTime() < deadline) {
                for (ConsumerRecord<String, String> record :
                        consumer.poll(Duration.ofMillis(100))) {
                    values.add(record.value());
                }
            }
        }
        return values;
    }
}
