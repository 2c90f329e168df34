package io.evalstream.k8s.resources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.evalstream.k8s.api.EvalRun;
import io.evalstream.k8s.plan.Dataset;
import io.evalstream.k8s.plan.RunSettings;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** FlinkDeployments: a template in YAML, and what differs for a run laid over it. */
public final class FlinkDeployments {

    /** Where the operator keeps them. */
    public static final ResourceDefinitionContext CONTEXT =
            new ResourceDefinitionContext.Builder()
                    .withGroup("flink.apache.org")
                    .withVersion("v1beta1")
                    .withKind("FlinkDeployment")
                    .withPlural("flinkdeployments")
                    .withNamespaced(true)
                    .build();

    private static final String DATASET = "dataset-deployment.yaml";

    private static final String SCHEME = "s3://";

    /** What is kept of a data set is {@code NAME/kept/data.jsonl.zst}, with its manifest. */
    static final String VERSION = "kept";

    /** Secrets are options in files here; see the template. */
    private static final String OPTIONS = "/etc/evalstream/options";

    private final RunEnvironment environment;

    public FlinkDeployments(RunEnvironment environment) {
        this.environment = environment;
    }

    /** The batch job that removes duplicates from the data sets of a run. */
    public GenericKubernetesResource dataset(EvalRun run) {
        String name = run.getMetadata().getName();
        ObjectNode root = template();
        ObjectNode metadata = root.putObject("metadata");
        metadata.put("name", Names.dataset(name));
        metadata.put("namespace", run.getMetadata().getNamespace());
        ObjectNode labels = metadata.putObject("labels");
        Labels.of(name, Labels.Component.DATASET).forEach(labels::put);
        metadata.putArray("ownerReferences")
                .add(Serialization.jsonMapper().<JsonNode>valueToTree(Pods.owner(run)));
        ObjectNode spec = (ObjectNode) root.get("spec");
        spec.put("image", environment.images().flink());
        spec.put("serviceAccount", SharedObjects.FLINK_ACCOUNT);
        labels((ObjectNode) spec.get("podTemplate"), name);
        ArrayNode arguments = ((ObjectNode) spec.get("job")).putArray("args");
        arguments(run).forEach(arguments::add);
        return Serialization.jsonMapper().convertValue(root, GenericKubernetesResource.class);
    }

    private static void labels(ObjectNode podTemplate, String run) {
        ObjectNode labels = podTemplate.putObject("metadata").putObject("labels");
        Labels.of(run, Labels.Component.DATASET).forEach(labels::put);
        JsonNode container = podTemplate.get("spec").get("containers").get(0);
        ((ObjectNode) container)
                .putArray("env")
                .addObject()
                .put("name", "EVALSTREAM_RUN_ID")
                .put("value", run);
    }

    private List<String> arguments(EvalRun run) {
        String name = run.getMetadata().getName();
        RunEnvironment.Services services = environment.services();
        List<String> suites = new ArrayList<>();
        for (Dataset dataset : new RunSettings(run.getSpec()).datasets()) {
            suites.add(dataset.name() + "=" + services.datasets() + "/" + dataset);
        }
        return List.of(
                "--dedup.suites",
                String.join(";", suites),
                "--dedup.run-id",
                name,
                "--dedup.output.bucket",
                services.prepared(name).substring(SCHEME.length()),
                "--dedup.output.version",
                VERSION,
                "--s3.endpoint",
                services.s3Endpoint(),
                "--clickhouse.url",
                services.clickhouseUrl(),
                "--clickhouse.user",
                services.clickhouseUser(),
                "--options.folder",
                OPTIONS);
    }

    private static ObjectNode template() {
        try (InputStream yaml = FlinkDeployments.class.getResourceAsStream(DATASET)) {
            return (ObjectNode) Serialization.yamlMapper().readTree(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(DATASET + " is no YAML", e);
        }
    }
}
