package io.evalstream.jobs.quality;

import io.evalstream.jobs.quality.RunVerdict.Decision;
import io.evalstream.jobs.quality.RunVerdict.Notice;

import java.util.List;
import java.util.Set;

/** What people are told at the end of a run, after what they were told while it went on. */
final class Notices {

    private Notices() {}

    /**
     * Decides what is told.
     *
     * @param alerted series and slices whose breach they have heard of already
     * @param recovered drops of earlier releases that this run has undone
     */
    static Notice atEnd(
            RunDecision decision,
            List<SeriesResult> results,
            Set<SeriesKey> alerted,
            List<Recovery> recovered) {
        boolean isTold = false;
        boolean stands = false;
        boolean isSmaller = false;
        for (SeriesResult result : results) {
            isTold |= result.isToldBreach();
            stands |= result.isToldBreach() && alerted.contains(result.series());
            isSmaller |= result.isSmallerDrop();
        }
        boolean isWholeHeard = isWholeHeard(alerted);
        if (decision.decision() == Decision.BREACH) {
            return isWholeHeard ? Notice.ESCALATED : Notice.RAISED;
        }
        if (!alerted.isEmpty()) {
            // A run that was cut off says nothing against what was seen of it.
            boolean isUndone = isWholeHeard || !stands;
            return isUndone && decision.decision() == Decision.PASS
                    ? Notice.CORRECTED
                    : Notice.ESCALATED;
        }
        if (isTold) {
            return Notice.RAISED;
        }
        if (isSmaller) {
            return Notice.DIGEST;
        }
        return recovered.isEmpty() ? Notice.NONE : Notice.RESOLVED;
    }

    /** Whether a whole series is among the alerted; a slice alone is told of otherwise. */
    static boolean isWholeHeard(Set<SeriesKey> alerted) {
        for (SeriesKey series : alerted) {
            if (series.slice().isEmpty()) {
                return true;
            }
        }
        return false;
    }
}
