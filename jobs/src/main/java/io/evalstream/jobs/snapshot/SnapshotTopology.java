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
        DataStream<Note> notes = clean.getSideOutput(CleanQueries.NOTES);
        DataStream<CleanQuery> different = distinct;
        if (plan.nearDuplicates()) {
            SingleOutputStreamOperator<Long> near = nearDuplicates(distinct);
            notes = notes.union(near.getSideOutput(CleanQueries.NOTES));
            different = without(near, distinct);
        }
        different
                .keyBy(CleanQuery::stratum)
                .process(new FirstOfStratum(plan.size()))
                .returns(Candidate.class)
                .name("first of strata")
                .uid("first-of-strata")
                .connect(notes)
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

    private static SingleOutputStreamOperator<Long> nearDuplicates(
            DataStream<CleanQuery> distinct) {
        return distinct.map(query -> new QueryText(query.position(), query.text()))
                .returns(QueryText.class)
                .name("texts")
                .uid("texts")
                .transform(
                        "find near duplicates",
                        TypeInformation.of(Long.class),
                        new FindNearDuplicates(FindNearDuplicates.MOST_CHARS))
                .uid("find-near-duplicates")
                .setParallelism(1);
    }

    private static DataStream<CleanQuery> without(
            DataStream<Long> near, DataStream<CleanQuery> distinct) {
        return distinct.keyBy(CleanQuery::position)
                .connect(near.keyBy(position -> position))
                .process(new DropNearDuplicates())
                .returns(CleanQuery.class)
                .name("drop near duplicates")
                .uid("drop-near-duplicates");
    }

    /** Of equal queries the one that came first, whichever task sees it first. */
    private static CleanQuery earlier(CleanQuery one, CleanQuery other) {
        return Long.compareUnsigned(one.position(), other.position()) <= 0 ? one : other;
    }
}
