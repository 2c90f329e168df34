package io.evalstream.k8s.api;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** The evaluation of one pushed image, from its data to the verdict. */
@Group(EvalRun.GROUP)
@Version(EvalRun.VERSION)
@ShortNames("er")
@AdditionalPrinterColumn(name = "Tag", jsonPath = ".spec.tag")
@AdditionalPrinterColumn(name = "Phase", jsonPath = ".status.phase")
@AdditionalPrinterColumn(name = "Stage", jsonPath = ".status.stage")
@AdditionalPrinterColumn(name = "Shards", jsonPath = ".status.progress")
@AdditionalPrinterColumn(name = "Verdict", jsonPath = ".status.verdict.decision")
@AdditionalPrinterColumn(
        name = "GPU-s",
        jsonPath = ".status.gpuSecondsUsed",
        type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(name = "Message", jsonPath = ".status.message", priority = 1)
public class EvalRun extends CustomResource<EvalRunSpec, EvalRunStatus> implements Namespaced {

    private static final long serialVersionUID = 1L;

    public static final String GROUP = "evalstream.io";
    public static final String VERSION = "v1alpha1";
}
