package io.evalstream.jobs.snapshot;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

import java.util.List;

/** The snapshot job from queries to a version of a dataset, in the order of the data. */
final class SnapshotTopology {

    private final SnapshotPlan plan;
    private final List<String> names;

    /**
     * @param names people to look for
     */
    SnapshotTopology(SnapshotPlan plan, List<String> names) {
        this.plan = plan;
        this.names = names;
    }

    /** Adds the job to the environment of the queries. */
    void build(DataStream<QueryRecord> queries, Sink<SnapshotVersion> sink) {
        SingleOutputStreamOperator<CleanQuery> clean =
                queries.transform(
                                "clean queries",
                                TypeInformation.of(CleanQuery.class),
                                new CleanQueries(plan.strata(), names, plan.longest(), plan.seed()))
                        .uid("clean-queries");
        SingleOutputStreamOperator<CleanQuery> distinct =
                clean.keyBy(CleanQuery::digest)
                        .reduce(SnapshotTopology::earlier)
                        .returns(CleanQuery.class)
                        .name("distinct queries")
                        .uid("distinct-queries");
        DataStream<Candidate> candidates =
                distinct.keyBy(CleanQuery::stratum)
                        .process(new FirstOfStratum(plan.size()))
                        .returns(Candidate.class)
                        .name("first of strata")
                        .uid("first-of-strata");
        candidates
                .connect(clean.getSideOutput(CleanQueries.NOTES))
                .transform(
                        "choose sample",
                        TypeInformation.of(SnapshotVersion.class),
                        new ChooseSample(plan))
                .uid("choose-sample")
                .setParallelism(1)
                .sinkTo(sink)
                .name("publish")
                .uid("publish")
                .setParallelism(1);
    }

    /** Of equal queries the one that came first, whichever task sees it first. */
    private static CleanQuery earlier(CleanQuery one, CleanQuery other) {
        return Long.compareUnsigned(one.position(), other.position()) <= 0 ? one : other;
    }
}
