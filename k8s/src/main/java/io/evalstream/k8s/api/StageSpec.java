package io.evalstream.k8s.api;

import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;

/**
 * A part of a run that is concluded before the next begins.
 *
 * @param name such as smoke, regression, full
 * @param samples of each task; 0 is all
 */
public record StageSpec(
        @Required @Pattern("^[a-z0-9]([a-z0-9-]{0,14}[a-z0-9])?$") String name,
        @Required @Min(0) Integer samples) {}
