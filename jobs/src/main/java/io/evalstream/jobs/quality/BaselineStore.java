package io.evalstream.jobs.quality;

import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The healthy runs of the current model by series: the latest ones of each set-up, and the anchor.
 */
final class BaselineStore {

    /** How many set-ups (templates, engines …) of one series have a baseline at the same time. */
    private static final int SET_UPS = 4;

    /** A run that others may be compared with, and how it was set up. */
    public record HealthyRun(String runId, Comparability comparability) {}

    /** Healthy runs of one series, oldest first. */
    public record History(List<HealthyRun> runs) {}

    private final MapState<SeriesKey, History> histories;

    BaselineStore(RuntimeContext context) {
        histories =
                context.getMapState(
                        new MapStateDescriptor<>(
                                "baseline",
                                TypeInformation.of(SeriesKey.class),
                                TypeInformation.of(History.class)));
    }

    /**
     * The latest runs that a series may be compared with, oldest first.
     *
     * @param setUp what the run's samples have in common; null when none has arrived
     */
    List<HealthyRun> latest(SeriesKey series, Comparability setUp, ModelPolicy policy)
            throws Exception {
        List<HealthyRun> admitted = new ArrayList<>();
        for (HealthyRun entry : runs(series)) {
            if (isComparable(entry, setUp, policy)) {
                admitted.add(entry);
            }
        }
        int surplus = Math.max(0, admitted.size() - policy.baselineRuns());
        return List.copyOf(admitted.subList(surplus, admitted.size()));
    }

    /** The anchor of a series, or null when there is none that may be compared. */
    HealthyRun anchor(SeriesKey series, Comparability setUp, ModelPolicy policy) throws Exception {
        for (HealthyRun entry : runs(series)) {
            if (entry.runId().equals(policy.anchorRun()) && isComparable(entry, setUp, policy)) {
                return entry;
            }
        }
        return null;
    }

    private static boolean isComparable(HealthyRun entry, Comparability setUp, ModelPolicy policy) {
        return setUp == null || setUp.admits(entry.comparability(), policy.comparability());
    }

    private List<HealthyRun> runs(SeriesKey series) throws Exception {
        History history = histories.get(series);
        return history == null ? List.of() : history.runs();
    }

    /** Adds a run and forgets those that are no one's baseline any more. */
    void add(SeriesKey series, HealthyRun run, ModelPolicy policy) throws Exception {
        List<HealthyRun> all = new ArrayList<>(runs(series));
        all.removeIf(entry -> entry.runId().equals(run.runId()));
        all.add(run);
        histories.put(series, new History(needed(all, policy)));
    }

    /** A baseline's worth of the latest runs of each set-up, of the latest few set-ups. */
    private static List<HealthyRun> needed(List<HealthyRun> all, ModelPolicy policy) {
        Map<Comparability, Integer> kept = new HashMap<>();
        Deque<HealthyRun> needed = new ArrayDeque<>();
        for (int i = all.size() - 1; i >= 0; i--) {
            HealthyRun entry = all.get(i);
            int runs = kept.getOrDefault(entry.comparability(), 0);
            boolean isKnown = runs > 0 || kept.size() < SET_UPS;
            if (isKnown && runs < policy.baselineRuns()) {
                kept.put(entry.comparability(), runs + 1);
                needed.addFirst(entry);
            } else if (entry.runId().equals(policy.anchorRun())) {
                needed.addFirst(entry);
            }
        }
        return new ArrayList<>(needed);
    }

    /** Ids of all runs whose samples are compared with. */
    Set<String> runs() throws Exception {
        Set<String> runs = new HashSet<>();
        for (History history : histories.values()) {
            history.runs().forEach(run -> runs.add(run.runId()));
        }
        return runs;
    }
}
