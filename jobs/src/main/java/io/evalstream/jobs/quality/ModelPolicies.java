package io.evalstream.jobs.quality;

import io.evalstream.udfs.verdict.NamePattern;

import java.io.Serializable;
import java.util.List;

/**
 * The policy of each model: of the first entry whose pattern matches its name, else the common one.
 *
 * @param entries in order of precedence
 */
record ModelPolicies(ModelPolicy common, List<Entry> entries) implements Serializable {

    /** What applies to the models of a name. */
    record Entry(NamePattern models, ModelPolicy policy) implements Serializable {}

    ModelPolicies {
        entries = List.copyOf(entries);
    }

    ModelPolicy of(String model) {
        for (Entry entry : entries) {
            if (entry.models().matches(model)) {
                return entry.policy();
            }
        }
        return common;
    }
}
