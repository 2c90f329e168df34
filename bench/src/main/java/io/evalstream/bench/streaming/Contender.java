package io.evalstream.bench.streaming;

import io.evalstream.bench.streaming.Pipeline.Starter;

import java.util.Optional;

/** Who races: the way from the topic to ClickHouse, and what is expected at its end. */
public enum Contender {
    EVALSTREAM(
            "evalstream",
            "our quality job: exact dedup, windows, verdicts, checkpoints",
            Optional.of(QualityJobPipeline::start),
            Aggregate.WINDOWS),
    KAFKA_ENGINE(
            "kafka-engine",
            "ClickHouse's Kafka engine and two materialized views; copies count in its sums",
            Optional.empty(),
            Aggregate.MINUTES),
    PLAIN_LOOP(
            "plain-loop",
            "consumer, our reader, sums in a HashMap, Native insert; copies count in its sums",
            Optional.of(PlainLoop::start),
            Aggregate.MINUTES),
    KAFKA_STREAMS(
            "kafka-streams",
            "our reader, dedup and windows in changelogged stores, Native insert",
            Optional.of(KafkaStreamsPipeline::start),
            Aggregate.WINDOWS),
    TEXTBOOK_FLINK(
            "textbook-flink",
            "Jackson, keyed state, sliding windows, JDBC sink, checkpoints",
            Optional.of(TextbookFlink::start),
            Aggregate.WINDOWS);

    /** What a contender adds up. */
    enum Aggregate {
        /** Sliding windows of ten minutes every minute, in {@code rolling}; copies left out. */
        WINDOWS,
        /** Sums by minute in {@code minutes}, copies included. */
        MINUTES
    }

    private final String title;
    private final String what;
    private final Optional<Starter> starter;
    private final Aggregate aggregate;

    Contender(String title, String what, Optional<Starter> starter, Aggregate aggregate) {
        this.title = title;
        this.what = what;
        this.starter = starter;
        this.aggregate = aggregate;
    }

    /** Its name on the command line and in tables. */
    String title() {
        return title;
    }

    /** What it does, in a line. */
    String what() {
        return what;
    }

    /** How its own process starts it; empty when ClickHouse does it all. */
    Optional<Starter> starter() {
        return starter;
    }

    Aggregate aggregate() {
        return aggregate;
    }

    /**
     * @throws IllegalArgumentException when there is none of that name
     */
    public static Contender of(String title) {
        for (Contender contender : values()) {
            if (contender.title.equals(title)) {
                return contender;
            }
        }
        throw new IllegalArgumentException("there is no contender '" + title + "'");
    }

    @Override
    public String toString() {
        return title;
    }
}
