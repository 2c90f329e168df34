package io.evalstream.jobs.quality;

import io.evalstream.contract.RunEvent;
import io.evalstream.contract.SampleEvent;
import io.evalstream.jobs.audit.AuditPart;
import io.evalstream.jobs.clickhouse.ClickHouseTables.AlertRow;
import io.evalstream.jobs.clickhouse.ClickHouseTables.ResultRow;

import org.apache.flink.api.connector.sink2.Sink;

import java.util.List;

/**
 * Where the results of the quality job go. Several sinks of one stream each get all of it.
 *
 * @param results what ended runs achieved
 * @param conclusions everything that was concluded, early ones included
 * @param verdicts judged runs, as wholes
 * @param alerts what people are told
 * @param cancels requests to end a run
 * @param audit parts of the audit log; without one none are made
 */
public record QualitySinks(
        List<Target<SampleEvent>> samples,
        List<Target<RollingMean>> rolling,
        List<Target<ResultRow>> results,
        List<Target<ResultRow>> conclusions,
        List<Target<RunVerdict>> verdicts,
        List<Target<AlertRow>> alertRows,
        List<Target<Alert>> alerts,
        List<Target<RunEvent>> cancels,
        List<Target<DeadLetter>> deadLetters,
        List<Target<AuditPart>> audit) {

    /**
     * A sink under the name it has in the job graph and in savepoints.
     *
     * @param name stable; also the operator's uid
     */
    public record Target<T>(String name, Sink<T> sink) {}
}
