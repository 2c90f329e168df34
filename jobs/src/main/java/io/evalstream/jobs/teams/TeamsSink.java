package io.evalstream.jobs.teams;

import io.evalstream.jobs.quality.Alert;

import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.metrics.Counter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.Serializable;

/**
 * Posts each alert as a card, at once.
 *
 * <p>A card that Teams refuses for good is logged and counted, and the job goes on: the alert is
 * also a row and a record, and a chat that is down must not stop the evaluation.
 */
public final class TeamsSink implements Sink<Alert> {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(TeamsSink.class);

    private final GatewayFactory gateways;
    private final AlertCard card;

    /** Opens a gateway on the machine where the alerts are. */
    @FunctionalInterface
    public interface GatewayFactory extends Serializable {
        TeamsGateway open();
    }

    public TeamsSink(GatewayFactory gateways, AlertCard card) {
        this.gateways = gateways;
        this.card = card;
    }

    @Override
    public SinkWriter<Alert> createWriter(WriterInitContext context) {
        return new Writer(gateways.open(), card, context.metricGroup().counter("cardsNotAccepted"));
    }

    private record Writer(TeamsGateway gateway, AlertCard card, Counter refused)
            implements SinkWriter<Alert> {

        @Override
        public void write(Alert alert, Context context) {
            try {
                gateway.post(card.render(alert));
            } catch (IOException e) {
                refused.inc();
                LOG.error("alert {}: {}", alert.key(), e.getMessage());
            }
        }

        @Override
        public void flush(boolean endOfInput) {}

        @Override
        public void close() {}
    }
}
