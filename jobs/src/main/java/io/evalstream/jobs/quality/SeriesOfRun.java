package io.evalstream.jobs.quality;

import io.evalstream.jobs.quality.RunArchive.RunSeries;
import io.evalstream.jobs.quality.RunArchive.SeriesProgress;

import java.util.Optional;

/** One series of one run in memory: its results, what they have in common, how it is judged. */
final class SeriesOfRun {

    private final RunSeries key;
    private final ResultLog log = new ResultLog();
    private SeriesProgress common;
    private long results;
    private boolean isSaved = true;
    private GatheredScores gathered;
    private LiveSeries live;
    private boolean isLiveKnown;

    SeriesOfRun(RunSeries key) {
        this.key = key;
    }

    RunSeries key() {
        return key;
    }

    ResultLog log() {
        return log;
    }

    /** Its results, as they are now. */
    GatheredScores gathered() {
        if (gathered == null) {
            gathered = new GatheredScores(log.results());
        }
        return gathered;
    }

    void resultsChanged() {
        gathered = null;
    }

    /** What its samples have in common and how many there are, or null before the first. */
    SeriesProgress progress() {
        return common == null
                ? null
                : new SeriesProgress(common.comparability(), common.higherIsBetter(), results);
    }

    void restore(SeriesProgress saved) {
        common = saved;
        results = saved.results();
    }

    /** Takes note that there are results with this in common. */
    void join(SeriesHead head) {
        isSaved = false;
        if (common == null) {
            common = new SeriesProgress(head.comparability(), head.higherIsBetter(), 0);
            return;
        }
        boolean isStated = common.higherIsBetter() != null || head.higherIsBetter() == null;
        if (!isStated || !common.comparability().equals(head.comparability())) {
            common =
                    new SeriesProgress(
                            common.comparability().merge(head.comparability()),
                            isStated ? common.higherIsBetter() : head.higherIsBetter(),
                            0);
        }
    }

    void countResult() {
        results++;
    }

    /** Forgets what it has achieved, not which results there were. */
    void forgetProgress() {
        common = null;
        results = 0;
        isSaved = true;
    }

    /** Whether the state lacks something, which it has after this. */
    boolean isToSave() {
        boolean isToSave = !isSaved;
        isSaved = true;
        return isToSave;
    }

    /** Whether it has been looked into how it is judged while it goes on. */
    boolean isLiveKnown() {
        return isLiveKnown;
    }

    /** How it is judged while it goes on, or null when it is not. */
    LiveSeries live() {
        return live;
    }

    void live(Optional<LiveSeries> judged) {
        live = judged.orElse(null);
        isLiveKnown = true;
    }

    void forgetLive() {
        live = null;
        isLiveKnown = false;
    }
}
