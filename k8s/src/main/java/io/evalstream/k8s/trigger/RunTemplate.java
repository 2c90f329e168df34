package io.evalstream.k8s.trigger;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.evalstream.k8s.api.EvalRunSpec;

import java.util.Set;

/**
 * What every run of a rule is to do.
 *
 * @param spec without the release that it is about
 */
public record RunTemplate(EvalRunSpec spec) {

    /** What a template leaves open. */
    static final Set<String> OF_THE_RELEASE = Set.of("image", "tag", "digest");

    private static final ObjectMapper JSON = new ObjectMapper();

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public RunTemplate {}

    /**
     * What the run of a release is to do. In {@code serving.servedModel}, {model} and {tag} are
     * those of the release: a server that is there may serve each under a name of its own.
     */
    public EvalRunSpec of(Release release) {
        ObjectNode fields = JSON.valueToTree(spec);
        fields.put("image", release.image().toString());
        fields.put("tag", release.tag());
        fields.put("digest", release.digest());
        JsonNode served = fields.path("serving").path("servedModel");
        if (served.isTextual()) {
            String model = spec.model() == null ? release.image().last() : spec.model();
            ((ObjectNode) fields.get("serving"))
                    .put(
                            "servedModel",
                            served.asText()
                                    .replace("{model}", model)
                                    .replace("{tag}", release.tag()));
        }
        return JSON.convertValue(fields, EvalRunSpec.class);
    }
}
