package io.evalstream.jobs.dedup;

import io.evalstream.jobs.dedup.engine.DedupPlan;

import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

import java.nio.file.Path;

/** Connects the results of the job to where its options say. */
final class DedupConnectors {

    private final ReadableConfig options;
    private final DedupPlan plan;

    DedupConnectors(ReadableConfig options, DedupPlan plan) {
        this.options = options;
        this.plan = plan;
    }

    void connect(DedupTopology.Results results, int partitions) {
        options.getOptional(DedupOptions.OUTPUT_DIRECTORY)
                .ifPresent(directory -> directory(results, partitions, Path.of(directory)));
        results.duplicates()
                .sinkTo(new DiscardingSink<>())
                .name("duplicates end")
                .uid("duplicates-end")
                .setParallelism(1);
        results.removals()
                .sinkTo(new DiscardingSink<>())
                .name("removals end")
                .uid("removals-end")
                .setParallelism(partitions);
    }

    private void directory(DedupTopology.Results results, int partitions, Path directory) {
        results.duplicates()
                .transform(
                        "removed.jsonl",
                        Types.VOID,
                        new WriteRemoved(directory.resolve("removed.jsonl").toString()))
                .uid("removed-file")
                .setParallelism(1);
        results.removals()
                .transform(
                        "kept files",
                        Types.VOID,
                        new WriteKept(plan, new KeptFolder(directory.resolve("kept").toString())))
                .uid("kept-files")
                .setParallelism(partitions);
    }
}
