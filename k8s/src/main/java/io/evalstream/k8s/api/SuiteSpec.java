package io.evalstream.k8s.api;

import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

import java.util.List;

/**
 * Tasks that one tool asks.
 *
 * @param name of the suite, part of the names of its jobs
 * @param harness the tool
 * @param tasks in the names of the tool
 * @param datasets NAME/VERSION of data sets of the site that are de-duplicated and used; the tool's
 *     own data if nothing is said
 * @param samples how many there are, of which shards are planned; 0 if nobody knows
 * @param secondsPerSample expected time of one; what shards are weighed by
 * @param shards most shards of one task
 * @param timeoutMinutes after which a shard is ended
 * @param usesGpu whether the runner itself needs one, besides the server
 */
public record SuiteSpec(
        @Required @Pattern("^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$") String name,
        @Required Harness harness,
        @Required @Size(min = 1, max = 256) List<String> tasks,
        List<String> datasets,
        @Default("0") @Min(0) Long samples,
        @Default("1") Double secondsPerSample,
        @Default("8") @Min(1) @Max(256) Integer shards,
        @Default("60") @Min(1) @Max(60) Integer timeoutMinutes,
        @Default("false") Boolean usesGpu) {

    /** The tools there are runners for. */
    public enum Harness {
        LM_EVAL,
        EVALCHEMY,
        DEEPEVAL
    }
}
