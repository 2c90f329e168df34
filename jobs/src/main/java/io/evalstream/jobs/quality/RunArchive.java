package io.evalstream.jobs.quality;

import io.evalstream.contract.Outcome;
import io.evalstream.contract.SeriesCount;
import io.evalstream.udfs.verdict.EarlyVerdict;

import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The runs of each model: what has been said of each, what has arrived, and the scores of open runs
 * and of those that others are compared with.
 *
 * <p>They are worked on in memory. Keyed state holds what was said at once and the rest from
 * checkpoint to checkpoint, see {@link #save}; from there they are read when a model is first met.
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

    private final MapState<String, RunControl> controls;
    private final MapState<String, RunProgress> progress;
    private final MapState<RunSeries, SeriesProgress> series;
    private final MapState<ChunkKey, AcceptedChunk> accepted;
    private final MapState<ChunkKey, DetailChunk> details;
    private final MapState<RunSeries, EarlyVerdict> announced;

    private final Map<String, Model> models = new HashMap<>();
    private Model current = new Model("");

    /** What is known of one model. */
    private static final class Model {
        private final String name;
        private final TextPool texts = new TextPool();
        private final Map<String, ArchivedRun> runs = new HashMap<>();
        private boolean isSaved = true;

        Model(String name) {
            this.name = name;
        }

        ArchivedRun run(String runId) {
            return runs.computeIfAbsent(runId, ArchivedRun::new);
        }
    }

    RunArchive(RuntimeContext context) {
        controls = map(context, "controls", String.class, RunControl.class);
        progress = map(context, "progress", String.class, RunProgress.class);
        series = map(context, "series", RunSeries.class, SeriesProgress.class);
        accepted = map(context, "accepted", ChunkKey.class, AcceptedChunk.class);
        details = map(context, "details", ChunkKey.class, DetailChunk.class);
        announced = map(context, "announced", RunSeries.class, EarlyVerdict.class);
    }

    private static <K, V> MapState<K, V> map(
            RuntimeContext context, String name, Class<K> key, Class<V> value) {
        return context.getMapState(
                new MapStateDescriptor<>(name, TypeInformation.of(key), TypeInformation.of(value)));
    }

    /** Makes a model, whose key is the current one, the one that is meant from now on. */
    void select(String model) throws Exception {
        if (!current.name.equals(model) || current.runs.isEmpty()) {
            Model known = models.get(model);
            if (known == null) {
                known = restored(model);
                models.put(model, known);
            }
            current = known;
        }
    }

    private Model restored(String name) throws Exception {
        Model model = new Model(name);
        for (Map.Entry<String, RunControl> entry : controls.entries()) {
            model.run(entry.getKey()).control(entry.getValue());
        }
        for (Map.Entry<String, RunProgress> entry : progress.entries()) {
            model.run(entry.getKey()).restore(entry.getValue());
        }
        for (Map.Entry<RunSeries, SeriesProgress> entry : series.entries()) {
            RunSeries key = entry.getKey();
            model.run(key.runId()).seriesOrNew(key.series()).restore(entry.getValue());
        }
        for (Map.Entry<RunSeries, EarlyVerdict> entry : announced.entries()) {
            RunSeries key = entry.getKey();
            model.run(key.runId()).announced().put(key.series(), entry.getValue());
        }
        List<ChunkKey> chunks = new ArrayList<>();
        accepted.keys().forEach(chunks::add);
        chunks.sort(Comparator.comparingInt(ChunkKey::number));
        for (ChunkKey key : chunks) {
            model.run(key.runId())
                    .seriesOrNew(key.series())
                    .log()
                    .restore(
                            ResultChunk.restored(
                                    key.number(),
                                    accepted.get(key),
                                    details.get(key),
                                    model.texts));
        }
        return model;
    }

    /** Models of which the state lacks something. */
    List<String> unsaved() {
        List<String> unsaved = new ArrayList<>();
        for (Model model : models.values()) {
            if (!model.isSaved) {
                unsaved.add(model.name);
            }
        }
        return unsaved;
    }

    /** Brings the state of a model, whose key is the current one, up to date. */
    void save(String name) throws Exception {
        Model model = models.get(name);
        for (ArchivedRun run : model.runs.values()) {
            if (run.isToSave()) {
                progress.put(run.id(), run.progress());
            }
            for (SeriesOfRun one : run.series()) {
                if (one.isToSave()) {
                    series.put(one.key(), one.progress());
                }
                saveResults(one);
            }
        }
        model.isSaved = true;
        if (model.runs.isEmpty()) {
            models.remove(name);
        }
    }

    private void saveResults(SeriesOfRun one) throws Exception {
        for (ResultChunk chunk : one.log().chunks()) {
            if (chunk.isToSave()) {
                accepted.put(key(one, chunk.number()), chunk.saved());
                if (chunk.hasDetails()) {
                    details.put(key(one, chunk.number()), chunk.savedDetails());
                }
            }
        }
    }

    private static ChunkKey key(SeriesOfRun one, int number) {
        return new ChunkKey(one.key().runId(), one.key().series(), number);
    }

    /** The item keys, slices and clusters of the model. */
    TextPool texts() {
        return current.texts;
    }

    /** A run that is worked on, known or not. */
    ArchivedRun run(String runId) {
        current.isSaved = false;
        return current.run(runId);
    }

    /** Every run there is anything of, be it only ids of results. */
    List<ArchivedRun> all() {
        return List.copyOf(current.runs.values());
    }

    /** What was said of a run, or null. */
    RunControl control(String runId) {
        ArchivedRun run = current.runs.get(runId);
        return run == null ? null : run.control();
    }

    void put(String runId, RunControl control) throws Exception {
        run(runId).control(control);
        controls.put(runId, control);
    }

    void removeControl(String runId) throws Exception {
        run(runId).control(null);
        controls.remove(runId);
    }

    /** What the samples of a run have said of it, or null. */
    RunProgress progress(String runId) {
        ArchivedRun run = current.runs.get(runId);
        return run == null ? null : run.progress();
    }

    /** The strongest early verdict that was told of a series, or null. */
    EarlyVerdict announced(RunSeries key) {
        return run(key.runId()).announced().get(key.series());
    }

    void announce(RunSeries key, EarlyVerdict verdict) throws Exception {
        run(key.runId()).announced().put(key.series(), verdict);
        announced.put(key, verdict);
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
        ArchivedRun run = current.runs.get(key.runId());
        SeriesOfRun one = run == null ? null : run.series(key.series());
        return one == null ? null : one.progress();
    }

    /** The series of a run that have results which can be compared with. */
    Set<SeriesKey> seriesWithScores(String runId) {
        Set<SeriesKey> keys = new HashSet<>();
        ArchivedRun run = current.runs.get(runId);
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
        ArchivedRun run = current.runs.get(runId);
        SeriesOfRun one = run == null ? null : run.series(key);
        return one == null ? GatheredScores.NONE : one.gathered();
    }

    /** Lets every series of a model that is judged while it goes on start anew. */
    void forgetLive() {
        for (ArchivedRun run : current.runs.values()) {
            forgetLive(run);
        }
    }

    /** The same for one run. */
    void forgetLive(String runId) {
        ArchivedRun run = current.runs.get(runId);
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
        progress.remove(closedRun);
        for (SeriesKey key : closed.announced().keySet()) {
            announced.remove(new RunSeries(closedRun, key));
        }
        for (SeriesOfRun one : closed.series()) {
            series.remove(one.key());
        }
        closed.forget();
        for (ArchivedRun run : current.runs.values()) {
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
                chunk.dropDetails(current.texts);
                one.resultsChanged();
                details.remove(key(one, chunk.number()));
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
        Text item = current.texts.of(sample.bytes(), sample.itemStart(), sample.itemLength());
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
            return current.texts.of("");
        }
        if (texts[number] == null) {
            texts[number] = current.texts.of(sample.text(number));
        }
        return texts[number];
    }

    /** Clears away what results have replaced, if that is most of a series. */
    void compact(SeriesOfRun one) throws Exception {
        if (one.log().isWorthCompacting()) {
            remove(one, one.log().compact(current.texts));
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
                    remove(one, one.log().expire(acceptedAt));
                }
            }
            if (run.isForgotten()) {
                current.runs.remove(run.id());
            }
        }
        current.isSaved = false;
    }

    /** When the oldest of those ids were accepted; {@code Long.MAX_VALUE} without any. */
    long oldestAcceptedAt() {
        long oldest = Long.MAX_VALUE;
        for (ArchivedRun run : current.runs.values()) {
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

    private void remove(SeriesOfRun one, List<Integer> chunks) throws Exception {
        for (int number : chunks) {
            accepted.remove(key(one, number));
            details.remove(key(one, number));
        }
    }
}
