package io.evalstream.jobs.quality;

import io.evalstream.udfs.verdict.DropRule;

import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The drops of the current model that people were told of and that no newer run has undone. */
final class Incidents {

    /** A drop counts as undone below this part of the threshold, not just below the threshold. */
    private static final double UNDONE_BELOW = 0.5;

    /** The run that was told of. */
    public record Incident(String runId, String modelTag) {}

    private final MapState<SeriesKey, Incident> open;

    Incidents(RuntimeContext context) {
        open =
                context.getMapState(
                        new MapStateDescriptor<>(
                                "incidents",
                                TypeInformation.of(SeriesKey.class),
                                TypeInformation.of(Incident.class)));
    }

    /** Every drop that nothing has undone. */
    List<Judgement.OpenIncident> all() throws Exception {
        List<Judgement.OpenIncident> all = new ArrayList<>();
        for (Map.Entry<SeriesKey, Incident> entry : open.entries()) {
            Incident incident = entry.getValue();
            all.add(
                    new Judgement.OpenIncident(
                            entry.getKey(), incident.runId(), incident.modelTag()));
        }
        all.sort((a, b) -> a.series().compareTo(b.series()));
        return all;
    }

    /** Takes note of a drop as it was noted before. */
    void add(Judgement.OpenIncident incident) throws Exception {
        open.put(incident.series(), new Incident(incident.runId(), incident.modelTag()));
    }

    /** Takes note of the drops of a run that people are told of. */
    void open(String runId, String modelTag, List<SeriesResult> results) throws Exception {
        for (SeriesResult result : results) {
            if (result.isToldBreach()) {
                open.put(result.series(), new Incident(runId, modelTag));
            }
        }
    }

    /** Closes what a newer run has undone if it is one that can: a complete one. */
    List<Recovery> recoveredBy(
            RunVerdict.State state, String runId, List<SeriesResult> results, DropRule rule)
            throws Exception {
        return state == RunVerdict.State.COMPLETE || state == RunVerdict.State.COMPLETE_BY_SILENCE
                ? recovered(runId, results, rule.threshold().doubleValue())
                : List.of();
    }

    /**
     * Closes what a complete newer run has undone.
     *
     * @param threshold the relative drop that breaches
     * @return the series that have recovered, each with the run whose drop it was
     */
    private List<Recovery> recovered(String runId, List<SeriesResult> results, double threshold)
            throws Exception {
        Map<SeriesKey, SeriesResult> bySeries = new HashMap<>();
        for (SeriesResult result : results) {
            bySeries.put(result.series(), result);
        }
        List<Recovery> recovered = new ArrayList<>();
        for (Map.Entry<SeriesKey, Incident> entry : open.entries()) {
            SeriesResult result = bySeries.get(entry.getKey());
            if (result != null
                    && !entry.getValue().runId().equals(runId)
                    && !result.isBreach()
                    && result.relativeDrop() < UNDONE_BELOW * threshold) {
                recovered.add(new Recovery(entry.getKey(), entry.getValue().modelTag()));
            }
        }
        for (Recovery recovery : recovered) {
            open.remove(recovery.series());
        }
        recovered.sort((a, b) -> a.series().compareTo(b.series()));
        return recovered;
    }
}
