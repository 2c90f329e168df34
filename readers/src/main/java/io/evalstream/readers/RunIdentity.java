package io.evalstream.readers;

import io.evalstream.contract.ModelTags;

import java.util.regex.Pattern;

/**
 * What the user says about a run, because result files do not know it.
 *
 * @param runId the run the events belong to; empty when the files name it themselves
 * @param model what a baseline spans; empty for the default that follows from the tag
 * @param modelTag the release under test; empty when the files name it themselves
 * @param imageDigest {@code sha256:} and 64 lower-case hexadecimal digits, or empty
 */
public record RunIdentity(String runId, String model, String modelTag, String imageDigest) {

    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

    /**
     * @throws IllegalArgumentException when the digest is not one
     */
    public RunIdentity {
        if (!imageDigest.isEmpty() && !DIGEST.matcher(imageDigest).matches()) {
            throw new IllegalArgumentException(
                    "an image digest is sha256: and 64 lower-case hexadecimal digits, not "
                            + imageDigest);
        }
        if (model.isBlank() && !modelTag.isBlank()) {
            model = ModelTags.defaultModel(modelTag);
        }
    }

    /**
     * This identity, if it names a run and a model tag.
     *
     * @throws IllegalArgumentException when one of the two is missing
     */
    RunIdentity named() {
        if (runId.isBlank() || modelTag.isBlank()) {
            throw new IllegalArgumentException("a run id and a model tag are needed");
        }
        return this;
    }
}
