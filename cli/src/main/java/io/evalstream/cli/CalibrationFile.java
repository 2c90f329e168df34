package io.evalstream.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.evalstream.udfs.verdict.calibration.FalseAlarms;
import io.evalstream.udfs.verdict.calibration.Proportion;
import io.evalstream.udfs.verdict.calibration.RunSpread;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes what repeated runs have taught for programs; the names of the fields are stable.
 *
 * <p>{@code runs} (names), {@code rule} ({@code threshold}, {@code alpha}, {@code deciding_series},
 * {@code baseline_runs}), {@code simulations}, {@code seed}, {@code warnings} (each {@code kind}:
 * kappa, deterministic, not_comparable, few_items or left_out, {@code where}, {@code text}) and
 * {@code series}, each with
 *
 * <ul>
 *   <li>{@code task}, {@code metric}, {@code filter}, {@code items} (N), {@code items_left_out},
 *       {@code mean}, {@code flip_rate}, {@code unstable_share};
 *   <li>{@code sd_observed}, {@code sd_expected} (of run means, in the metric's unit), {@code
 *       kappa}, {@code kappa_ci95} (two numbers, or null with too few runs or flips), {@code
 *       kappa_chance};
 *   <li>{@code replayed}: counts {@code runs}, {@code breach_early}, {@code breach_final}, {@code
 *       confirmed};
 *   <li>{@code simulated}: {@code kappa}, and the same three names, each with {@code share} and
 *       {@code ci95};
 *   <li>{@code smallest_drop}: {@code breach} and {@code confirmed}, relative; null when no drop is
 *       found with 99 %.
 * </ul>
 */
final class CalibrationFile {

    static final String NAME = "calibration.json";

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private CalibrationFile() {}

    static void write(Path directory, Calibration calibration) throws IOException {
        Files.writeString(
                directory.resolve(NAME),
                MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(json(calibration))
                        + "\n");
    }

    private static ObjectNode json(Calibration calibration) {
        ObjectNode root = MAPPER.createObjectNode();
        calibration.runs().forEach(root.putArray("runs")::add);
        root.putObject("rule")
                .put("threshold", calibration.drop().threshold())
                .put("alpha", calibration.alpha())
                .put("deciding_series", calibration.results().size())
                .put("baseline_runs", calibration.baselineRuns());
        root.put("simulations", calibration.simulations()).put("seed", calibration.seed());
        ArrayNode warnings = root.putArray("warnings");
        for (CalibrationWarning warning : calibration.warnings()) {
            warnings.addObject()
                    .put("kind", warning.kind().jsonName())
                    .put("where", warning.where())
                    .put("text", warning.text());
        }
        ArrayNode series = root.putArray("series");
        calibration.results().forEach(result -> put(series.addObject(), result));
        return root;
    }

    private static void put(ObjectNode node, Calibration.Result result) {
        RunSpread spread = result.spread();
        node.put("task", result.series().key().task())
                .put("metric", result.series().key().metric())
                .put("filter", result.series().key().filter())
                .put("items", spread.items())
                .put("items_left_out", result.series().leftOut())
                .put("mean", spread.mean())
                .put("flip_rate", spread.flipRate())
                .put("unstable_share", spread.unstableShare())
                .put("sd_observed", Math.sqrt(spread.ratio().observedVariance()))
                .put("sd_expected", Math.sqrt(spread.ratio().expectedVariance()))
                .put("kappa", spread.ratio().kappa());
        if (spread.hasInterval()) {
            node.putArray("kappa_ci95").add(spread.lower()).add(spread.upper());
        } else {
            node.putNull("kappa_ci95");
        }
        node.put("kappa_chance", spread.chance());
        FalseAlarms replayed = result.replayed();
        node.putObject("replayed")
                .put("runs", replayed.runs())
                .put("breach_early", replayed.early())
                .put("breach_final", replayed.atTheEnd())
                .put("confirmed", replayed.confirmed());
        ObjectNode simulated = node.putObject("simulated").put("kappa", result.simulatedKappa());
        put(simulated.putObject("breach_early"), result.simulated().earlyShare());
        put(simulated.putObject("breach_final"), result.simulated().finalShare());
        put(simulated.putObject("confirmed"), result.simulated().confirmedShare());
        ObjectNode drop = node.putObject("smallest_drop");
        put(drop, "breach", result.drop().breach());
        put(drop, "confirmed", result.drop().confirmed());
    }

    private static void put(ObjectNode node, Proportion share) {
        node.put("share", share.share()).putArray("ci95").add(share.lower()).add(share.upper());
    }

    private static void put(ObjectNode node, String name, double number) {
        if (Double.isNaN(number)) {
            node.putNull(name);
        } else {
            node.put(name, number);
        }
    }
}
