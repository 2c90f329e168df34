package io.evalstream.jobs.quality;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What people are told of a run: one alert a run, however many series are hit and however early; a
 * second one only if the first turns out to be wrong.
 *
 * @param key stays the same however often the alert is sent
 * @param mentionId user principal name or Entra object id to call, or empty
 */
public record Alert(String key, RunVerdict run, String mentionId, String mentionName) {

    static Alert of(RunVerdict run, ModelPolicy policy) {
        boolean isPart =
                run.notice() == RunVerdict.Notice.RAISED
                        && run.decision() != RunVerdict.Decision.BREACH;
        String aspect =
                switch (run.notice()) {
                    case NONE, RAISED, ESCALATED, CORRECTED -> isPart ? "/part" : "";
                    case DIGEST, RESOLVED, OVERDUE ->
                            "/" + run.notice().name().toLowerCase(Locale.ROOT);
                };
        return new Alert(
                run.model() + "/" + run.modelTag() + "/" + run.runId() + aspect,
                run,
                policy.mentionId(),
                policy.mentionName());
    }

    /** Whether somebody has to look now. */
    public boolean isUrgent() {
        return run.notice() == RunVerdict.Notice.RAISED
                || run.notice() == RunVerdict.Notice.OVERDUE;
    }

    /** The series to be told: breaches of deciding metrics, real ones of slices. */
    public List<SeriesResult> breaches() {
        return run.series().stream().filter(SeriesResult::isToldBreach).toList();
    }

    /** The series whose drop is real and smaller than the threshold. */
    public List<SeriesResult> smallerDrops() {
        return run.series().stream().filter(SeriesResult::isSmallerDrop).toList();
    }

    /** Everything a row is kept of; of a run without results, one that says so. */
    public List<SeriesResult> told() {
        List<SeriesResult> told = new ArrayList<>(breaches());
        told.addAll(smallerDrops());
        for (Recovery recovery : run.recovered()) {
            for (SeriesResult result : run.series()) {
                if (result.series().equals(recovery.series()) && !told.contains(result)) {
                    told.add(result);
                }
            }
        }
        return told.isEmpty() ? List.of(SeriesResult.none(run.why())) : told;
    }
}
