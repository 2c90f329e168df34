package io.evalstream.readers;

import io.evalstream.contract.EventIds;
import io.evalstream.contract.Outcome;
import io.evalstream.contract.SampleEvent;
import io.evalstream.readers.LmEvalRows.Measure;
import io.evalstream.readers.LmEvalRows.Row;

import java.io.IOException;
import java.nio.file.Files;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * One checked task of lm-evaluation-harness and everything its events have in common.
 *
 * @param rows how many rows the file holds
 * @param startMillis when the evaluation began, milliseconds since the epoch
 * @param durationMillis how long it took; rows are spread evenly over it
 */
record LmEvalTask(
        LmEvalFiles.TaskFile file,
        FileState state,
        RunIdentity identity,
        long rows,
        String datasetDigest,
        long startMillis,
        long durationMillis,
        String harnessVersion,
        String suite,
        String taskVersion,
        String promptHash,
        String generationHash,
        String chatTemplateHash,
        String engine) {
    private static final String HARNESS = "lm-evaluation-harness";

    static LmEvalTask of(
            LmEvalFiles.TaskFile file,
            FileState state,
            RunIdentity identity,
            long rows,
            String datasetDigest)
            throws IOException {
        Optional<LmEvalResults> results = file.results();
        String task = file.task();
        return new LmEvalTask(
                file,
                state,
                identity,
                rows,
                datasetDigest,
                startMillis(file),
                results.map(LmEvalResults::durationMillis).orElse(0L),
                results.map(LmEvalResults::harnessVersion).orElse(""),
                results.map(r -> r.suite(task)).orElse(""),
                results.map(r -> r.taskVersion(task)).orElse(""),
                results.map(r -> r.promptHash(task)).orElse(""),
                results.map(r -> r.generationHash(task)).orElse(""),
                results.map(LmEvalResults::chatTemplateHash).orElse(""),
                results.map(LmEvalResults::engine).orElse(""));
    }

    private static long startMillis(LmEvalFiles.TaskFile file) throws IOException {
        long start = file.results().map(LmEvalResults::startMillis).orElse(-1L);
        if (start >= 0) {
            return start;
        }
        if (!file.stamp().isEmpty()) {
            String date =
                    file.stamp().substring(0, 11) + file.stamp().substring(11).replace('-', ':');
            try {
                // The stamp is local time of an unknown zone; UTC is the same guess everywhere.
                return LocalDateTime.parse(date).toInstant(ZoneOffset.UTC).toEpochMilli();
            } catch (DateTimeException e) {
                // Not a date after all, such as month 13: the file's own time is next best.
                return Files.getLastModifiedTime(file.path()).toMillis();
            }
        }
        return Files.getLastModifiedTime(file.path()).toMillis();
    }

    /** The event of one metric of one row. */
    SampleEvent event(Row row, Measure measure) {
        boolean scored = measure.reason().isEmpty();
        return new SampleEvent(
                EventIds.of(
                        identity.runId(),
                        HARNESS,
                        suite,
                        file.task(),
                        row.itemKey(),
                        measure.metric(),
                        row.filter(),
                        0),
                identity.runId(),
                identity.model(),
                identity.modelTag(),
                identity.imageDigest(),
                startMillis + (long) ((double) durationMillis * (row.index() + 1) / rows),
                HARNESS,
                harnessVersion,
                suite,
                file.task(),
                taskVersion,
                measure.metric(),
                row.filter(),
                datasetDigest,
                row.itemKey(),
                -1,
                0,
                0,
                0,
                scored ? Outcome.SCORED : Outcome.UNREADABLE_ANSWER,
                measure.value(),
                direction(measure.metric()),
                row.slice(),
                "",
                promptHash,
                generationHash,
                chatTemplateHash,
                "",
                engine,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                LmEvalTexts.input(row.json()),
                LmEvalTexts.output(row.json()),
                LmEvalTexts.expected(row.json()),
                measure.reason());
    }

    private Boolean direction(String metric) {
        return file.results().map(r -> r.higherIsBetter(file.task(), metric)).orElse(null);
    }
}
