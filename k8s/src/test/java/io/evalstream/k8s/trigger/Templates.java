package io.evalstream.k8s.trigger;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.evalstream.k8s.api.EvalRunSpec;

import java.util.List;
import java.util.Map;

/** What runs of tests are to do. */
public final class Templates {

    private Templates() {}

    /** The least that a run may be. */
    public static RunTemplate least() {
        Map<String, Object> suite =
                Map.of("name", "general", "harness", "LM_EVAL", "tasks", List.of("arc_easy"));
        return new RunTemplate(
                new ObjectMapper()
                        .convertValue(Map.of("suites", List.of(suite)), EvalRunSpec.class));
    }

    /** One rule for images of these names, with the usual tags. */
    public static ReleaseRules rules(String... images) {
        return new ReleaseRules(List.of(new ReleaseRule(List.of(images), null, least())));
    }

    /** The same as a file says it. */
    public static String file(String image) {
        return String.join(
                "\n",
                "releases:",
                "  - images: [\"" + image + "\"]",
                "    run:",
                "      suites:",
                "        - {name: general, harness: LM_EVAL, tasks: [arc_easy]}",
                "");
    }
}
