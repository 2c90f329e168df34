package io.evalstream.k8s.api;

import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

import java.util.List;
import java.util.Map;

/**
 * What a run is to do.
 *
 * @param image repository of the image, without tag and digest
 * @param tag the tag that was pushed
 * @param digest of the manifest that the tag meant then; a tag that moves is another run
 * @param model what baselines span; the last part of {@code image} if nothing is said
 * @param suites what is asked
 * @param matrix values of each parameter that is varied; every combination is a shard of its own
 * @param stages how much of the suites is asked, in their order; a breach in one ends the run
 * @param serving how the image is served, or an endpoint that serves it
 * @param gpu what a pod of the server asks for
 * @param parallelism runner pods at once
 * @param budget what the run may use up
 * @param deadline from the start to the verdict, as an ISO 8601 duration
 * @param suspend whether it waits; GPUs are given back meanwhile
 * @param cancel whether its remaining shards are ended
 * @param queue Kueue's local queue for its jobs; none if nothing is said
 */
@ValidationRule(
        value =
                "self.image == oldSelf.image && self.tag == oldSelf.tag"
                        + " && self.digest == oldSelf.digest",
        message = "image, tag and digest of a run do not change: make another run")
@ValidationRule(
        value = "!oldSelf.cancel || self.cancel",
        message = "a cancelled run stays cancelled: make another run")
public record EvalRunSpec(
        @Required @Pattern("^[a-z0-9.-]+(:[0-9]+)?(/[a-z0-9]+([._-]+[a-z0-9]+)*)+$") String image,
        @Required @Pattern("^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$") String tag,
        @Required @Pattern("^sha256:[0-9a-f]{64}$") String digest,
        @Pattern("^[^\\s]{1,128}$") String model,
        @Required @Size(min = 1, max = 64) List<SuiteSpec> suites,
        Map<String, List<String>> matrix,
        @Size(max = 8) List<StageSpec> stages,
        ServingSpec serving,
        GpuSpec gpu,
        @Default("4") @Min(1) @Max(256) Integer parallelism,
        BudgetSpec budget,
        @Default("PT2H") @Pattern("^PT([0-9]+H)?([0-9]+M)?([0-9]+S)?$") String deadline,
        @Default("false") Boolean suspend,
        @Default("false") Boolean cancel,
        @Pattern("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$") String queue) {}
