package io.evalstream.k8s.api;

import io.fabric8.kubernetes.api.model.Condition;

import java.util.List;
import java.util.Map;

/**
 * How far a run is.
 *
 * @param phase what is being done
 * @param message one line for people
 * @param stage the stage that is under way, or the last one
 * @param progress shards done of all in the stage, such as 3/8
 * @param runId id of the run in events, tables and reports
 * @param observedGeneration of the spec that this is about
 * @param startedAt when the first object was made, RFC 3339
 * @param finishedAt when the phase became final
 * @param steps what was done and how long it took
 * @param stages how each stage went
 * @param verdict the last one that is known
 * @param gpuSecondsUsed by its pods until now
 * @param gpuSecondsSaved by ending it early
 * @param links by name: report, dashboard
 * @param conditions Ready, DatasetPrepared, Serving, Complete, BudgetExceeded, Deactivated
 * @param ending the final phase that is being reached; nothing while the run goes on
 * @param gpuUse what {@code gpuSecondsUsed} is reckoned from
 */
public record EvalRunStatus(
        Phase phase,
        String message,
        String stage,
        String progress,
        String runId,
        Long observedGeneration,
        String startedAt,
        String finishedAt,
        List<StepStatus> steps,
        List<StageStatus> stages,
        VerdictStatus verdict,
        Long gpuSecondsUsed,
        Long gpuSecondsSaved,
        Map<String, String> links,
        List<Condition> conditions,
        Ending ending,
        GpuUse gpuUse) {

    /** What is being done. */
    public enum Phase {
        PENDING,
        PREPARING,
        SERVING,
        RUNNING,
        JUDGING,
        REPORTING,
        SUSPENDED,
        TEARING_DOWN,
        SUCCEEDED,
        FAILED,
        CANCELLED;

        /** Whether nothing more happens. */
        public boolean isFinal() {
            return this == SUCCEEDED || this == FAILED || this == CANCELLED;
        }
    }

    /**
     * One step.
     *
     * @param finishedAt none while it goes on
     */
    public record StepStatus(String name, String startedAt, String finishedAt, String message) {}

    /**
     * The shards of one stage.
     *
     * @param samples results that were announced
     */
    public record StageStatus(
            String name, Integer shards, Integer shardsDone, Integer shardsFailed, Long samples) {}

    /**
     * What was concluded.
     *
     * @param decision PASS, BREACH, INCONCLUSIVE or NO_BASELINE
     * @param why one line for people
     */
    public record VerdictStatus(String decision, String why, String decidedAt) {}

    /**
     * The decision that a run is over, taken before anything is torn down for it.
     *
     * @param since RFC 3339
     */
    public record Ending(Phase phase, String since) {}

    /**
     * GPU time of a run, reckoned up to a moment.
     *
     * @param millis GPU-milliseconds until then
     * @param running GPUs its pods held then
     * @param at that moment, RFC 3339
     * @param day of that moment in UTC
     * @param dayMillis GPU-milliseconds of that day
     */
    public record GpuUse(Long millis, Integer running, String at, String day, Long dayMillis) {}
}
