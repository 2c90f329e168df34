package io.evalstream.jobs.dedup;

import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.NettyShuffleEnvironmentOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.TaskManagerOptions;

/** How Flink is to be set for the search. */
public final class DedupSettings {

    private static final MemorySize NETWORK_MEMORY = MemorySize.ofMebiBytes(256);

    private DedupSettings() {}

    /**
     * The settings of Flink the job needs, and those among the options.
     *
     * <p>Those of the shuffle are for a job that brings its own cluster along, as commands and
     * tests do; another one has its own. Blocks are not compressed, since they are read once, from
     * memory mostly.
     */
    public static Configuration of(Configuration options) {
        Configuration flink = new Configuration();
        flink.set(
                NettyShuffleEnvironmentOptions.SHUFFLE_COMPRESSION_CODEC,
                NettyShuffleEnvironmentOptions.CompressionCodec.NONE);
        flink.set(TaskManagerOptions.NETWORK_MEMORY_MIN, NETWORK_MEMORY);
        flink.set(TaskManagerOptions.NETWORK_MEMORY_MAX, NETWORK_MEMORY);
        flink.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.BATCH);
        flink.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
        flink.set(PipelineOptions.GENERIC_TYPES, false);
        flink.set(PipelineOptions.OBJECT_REUSE, true);
        flink.addAll(options);
        return flink;
    }
}
