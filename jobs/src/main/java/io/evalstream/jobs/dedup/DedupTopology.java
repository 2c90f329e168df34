package io.evalstream.jobs.dedup;

import io.evalstream.jobs.dedup.engine.Block;
import io.evalstream.jobs.dedup.engine.DedupParameters;
import io.evalstream.jobs.dedup.engine.DedupPlan;
import io.evalstream.jobs.dedup.engine.Duplicate;

import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;

/** The de-duplication from splits to decisions, in the order of the data. */
public final class DedupTopology {

    /** Forests that are made one at once. */
    private static final int FAN_IN = 16;

    private final DedupPlan plan;
    private final int partitions;

    /**
     * @param partitions how many partitions each step has, the parallelism of the job
     */
    public DedupTopology(DedupPlan plan, int partitions) {
        this.plan = plan;
        this.partitions = partitions;
    }

    /**
     * What comes out.
     *
     * @param duplicates in the order of their suites and rows
     * @param removals one block for each suite
     */
    public record Results(DataStream<Duplicate> duplicates, DataStream<Block> removals) {}

    /** Adds the steps to an environment. */
    public Results build(StreamExecutionEnvironment environment) {
        DedupParameters parameters = plan.parameters();
        SingleOutputStreamOperator<Block> bands =
                environment
                        .fromSource(
                                new SplitNumbers(plan.splits().size()),
                                WatermarkStrategy.noWatermarks(),
                                "splits")
                        .uid("splits")
                        .setParallelism(partitions)
                        .transform(
                                "read items", BlockType.INSTANCE, new ReadSplits(plan, partitions))
                        .uid("read-items")
                        .setParallelism(partitions);
        DataStream<Block> texts = routed(bands.getSideOutput(ReadSplits.TEXTS));

        DataStream<Block> copies =
                step(
                        "find copies",
                        routed(bands.getSideOutput(ReadSplits.DIGESTS)),
                        new FindCopies(),
                        partitions);
        SingleOutputStreamOperator<Block> pairs =
                step(
                        "find pairs",
                        routed(bands).union(copies.broadcast()),
                        new FindPairs(parameters, partitions),
                        Math.min(partitions, parameters.mode().bands()));
        DataStream<Block> wantedTexts =
                pick("pick texts", pairs.getSideOutput(FindPairs.WANTED), texts);
        DataStream<Block> near =
                step(
                        "verify pairs",
                        routed(pairs).union(routed(wantedTexts)),
                        VerifyPairs.verifying(parameters),
                        partitions);
        DataStream<Block> nearShort =
                step(
                        "compare short texts",
                        bands.getSideOutput(ReadSplits.SHORTS)
                                .broadcast()
                                .union(copies.broadcast()),
                        new CompareShort(parameters),
                        partitions);
        SingleOutputStreamOperator<Block> decisions =
                step(
                        "decide",
                        merged(near).union(nearShort).union(copies),
                        new DecideFates(plan, partitions),
                        1);
        return report(bands, texts, decisions);
    }

    private Results report(
            SingleOutputStreamOperator<Block> bands,
            DataStream<Block> texts,
            SingleOutputStreamOperator<Block> decisions) {
        DataStream<Block> unmeasuredTexts =
                pick("pick unmeasured texts", decisions.getSideOutput(DecideFates.TEXTS), texts);
        DataStream<Block> measured =
                step(
                        "measure",
                        routed(decisions.getSideOutput(DecideFates.PAIRS))
                                .union(routed(unmeasuredTexts)),
                        VerifyPairs.measuring(plan.parameters()),
                        partitions);
        DataStream<Block> names =
                pick(
                        "pick names",
                        decisions.getSideOutput(DecideFates.NAMES),
                        routed(bands.getSideOutput(ReadSplits.NAMES)));
        SingleOutputStreamOperator<Duplicate> duplicates =
                decisions
                        .union(measured)
                        .union(names)
                        .union(bands.getSideOutput(ReadSplits.ROWS))
                        .global()
                        .transform(
                                "report",
                                TypeInformation.of(Duplicate.class),
                                new ReportDuplicates(plan, partitions))
                        .uid("report")
                        .setParallelism(1);
        return new Results(duplicates, routed(duplicates.getSideOutput(ReportDuplicates.REMOVALS)));
    }

    /**
     * Merges the forests of all partitions, sixteen at a time, in a tree that is always the same.
     */
    private DataStream<Block> merged(DataStream<Block> forests) {
        DataStream<Block> merged = forests;
        int width = partitions;
        for (int level = 1; width > 1; level++) {
            int next = (width + FAN_IN - 1) / FAN_IN;
            merged =
                    step(
                            "merge forests " + level,
                            merged.rescale(),
                            new MergeForests(plan.parameters()),
                            next);
            width = next;
        }
        return merged;
    }

    private DataStream<Block> pick(String name, DataStream<Block> asked, DataStream<Block> texts) {
        return routed(asked)
                .connect(texts)
                .transform(name, BlockType.INSTANCE, new PickTexts(partitions))
                .uid(uid(name))
                .setParallelism(partitions);
    }

    private static SingleOutputStreamOperator<Block> step(
            String name,
            DataStream<Block> input,
            OneInputStreamOperator<Block, Block> operator,
            int parallelism) {
        return input.transform(name, BlockType.INSTANCE, operator)
                .uid(uid(name))
                .setParallelism(parallelism);
    }

    private static String uid(String name) {
        return name.replace(' ', '-');
    }

    private static DataStream<Block> routed(DataStream<Block> blocks) {
        return blocks.partitionCustom((target, count) -> target, Block::target);
    }
}
