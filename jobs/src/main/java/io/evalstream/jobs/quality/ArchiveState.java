package io.evalstream.jobs.quality;

import io.evalstream.jobs.quality.RunArchive.ChunkKey;
import io.evalstream.jobs.quality.RunArchive.RunProgress;
import io.evalstream.jobs.quality.RunArchive.RunSeries;
import io.evalstream.jobs.quality.RunArchive.SeriesProgress;
import io.evalstream.udfs.verdict.EarlyVerdict;

import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The runs of each model as Flink keeps them: keyed by model, results in chunks. */
final class ArchiveState {

    private final MapState<String, RunControl> controls;
    private final MapState<String, RunProgress> progress;
    private final MapState<RunSeries, SeriesProgress> series;
    private final MapState<ChunkKey, AcceptedChunk> accepted;
    private final MapState<ChunkKey, DetailChunk> details;
    private final MapState<RunSeries, EarlyVerdict> announced;

    ArchiveState(RuntimeContext context) {
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

    /** Reads a model, whose key is the current one. */
    ModelRuns restore(String name) throws Exception {
        ModelRuns model = new ModelRuns(name);
        for (Map.Entry<String, RunControl> entry : controls.entries()) {
            model.runOrNew(entry.getKey()).control(entry.getValue());
        }
        for (Map.Entry<String, RunProgress> entry : progress.entries()) {
            model.runOrNew(entry.getKey()).restore(entry.getValue());
        }
        for (Map.Entry<RunSeries, SeriesProgress> entry : series.entries()) {
            RunSeries key = entry.getKey();
            model.runOrNew(key.runId()).seriesOrNew(key.series()).restore(entry.getValue());
        }
        for (Map.Entry<RunSeries, EarlyVerdict> entry : announced.entries()) {
            RunSeries key = entry.getKey();
            model.runOrNew(key.runId()).announced().put(key.series(), entry.getValue());
        }
        List<ChunkKey> chunks = new ArrayList<>();
        accepted.keys().forEach(chunks::add);
        chunks.sort(Comparator.comparingInt(ChunkKey::number));
        for (ChunkKey key : chunks) {
            model.runOrNew(key.runId())
                    .seriesOrNew(key.series())
                    .log()
                    .restore(
                            ResultChunk.restored(
                                    key.number(),
                                    accepted.get(key),
                                    details.get(key),
                                    model.texts()));
        }
        return model;
    }

    /** Brings the state of a model, whose key is the current one, up to date. */
    void save(ModelRuns model) throws Exception {
        for (ArchivedRun run : model.all()) {
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
        model.saved();
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

    void put(String runId, RunControl control) throws Exception {
        controls.put(runId, control);
    }

    void removeControl(String runId) throws Exception {
        controls.remove(runId);
    }

    void announce(RunSeries key, EarlyVerdict verdict) throws Exception {
        announced.put(key, verdict);
    }

    /** Forgets a run but for what was said of it and its results. */
    void forget(ArchivedRun run) throws Exception {
        progress.remove(run.id());
        for (SeriesKey key : run.announced().keySet()) {
            announced.remove(new RunSeries(run.id(), key));
        }
        for (SeriesOfRun one : run.series()) {
            series.remove(one.key());
        }
    }

    void removeDetails(SeriesOfRun one, int chunk) throws Exception {
        details.remove(key(one, chunk));
    }

    void remove(SeriesOfRun one, List<Integer> chunks) throws Exception {
        for (int number : chunks) {
            accepted.remove(key(one, number));
            details.remove(key(one, number));
        }
    }

    private static ChunkKey key(SeriesOfRun one, int number) {
        return new ChunkKey(one.key().runId(), one.key().series(), number);
    }
}
