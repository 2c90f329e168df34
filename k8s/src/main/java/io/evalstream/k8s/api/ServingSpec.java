package io.evalstream.k8s.api;

import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.ValidationRule;

import java.util.List;

/**
 * How the candidate answers.
 *
 * @param endpoint of an OpenAI-compatible server that serves the image already; nothing is deployed
 * @param servedModel name that requests ask for; the model of the run if nothing is said
 * @param args of vLLM, besides port and model name
 * @param replicas pods of the server
 * @param warmUpRequests that are answered before the first sample is asked
 * @param readyMinutes after which a server that is not ready fails the run
 */
@ValidationRule(
        value = "!has(self.endpoint) || !has(self.args) || size(self.args) == 0",
        message = "args are for a server that is deployed, endpoint names one that is there")
public record ServingSpec(
        @Pattern("^https?://[^\\s/]+(/[^\\s]*)?$") String endpoint,
        String servedModel,
        List<String> args,
        @Default("1") @Min(1) @Max(64) Integer replicas,
        @Default("8") @Min(0) @Max(1000) Integer warmUpRequests,
        @Default("30") @Min(1) @Max(120) Integer readyMinutes) {}
