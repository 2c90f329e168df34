package io.evalstream.k8s.reconcile;

import java.time.Clock;
import java.util.Map;
import java.util.function.Consumer;

/** The topics of runs and verdicts in Kafka. */
public final class KafkaRunTopics implements RunTopics {

    private final KafkaRunAnnouncer announcer;
    private final KafkaRunEvents events;

    private KafkaRunTopics(KafkaRunAnnouncer announcer, KafkaRunEvents events) {
        this.announcer = announcer;
        this.events = events;
    }

    /**
     * Says how to connect.
     *
     * @param kafka settings of clients: brokers, security
     * @param controlTopic control events of runs
     */
    public static RunTopics.Source source(
            Map<String, Object> kafka, String controlTopic, String verdictTopic) {
        return listener -> open(kafka, controlTopic, verdictTopic, listener);
    }

    private static KafkaRunTopics open(
            Map<String, Object> kafka,
            String controlTopic,
            String verdictTopic,
            Consumer<String> listener) {
        KafkaRunAnnouncer announcer = new KafkaRunAnnouncer(kafka, controlTopic);
        try {
            return new KafkaRunTopics(
                    announcer,
                    new KafkaRunEvents(
                            kafka, controlTopic, verdictTopic, Clock.systemUTC(), listener));
        } catch (RuntimeException e) {
            announcer.close();
            throw e;
        }
    }

    @Override
    public RunEvents events() {
        return events;
    }

    @Override
    public RunAnnouncer announcer() {
        return announcer;
    }

    @Override
    public void close() {
        events.close();
        announcer.close();
    }
}
