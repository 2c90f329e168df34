package io.evalstream.bench.dedup;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.evalstream.bench.streaming.ResultJson;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The comparison as a file for programs. */
final class DedupJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final ObjectNode root = MAPPER.createObjectNode();

    DedupJson(String machine, Map<String, String> versions) {
        root.put("machine", machine);
        versions.forEach(root.putObject("versions")::put);
        root.put("seed", Corpora.SEED);
    }

    void corpora(List<DedupTable.Judged> corpora) {
        for (DedupTable.Judged judged : corpora) {
            root.withArray("corpora")
                    .addObject()
                    .put("name", judged.corpus().name())
                    .put("documents", judged.corpus().documents())
                    .put("bytes", judged.corpus().bytes())
                    .put("sha256", judged.corpus().digest())
                    .put("pairs", judged.truth().pairs())
                    .put("components", judged.truth().components());
        }
    }

    void results(List<Result> results) {
        for (Result result : results) {
            ObjectNode row = root.withArray("results").addObject();
            row.put("tool", result.tool());
            row.put("setting", result.setting());
            row.put("corpus", result.corpus().name());
            row.put("cores", result.cores());
            if (result.runs().isEmpty()) {
                row.put("fault", result.fault().orElseThrow());
                continue;
            }
            Contestant.Runs runs = result.runs().get();
            row.put("version", runs.version());
            row.put("rounds", runs.trials().size());
            row.put("kept", result.first().kept());
            ResultJson.put(row, "documents_per_core_second", result.figure(Trial::perCore));
            ResultJson.put(row, "wall_s", result.figure(Trial::wall));
            ResultJson.put(row, "cpu_s", result.figure(Trial::cpu));
            ResultJson.put(row, "peak_bytes", result.figure(Trial::peak));
            row.put("cold_wall_s", ResultJson.round(runs.cold().wall()));
            Scores scores = result.scores().orElseThrow();
            row.put("recall", scores.recall());
            if (result.hasClusters()) {
                row.put("precision", scores.precision());
                row.put("adjusted_rand_index", scores.randIndex());
                row.put("pairs_lost", scores.lost());
            } else {
                row.put("recall_is_a_bound", true);
            }
        }
    }

    void kernels(List<SketchRace.Outcome> sketches, List<DistanceRace.Outcome> distances) {
        ObjectNode perShingle = root.putObject("sketch_ns_per_shingle");
        for (SketchRace.Outcome sketch : sketches) {
            ResultJson.put(perShingle, sketch.kernel(), sketch.perShingle());
        }
        for (DistanceRace.Outcome distance : distances) {
            ObjectNode row = root.withArray("distance_ns_per_pair").addObject();
            row.put("code_points", distance.length());
            ResultJson.put(row, "evalstream", distance.ours());
            ResultJson.put(row, "commons_text", distance.commons());
            distance.rapidfuzz()
                    .ifPresent(
                            rapidfuzz -> {
                                ResultJson.put(row, "rapidfuzz_loop", rapidfuzz.loop());
                                ResultJson.put(row, "rapidfuzz_batch", rapidfuzz.batch());
                            });
        }
    }

    void goals(List<Goal> goals) {
        for (Goal goal : goals) {
            root.withArray("goals")
                    .addObject()
                    .put("goal", goal.goal())
                    .put("wanted", goal.wanted())
                    .put("measured", goal.measured().orElse(null))
                    .put("verdict", goal.verdict());
        }
    }

    void write(Path file) throws IOException {
        ResultJson.write(file, root);
    }
}
