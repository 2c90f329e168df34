package io.evalstream.jobs.quality;

import io.evalstream.contract.Outcome;
import io.evalstream.contract.SeriesCount;
import io.evalstream.udfs.verdict.EarlyVerdict;

import org.apache.flink.api.common.functions.RuntimeContext;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The runs of each model: what has been said of each, what has arrived, and the scores of open runs
 * and of those that others are compared with.
 *
 * <p>They are worked on in memory; {@link ArchiveState} holds what was said at once and the rest
 * from checkpoint to checkpoint, see {@link #save}. From there they are read when a model is first
 * met.
 */
final class RunArchive {

    /** Some results of one series of one run. */
    public record ChunkKey(String runId, SeriesKey series, int number) {}

    /** A score and the item it belongs to; NaN when missing, as is an unknown latency. */
    public record Score(
            double score,
            String itemKey,
            String cluster,
            String slice,
            int dispatchIndex,
            Outcome outcome,
            double latencyMs) {}

    /** One series of one run. */
    public record RunSeries(String runId, SeriesKey series) {}

    /** What the samples of a series have in common, and how many there are. */
    public record SeriesProgress(
            Comparability comparability, Boolean higherIsBetter, long results) {}

    /** What the samples of a run say about it. */
    public record RunProgress(
            String modelTag,
            String imageDigest,
            long firstTsMillis,
            long lastTsMillis,
            long samples,
            long activeAtMillis) {}

    private final ArchiveState state;
    private final Map<String, ModelRuns> models = new HashMap<>();
    private ModelRuns current = new ModelRuns("");

    RunArchive(RuntimeContext context) {
        state = new ArchiveState(context);
    }

    /** Makes a model, whose key is the current one, the one that is meant from now on. */
    void select(String model) throws Exception {
        if (!current.name().equals(model) || current.isEmpty()) {
            ModelRuns known = models.get(model);
            if (known == null) {
                known = state.restore(model);
                models.put(model, known);
            }
            current = known;
        }
    }

    /** Models of which the state lacks something. */
    List<String> unsaved() {
        List<String> unsaved = new ArrayList<>();
        for (ModelRuns model : models.values()) {
            if (!model.isSaved()) {
                unsaved.add(model.name());
            }
        }
        return unsaved;
    }

    /** Brings the state of a model, whose key is the current one, up to date. */
    void save(String name) throws Exception {
        ModelRuns model = models.get(name);
        state.save(model);
        if (model.isEmpty()) {
            models.remove(name);
        }
    }

    /** The item keys, slices and clusters of the model. */
    TextPool texts() {
        return current.texts();
    }

    /** A run that is worked on, known or not. */
    ArchivedRun run(String runId) {
        current.change();
        return current.runOrNew(runId);
    }

    /** Every run there is anything of, be it only ids of results. */
    List<ArchivedRun> all() {
        return List.copyOf(current.all());
    }

    /** What was said of a run, or null. */
    RunControl control(String runId) {
        ArchivedRun run = current.run(runId);
        return run == null ? null : run.control();
    }

    void put(String runId, RunControl control) throws Exception {
        run(runId).control(control);
        state.put(runId, control);
    }

    void removeControl(String runId) throws Exception {
        run(runId).control(null);
        state.removeControl(runId);
    }

    /** What the samples of a run have said of it, or null. */
    RunProgress progress(String runId) {
        ArchivedRun run = current.run(runId);
        return run == null ? null : run.progress();
    }

    /** The strongest early verdict that was told of a series, or null. */
    EarlyVerdict announced(RunSeries key) {
        return run(key.runId()).announced().get(key.series());
    }

    void announce(RunSeries key, EarlyVerdict verdict) throws Exception {
        run(key.runId()).announced().put(key.series(), verdict);
        state.announce(key, verdict);
    }

    /** The series of a run whose breach people were told of while it was running. */
    Set<SeriesKey> alerted(String runId) {
        Set<SeriesKey> alerted = new HashSet<>();
        run(runId)
                .announced()
                .forEach(
                        (key, verdict) -> {
                            if (isBreach(verdict)) {
                                alerted.add(key);
                            }
                        });
        return alerted;
    }

    /** The series of a run of which people were told that they breach for certain. */
    Set<SeriesKey> certain(String runId) {
        Set<SeriesKey> certain = new HashSet<>();
        run(runId)
                .announced()
                .forEach(
                        (key, verdict) -> {
                            if (verdict == EarlyVerdict.BREACH_CERTAIN) {
                                certain.add(key);
                            }
                        });
        return certain;
    }

    /** From the first to the last sample of a run by their own time; 0 without samples. */
    long elapsedMillis(String runId) {
        RunProgress seen = progress(runId);
        return seen == null ? 0 : seen.lastTsMillis() - seen.firstTsMillis();
    }

    private static boolean isBreach(EarlyVerdict verdict) {
        return verdict == EarlyVerdict.BREACH_EARLY || verdict == EarlyVerdict.BREACH_CERTAIN;
    }

    /** Whether all that was announced has arrived. */
    boolean isComplete(ArchivedRun run) {
        if (!run.mayBeComplete() || run.control().announced().isEmpty()) {
            return false;
        }
        for (SeriesCount announced : run.control().announced()) {
            if (!announced.slice().isEmpty()) {
                continue;
            }
            SeriesOfRun one = run.series(SeriesKey.of(announced));
            SeriesProgress arrived = one == null ? null : one.progress();
            if ((arrived == null ? 0 : arrived.results()) < announced.samples()) {
                return false;
            }
        }
        return true;
    }

    /** What the samples of a series of an open run have in common, or null before the first. */
    SeriesProgress progress(RunSeries key) {
        ArchivedRun run = current.run(key.runId());
        SeriesOfRun one = run == null ? null : run.series(key.series());
        return one == null ? null : one.progress();
    }

    /** The series of a run that have results which can be compared with. */
    Set<SeriesKey> seriesWithScores(String runId) {
        Set<SeriesKey> keys = new HashSet<>();
        ArchivedRun run = current.run(runId);
        if (run != null) {
            for (SeriesOfRun one : run.series()) {
                if (one.gathered().all().size() > 0) {
                    keys.add(one.key().series());
                }
            }
        }
        return keys;
    }

    /** The results of a series of a run that can be compared with. */
    GatheredScores scores(String runId, SeriesKey key) {
        ArchivedRun run = current.run(runId);
        SeriesOfRun one = run == null ? null : run.series(key);
        return one == null ? GatheredScores.NONE : one.gathered();
    }

    /** Lets every series of a model that is judged while it goes on start anew. */
    void forgetLive() {
        for (ArchivedRun run : current.all()) {
            forgetLive(run);
        }
    }

    /** The same for one run. */
    void forgetLive(String runId) {
        ArchivedRun run = current.run(runId);
        if (run != null) {
            forgetLive(run);
        }
    }

    private static void forgetLive(ArchivedRun run) {
        for (SeriesOfRun one : run.series()) {
            one.forgetLive();
        }
    }

    /**
     * Forgets a closed run but for the ids of its results.
     *
     * @param needed runs whose scores stay, since others are compared with them
     */
    void forget(String closedRun, Set<String> needed) throws Exception {
        ArchivedRun closed = run(closedRun);
        state.forget(closed);
        closed.forget();
        for (ArchivedRun run : current.all()) {
            if (!run.isOpen() && !needed.contains(run.id())) {
                for (SeriesOfRun one : run.series()) {
                    dropDetails(one);
                }
            }
        }
    }

    private void dropDetails(SeriesOfRun one) throws Exception {
        for (ResultChunk chunk : one.log().chunks()) {
            if (chunk.hasDetails()) {
                chunk.dropDetails(current.texts());
                one.resultsChanged();
                state.removeDetails(one, chunk.number());
            }
        }
    }

    /**
     * Keeps a result that counts, of a run that is open.
     *
     * @param head of its batch, which the series has joined
     * @param isNew whether it replaces none
     * @param texts those of its batch, as far as they are known to the pool
     * @return its item
     */
    Text keep(
            SeriesOfRun one,
            SeriesHead head,
            Observation sample,
            boolean isNew,
            Text[] texts,
            long now) {
        int row = one.log().add(sample, true, now);
        one.resultsChanged();
        Text item = current.texts().of(sample.bytes(), sample.itemStart(), sample.itemLength());
        one.log()
                .detail(
                        row,
                        item,
                        text(sample.sliceNumber(), sample, texts),
                        text(sample.clusterNumber(), sample, texts),
                        sample.dispatchIndex(),
                        sample.outcome().ordinal(),
                        sample.latencyMs());
        if (isNew) {
            one.countResult();
        }
        run(head.runId()).note(head, sample.tsMillis(), isNew, now);
        return item;
    }

    private Text text(int number, Observation sample, Text[] texts) {
        if (number < 0) {
            return current.texts().of("");
        }
        if (texts[number] == null) {
            texts[number] = current.texts().of(sample.text(number));
        }
        return texts[number];
    }

    /** Clears away what results have replaced, if that is most of a series. */
    void compact(SeriesOfRun one) throws Exception {
        if (one.log().isWorthCompacting()) {
            state.remove(one, one.log().compact(current.texts()));
        }
    }

    /**
     * Forgets the ids of results of runs that are not open and that none is compared with.
     *
     * @param acceptedAt the latest moment of acceptance to forget
     */
    void expire(long acceptedAt) throws Exception {
        for (ArchivedRun run : all()) {
            for (SeriesOfRun one : run.series()) {
                if (!run.isOpen() && !isNeeded(one)) {
                    state.remove(one, one.log().expire(acceptedAt));
                }
            }
            if (run.isForgotten()) {
                current.remove(run.id());
            }
        }
        current.change();
    }

    /** When the oldest of those ids were accepted; {@code Long.MAX_VALUE} without any. */
    long oldestAcceptedAt() {
        long oldest = Long.MAX_VALUE;
        for (ArchivedRun run : current.all()) {
            for (SeriesOfRun one : run.series()) {
                if (!run.isOpen() && !one.log().isEmpty() && !isNeeded(one)) {
                    oldest = Math.min(oldest, one.log().oldestAcceptedAt());
                }
            }
        }
        return oldest;
    }

    private static boolean isNeeded(SeriesOfRun one) {
        for (ResultChunk chunk : one.log().chunks()) {
            if (chunk.hasDetails()) {
                return true;
            }
        }
        return false;
    }
}
