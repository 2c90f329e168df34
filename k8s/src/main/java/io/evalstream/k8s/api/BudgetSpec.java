package io.evalstream.k8s.api;

import io.fabric8.generator.annotation.Min;

/**
 * What a run may use up; over it the run is suspended and people are told.
 *
 * @param gpuSeconds of all its pods together; no limit if nothing is said
 */
public record BudgetSpec(@Min(1) Long gpuSeconds) {}
