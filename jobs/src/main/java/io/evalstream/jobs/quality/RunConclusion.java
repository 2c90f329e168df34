package io.evalstream.jobs.quality;

import java.util.List;
import java.util.Set;

/**
 * Concludes what an ended run has achieved: a function of what the archive and the baselines hold,
 * and of what it is given here.
 */
final class RunConclusion {

    private final JudgeSettings settings;
    private final RunArchive archive;
    private final EvidenceReader reader;
    private final LiveVerdicts live;

    RunConclusion(
            JudgeSettings settings, RunArchive archive, EvidenceReader reader, LiveVerdicts live) {
        this.settings = settings;
        this.archive = archive;
        this.reader = reader;
        this.live = live;
    }

    /** What is concluded, and from what. */
    record Conclusion(
            RunEvidence evidence,
            List<SeriesResult> results,
            RunVerdict.State state,
            RunDecision decision) {}

    /**
     * Concludes an ended run.
     *
     * @param ended how it ended as far as its control events and clocks say
     * @param certain series of which people were told that they breach for certain
     */
    Conclusion of(
            String model,
            String runId,
            RunControl control,
            RunVerdict.State ended,
            Set<SeriesKey> certain)
            throws Exception {
        ModelPolicy policy = settings.policies().of(model);
        RunEvidence evidence = reader.read(runId, control, policy);
        EndedSeries early = live.ended(model, runId, control);
        List<SeriesResult> results =
                early.decided(
                        new RunAssessment(settings.catalogue(), policy)
                                .results(evidence, early.foundSlices()));
        if (ended == RunVerdict.State.CANCELLED) {
            results = early.cancelled(results, certain, archive.elapsedMillis(runId));
        }
        RunVerdict.State state =
                ended == RunVerdict.State.CANCELLED || RunDecision.isCovered(results)
                        ? ended
                        : RunVerdict.State.PARTIAL;
        return new Conclusion(evidence, results, state, RunDecision.of(state, results));
    }

    /** Puts a verdict together with what the archive knows of the run. */
    RunVerdict verdict(
            String model,
            String runId,
            RunControl control,
            RunVerdict.State state,
            List<SeriesResult> results,
            List<Recovery> recovered,
            RunDecision decision,
            RunVerdict.Notice notice,
            long now)
            throws Exception {
        RunArchive.RunProgress seen = archive.progress(runId);
        Set<SeriesKey> announced = control.size().keySet();
        long missing = 0;
        for (SeriesResult result : results) {
            // Not of what is derived from the same samples, such as the share of failures.
            boolean isSent =
                    announced.contains(result.series())
                            || archive.progress(new RunArchive.RunSeries(runId, result.series()))
                                    != null;
            missing += isSent && result.series().slice().isEmpty() ? result.missing() : 0;
        }
        return new RunVerdict(
                runId,
                model,
                seen == null ? control.modelTag() : seen.modelTag(),
                seen == null || seen.imageDigest().isEmpty()
                        ? control.imageDigest()
                        : seen.imageDigest(),
                state,
                decision.decision(),
                seen == null ? 0 : seen.firstTsMillis(),
                seen == null ? 0 : seen.lastTsMillis(),
                seen == null ? 0 : seen.samples(),
                missing,
                RunDecision.baselineRuns(results),
                results,
                recovered,
                decision.why(),
                notice,
                now);
    }
}
