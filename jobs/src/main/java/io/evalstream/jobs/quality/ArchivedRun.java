package io.evalstream.jobs.quality;

import io.evalstream.jobs.quality.RunArchive.RunProgress;
import io.evalstream.jobs.quality.RunArchive.RunSeries;
import io.evalstream.udfs.verdict.EarlyVerdict;

import java.util.HashMap;
import java.util.Map;

/** One run in memory. */
final class ArchivedRun {

    private final String id;
    private final Map<SeriesKey, SeriesOfRun> series = new HashMap<>();
    private final Map<SeriesKey, EarlyVerdict> announced = new HashMap<>();

    private RunControl control;
    private Map<SeriesKey, Long> size = Map.of();
    private long announcedResults;

    private boolean hasSamples;
    private String modelTag = "";
    private String imageDigest = "";
    private long firstTsMillis;
    private long lastTsMillis;
    private long samples;
    private long activeAtMillis;
    private boolean isSaved = true;

    ArchivedRun(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }

    /** What was said of it, or null. */
    RunControl control() {
        return control;
    }

    void control(RunControl said) {
        control = said;
        size = said == null ? Map.of() : said.size();
        announcedResults = said == null ? 0 : said.announcedResults();
    }

    /** What it consists of as far as was said, see {@link RunControl#size}. */
    Map<SeriesKey, Long> size() {
        return size;
    }

    boolean isClosed() {
        return control != null && control.isClosed();
    }

    /** Whether samples of it have arrived and it has not been closed. */
    boolean isOpen() {
        return hasSamples;
    }

    /** Whether enough has arrived that it may be complete. */
    boolean mayBeComplete() {
        return control != null && control.hasEnded() && samples >= announcedResults;
    }

    SeriesOfRun series(SeriesKey key) {
        return series.get(key);
    }

    SeriesOfRun seriesOrNew(SeriesKey key) {
        SeriesOfRun known = series.get(key);
        if (known == null) {
            known = new SeriesOfRun(new RunSeries(id, key));
            series.put(key, known);
        }
        return known;
    }

    Iterable<SeriesOfRun> series() {
        return series.values();
    }

    /** The strongest early verdict that was told, by series. */
    Map<SeriesKey, EarlyVerdict> announced() {
        return announced;
    }

    /** What its samples have said of it, or null. */
    RunProgress progress() {
        return hasSamples
                ? new RunProgress(
                        modelTag, imageDigest, firstTsMillis, lastTsMillis, samples, activeAtMillis)
                : null;
    }

    void restore(RunProgress saved) {
        hasSamples = true;
        modelTag = saved.modelTag();
        imageDigest = saved.imageDigest();
        firstTsMillis = saved.firstTsMillis();
        lastTsMillis = saved.lastTsMillis();
        samples = saved.samples();
        activeAtMillis = saved.activeAtMillis();
    }

    /** Takes note of a sample that was accepted; one that replaces another counts once. */
    void note(SeriesHead head, long tsMillis, boolean isNew, long now) {
        if (!hasSamples) {
            hasSamples = true;
            modelTag = head.modelTag();
            imageDigest = head.imageDigest();
            firstTsMillis = tsMillis;
            lastTsMillis = tsMillis;
        }
        firstTsMillis = Math.min(firstTsMillis, tsMillis);
        lastTsMillis = Math.max(lastTsMillis, tsMillis);
        samples += isNew ? 1 : 0;
        activeAtMillis = now;
        isSaved = false;
    }

    /** Forgets all but what was said of it and which results there were. */
    void forget() {
        hasSamples = false;
        samples = 0;
        isSaved = true;
        announced.clear();
        for (SeriesOfRun one : series.values()) {
            one.forgetProgress();
            one.forgetLive();
        }
    }

    /** Whether the state lacks something of the run itself, which it has after this. */
    boolean isToSave() {
        boolean isToSave = !isSaved;
        isSaved = true;
        return isToSave;
    }

    /** Drops series of which nothing is known any more; whether that is all there was. */
    boolean isForgotten() {
        series.values().removeIf(one -> one.log().isEmpty() && one.progress() == null);
        return control == null && !hasSamples && series.isEmpty();
    }
}
