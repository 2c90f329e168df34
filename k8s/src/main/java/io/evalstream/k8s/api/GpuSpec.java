package io.evalstream.k8s.api;

import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.kubernetes.api.model.Toleration;

import java.util.List;
import java.util.Map;

/**
 * What a GPU pod asks for.
 *
 * @param resource name of the extended resource: {@code nvidia.com/gpu}, a MIG slice such as {@code
 *     nvidia.com/mig-1g.5gb}, a shared GPU such as {@code nvidia.com/gpu.shared}
 * @param count how many
 * @param nodeSelector labels of the nodes it may run on
 * @param tolerations of their taints, such as those of spot nodes
 */
public record GpuSpec(
        @Default("nvidia.com/gpu") @Pattern("^[a-z0-9.-]+/[A-Za-z0-9._-]{1,63}$") String resource,
        @Default("1") @Min(1) @Max(16) Integer count,
        Map<String, String> nodeSelector,
        List<Toleration> tolerations) {}
