package io.evalstream.readers;

import io.evalstream.readers.LmEvalFiles.TaskFile;
import io.evalstream.readers.LmEvalRows.Row;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads what lm-evaluation-harness writes with {@code --log_samples}: rows in {@code
 * samples_<task>_<date>.jsonl}, configuration in {@code results_<date>.json}.
 *
 * <p>Takes rows of all versions since 0.4, with and without the {@code filter} and {@code metrics}
 * fields. Memory grows with the number of items, not with the size of the files.
 */
public final class LmEvalReader implements ResultReader {

    @Override
    public String name() {
        return "lm-eval";
    }

    @Override
    public boolean recognises(Path file, byte[] head) {
        return LmEvalFiles.looksLikeSamples(head) || LmEvalFiles.looksLikeResults(head);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException when the identity lacks a run id or a model tag
     */
    @Override
    public CheckedResults check(List<Path> inputs, RunIdentity identity)
            throws IOException, BadInputException {
        RunIdentity named = identity.named();
        List<String> warnings = new ArrayList<>();
        SeriesCounter series = new SeriesCounter();
        SeriesCounter skipped = new SeriesCounter();
        List<LmEvalTask> tasks = new ArrayList<>();
        long rows = 0;
        for (TaskFile file : LmEvalFiles.find(inputs, warnings)) {
            LmEvalTask task = checkTask(file, named, series, skipped, warnings);
            rows += task.rows();
            tasks.add(task);
        }
        if (skipped.total() > 0) {
            warnings.add(
                    skipped.total()
                            + " values are no per-sample numbers (corpus metrics) and are not"
                            + " sent");
        }
        ReadSummary summary =
                new ReadSummary(
                        name(),
                        named,
                        rows,
                        series.total(),
                        series.toList(),
                        skipped.toList(),
                        warnings);
        return new LmEvalCheckedResults(summary, tasks);
    }

    private static LmEvalTask checkTask(
            TaskFile file,
            RunIdentity identity,
            SeriesCounter series,
            SeriesCounter skipped,
            List<String> warnings)
            throws IOException, BadInputException {
        String task = file.task();
        FileState state = FileState.of(file.path());
        try (LmEvalRows rows = new LmEvalRows(file)) {
            for (Row row = rows.next(); row != null; row = rows.next()) {
                for (LmEvalRows.Measure measure : row.measures()) {
                    series.add(task, measure.metric(), row.filter(), row.slice());
                }
                for (String metric : row.skipped()) {
                    skipped.add(task, metric, row.filter(), "");
                }
            }
            if (rows.count() == 0) {
                throw new BadInputException(
                        file.path(), 0, "", "the file has no rows", "evaluate the task again");
            }
            warnIfIncomplete(file, rows.keys().itemsByFilter(), warnings);
            return LmEvalTask.of(file, state, identity, rows.count(), rows.keys().datasetDigest());
        }
    }

    private static void warnIfIncomplete(
            TaskFile file, Map<String, Long> itemsByFilter, List<String> warnings) {
        if (file.results().isEmpty()) {
            return;
        }
        long effective = file.results().get().effectiveSamples(file.task());
        if (effective < 0) {
            return;
        }
        itemsByFilter.forEach(
                (filter, items) -> {
                    if (items != effective) {
                        warnings.add(
                                file.path()
                                        + ": incomplete: "
                                        + items
                                        + " of "
                                        + effective
                                        + " samples with filter "
                                        + filter);
                    }
                });
    }

    /** The second pass over files that were found sound. */
    private record LmEvalCheckedResults(ReadSummary summary, List<LmEvalTask> tasks)
            implements CheckedResults {
        @Override
        public void send(SampleSink sink) throws IOException, BadInputException {
            for (LmEvalTask task : tasks) {
                task.state().requireUnchanged();
                try (LmEvalRows rows = new LmEvalRows(task.file())) {
                    for (Row row = rows.next(); row != null; row = rows.next()) {
                        for (LmEvalRows.Measure measure : row.measures()) {
                            sink.accept(task.event(row, measure));
                        }
                    }
                }
                task.state().requireUnchanged();
            }
        }
    }
}
