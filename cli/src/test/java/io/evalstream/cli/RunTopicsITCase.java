package io.evalstream.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evalstream.contract.RunEvent;
import io.evalstream.contract.SeriesCount;
import io.evalstream.embedded.EmbeddedKafka;
import io.evalstream.jobs.kafka.Topics;
import io.evalstream.k8s.reconcile.KafkaRunTopics;
import io.evalstream.k8s.reconcile.RunNews;
import io.evalstream.k8s.reconcile.RunTopics;
import io.evalstream.k8s.reconcile.UnavailableException;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What the controller says and hears of runs, over topics of several partitions. */
class RunTopicsITCase {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir private Path directory;
    private EmbeddedKafka kafka;
    private int port;

    @BeforeEach
    void startBroker() {
        kafka = EmbeddedKafka.start(directory, 0);
        port = URI.create("tcp://" + kafka.bootstrapServers()).getPort();
        kafka.createTopics(Map.of(Topics.RUNS, 4, Topics.VERDICTS, 4));
    }

    @AfterEach
    void stopBroker() {
        kafka.close();
    }

    private RunTopics open(Set<String> heard) {
        return KafkaRunTopics.source(
                        Map.of("bootstrap.servers", kafka.bootstrapServers()),
                        Topics.RUNS,
                        Topics.VERDICTS)
                .open(heard::add);
    }

    private static RunEvent event(RunEvent.Type type, String run, int shard) {
        List<SeriesCount> sent = List.of(new SeriesCount("t", "acc", "", "", 10));
        return new RunEvent(
                type, run, "m", "m:1", "", 1000, List.of(), shard, 2, sent, -1, Map.of());
    }

    private void judge(String run, String state) throws Exception {
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", kafka.bootstrapServers()),
                        new StringSerializer(),
                        new StringSerializer())) {
            String verdict =
                    "{'run_id':'%s','verdict':'BREACH','state':'%s','why':'worse'}"
                            .formatted(run, state)
                            .replace('\'', '"');
            producer.send(new ProducerRecord<>(Topics.VERDICTS, run, verdict)).get();
        }
    }

    private static void awaitNews(RunTopics topics, String run, Conditions.Condition condition) {
        Conditions.await("news", PATIENCE, condition, () -> topics.events().of(run).toString());
    }

    @Test
    void whatIsAnnouncedAndJudgedIsHeardByEveryControllerThatComes() throws Exception {
        Set<String> heard = ConcurrentHashMap.newKeySet();
        try (RunTopics topics = open(heard)) {
            for (int i = 0; i < 8; i++) {
                topics.announcer().announce(event(RunEvent.Type.RUN_STARTED, "run-" + i, -1));
            }
            topics.announcer().announce(event(RunEvent.Type.SHARD_FINISHED, "run-3", 1));
            topics.announcer().announce(event(RunEvent.Type.SHARD_FINISHED, "run-3", 1));
            judge("run-3", "RUNNING");
            awaitNews(topics, "run-3", () -> topics.events().of("run-3").verdict().isPresent());
            awaitNews(topics, "run-7", () -> topics.events().of("run-7").isStarted());
            assertThat(heard).contains("run-0", "run-3", "run-7");
        }
        judge("run-3", "COMPLETE");

        try (RunTopics next = open(ConcurrentHashMap.newKeySet())) {
            awaitNews(next, "run-3", () -> next.events().isCaughtUp());
            RunNews news = next.events().of("run-3");
            assertThat(news.isStarted()).isTrue();
            assertThat(news.shards()).containsExactly(1);
            assertThat(news.samples()).isEqualTo(10);
            assertThat(news.verdict().orElseThrow())
                    .isEqualTo(new RunNews.Verdict("BREACH", "worse", true));
            assertThat(next.events().of("nobody")).isEqualTo(RunNews.NONE);
        }
    }

    @Test
    void aBrokerThatIsAwayIsSaidAndReadAgainWhenItIsBack() throws Exception {
        try (RunTopics topics = open(ConcurrentHashMap.newKeySet())) {
            awaitNews(topics, "run-1", () -> topics.events().isCaughtUp());
            kafka.close();
            assertThatThrownBy(
                            () ->
                                    topics.announcer()
                                            .announce(
                                                    event(RunEvent.Type.RUN_STARTED, "run-1", -1)))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessage("Kafka did not take RUN_STARTED of run-1");

            kafka = EmbeddedKafka.start(directory, port);
            topics.announcer().announce(event(RunEvent.Type.RUN_STARTED, "run-2", -1));
            awaitNews(topics, "run-2", () -> topics.events().of("run-2").isStarted());
        }
    }
}
