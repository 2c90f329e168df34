package io.evalstream.k8s.reconcile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.evalstream.k8s.resources.FlinkDeployments;
import io.evalstream.k8s.resources.Names;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;

import java.net.HttpURLConnection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Creates what is not there; of what is there compares the hash of what was applied last, and
 * merges what is wanted into it where that differs. Fields that others set stay.
 */
public final class HashedResourceApplier implements ResourceApplier {

    /** Hash of the object as it was applied last. */
    public static final String APPLIED = "evalstream.io/applied";

    /** All other fields of a Job are fixed when it is created. */
    private static final List<String> MUTABLE_OF_JOBS = List.of("parallelism", "suspend");

    private final KubernetesClient client;

    public HashedResourceApplier(KubernetesClient client) {
        this.client = client;
    }

    @Override
    public void apply(HasMetadata desired) {
        ObjectNode tree = Serialization.jsonMapper().valueToTree(desired);
        String hash = Names.sha256(tree.toString());
        ((ObjectNode) tree.get("metadata")).putObject("annotations").put(APPLIED, hash);
        HasMetadata current = resource(desired).get();
        if (current == null) {
            current = create(tree, desired).orElse(null);
            if (current == null) {
                return;
            }
        }
        checkOwner(desired, current);
        if (desired instanceof ConfigMap map && Boolean.TRUE.equals(map.getImmutable())) {
            return;
        }
        if (!hash.equals(annotation(current)) || hasDrifted(desired, current)) {
            resource(desired)
                    .patch(PatchContext.of(PatchType.JSON_MERGE), changes(tree).toString());
        }
    }

    /** Returns what somebody else has created meanwhile. */
    private Optional<HasMetadata> create(ObjectNode tree, HasMetadata desired) {
        HasMetadata marked;
        try {
            marked = Serialization.jsonMapper().treeToValue(tree, desired.getClass());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was written is read again", e);
        }
        try {
            resource(marked).create();
            return Optional.empty();
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                return Optional.of(resource(desired).require());
            }
            throw e;
        }
    }

    /** Whether somebody else, such as a queue, has started or stopped a Job meanwhile. */
    private static boolean hasDrifted(HasMetadata desired, HasMetadata current) {
        return desired instanceof Job wanted
                && current instanceof Job job
                && (!Objects.equals(wanted.getSpec().getSuspend(), job.getSpec().getSuspend())
                        || !Objects.equals(
                                wanted.getSpec().getParallelism(), job.getSpec().getParallelism()));
    }

    private static JsonNode changes(ObjectNode tree) {
        if (!"Job".equals(tree.get("kind").asText())) {
            return tree;
        }
        ObjectNode changes = Serialization.jsonMapper().createObjectNode();
        ((ObjectNode) changes.putObject("metadata"))
                .set("annotations", tree.get("metadata").get("annotations"));
        ObjectNode spec = changes.putObject("spec");
        for (String field : MUTABLE_OF_JOBS) {
            spec.set(field, tree.get("spec").get(field));
        }
        return changes;
    }

    private static void checkOwner(HasMetadata desired, HasMetadata current) {
        String what = current.getKind() + " " + current.getMetadata().getName();
        if (current.getMetadata().getDeletionTimestamp() != null) {
            throw new ForeignObjectException(what + ": is being deleted, waiting until it is gone");
        }
        List<OwnerReference> owners = desired.getMetadata().getOwnerReferences();
        for (OwnerReference owner : current.getMetadata().getOwnerReferences()) {
            if (!owners.isEmpty() && owner.getUid().equals(owners.get(0).getUid())) {
                return;
            }
        }
        if (!owners.isEmpty()) {
            throw new ForeignObjectException(
                    what + ": exists and belongs to something else; delete or rename it");
        }
    }

    private static String annotation(HasMetadata current) {
        return current.getMetadata().getAnnotations() == null
                ? ""
                : current.getMetadata().getAnnotations().getOrDefault(APPLIED, "");
    }

    private Resource<? extends HasMetadata> resource(HasMetadata object) {
        if (object instanceof GenericKubernetesResource generic) {
            // Named rather than asked for: a look-up of kinds is one more call that can fail.
            return client.genericKubernetesResources(FlinkDeployments.CONTEXT)
                    .inNamespace(object.getMetadata().getNamespace())
                    .resource(generic);
        }
        return client.resource(object);
    }

    @Override
    public void delete(HasMetadata object) {
        resource(object).withPropagationPolicy(DeletionPropagation.BACKGROUND).delete();
    }
}
