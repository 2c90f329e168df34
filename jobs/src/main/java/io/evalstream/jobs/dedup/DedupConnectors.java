package io.evalstream.jobs.dedup;

import io.evalstream.jobs.clickhouse.ClickHouseEndpoint;
import io.evalstream.jobs.clickhouse.ClickHouseSink;
import io.evalstream.jobs.clickhouse.ClickHouseTables;
import io.evalstream.jobs.clickhouse.ClickHouseTables.DedupRow;
import io.evalstream.jobs.clickhouse.DeliveryOptions;
import io.evalstream.jobs.clickhouse.HttpInsertGateway;
import io.evalstream.jobs.dedup.engine.DedupPlan;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

import java.nio.file.Path;
import java.time.Duration;

/** Connects the results of the job to where its options say. */
final class DedupConnectors {

    /** How long ClickHouse certainly remembers an insert: there are few. */
    private static final Duration REMEMBERED = Duration.ofMinutes(5);

    private final ReadableConfig options;
    private final DedupPlan plan;

    DedupConnectors(ReadableConfig options, DedupPlan plan) {
        this.options = options;
        this.plan = plan;
    }

    void connect(DedupTopology.Results results, int partitions) {
        options.getOptional(DedupOptions.OUTPUT_DIRECTORY)
                .ifPresent(directory -> directory(results, partitions, Path.of(directory)));
        if (!options.get(DedupOptions.OUTPUT_BUCKET).isBlank()) {
            kept(results, partitions, "kept versions", KeptVersions.of(options));
        }
        if (!options.get(DedupOptions.CLICKHOUSE_URL).isBlank()) {
            clickHouse(results);
        }
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
        KeptOutput folder = new KeptFolder(directory.resolve("kept").toString());
        kept(results, partitions, "kept files", folder);
    }

    private void kept(
            DedupTopology.Results results, int partitions, String name, KeptOutput output) {
        results.removals()
                .transform(name, Types.VOID, new WriteKept(plan, output))
                .uid(name.replace(' ', '-'))
                .setParallelism(partitions);
    }

    private void clickHouse(DedupTopology.Results results) {
        String runId = options.get(DedupOptions.RUN_ID);
        long begun = System.currentTimeMillis();
        ClickHouseEndpoint endpoint =
                new ClickHouseEndpoint(
                        options.get(DedupOptions.CLICKHOUSE_URL),
                        "vllm_eval",
                        options.get(DedupOptions.CLICKHOUSE_USER),
                        options.get(DedupOptions.CLICKHOUSE_PASSWORD));
        results.duplicates()
                .map(duplicate -> new DedupRow(runId, begun, duplicate))
                .returns(TypeInformation.of(DedupRow.class))
                .name("rows")
                .uid("rows")
                .setParallelism(1)
                .sinkTo(
                        new ClickHouseSink<>(
                                ClickHouseTables.DEDUP_REMOVED,
                                () -> new HttpInsertGateway(endpoint),
                                new DeliveryOptions(1, REMEMBERED)))
                .name("clickhouse-" + ClickHouseTables.DEDUP_REMOVED.name())
                .uid("clickhouse-" + ClickHouseTables.DEDUP_REMOVED.name())
                .setParallelism(1);
    }
}
