package io.evalstream.jobs.audit;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;

import java.time.Duration;

/** The way of the log through a job: lines where they arise, parts by run. */
public final class AuditTopology {

    private AuditTopology() {}

    /** The lines of a stream, many at a time; runs where the stream does, without a shuffle. */
    public static DataStream<AuditSegment> segments(DataStream<AuditRecord> records, String name) {
        return records.transform(
                        "collect " + name,
                        TypeInformation.of(AuditSegment.class),
                        new CollectLines())
                .uid("collect-" + name.replace(' ', '-'));
    }

    /**
     * The parts to store.
     *
     * @param maxAge how long lines may wait for others
     * @param memory how long a run can be continued after its last line
     */
    public static DataStream<AuditPart> parts(
            DataStream<AuditSegment> segments, Duration maxAge, Duration memory) {
        return segments.keyBy(AuditSegment::runId)
                .transform(
                        "chain audit parts",
                        TypeInformation.of(AuditPart.class),
                        new ChainParts(maxAge, memory))
                .uid("chain-audit-parts");
    }
}
