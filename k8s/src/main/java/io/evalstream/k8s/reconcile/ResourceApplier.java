package io.evalstream.k8s.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** Brings objects in the cluster to what is wanted of them. */
public interface ResourceApplier {

    /**
     * Creates the object, or changes it where what was applied last differs.
     *
     * @throws ForeignObjectException when one of that name belongs to somebody else
     */
    void apply(HasMetadata desired);

    /** Begins to delete the object, with what belongs to it; nothing when there is none. */
    void delete(HasMetadata object);
}
