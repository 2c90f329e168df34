package io.evalstream.k8s.reconcile;

import io.evalstream.contract.RunEvent;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What control events and verdicts have said of one run.
 *
 * @param shards numbers of those that reported their end
 * @param samples results that those have sent
 * @param verdict the latest one
 */
public record RunNews(
        boolean isStarted,
        boolean isFinished,
        boolean isCancelled,
        boolean isCancelRequested,
        Set<Integer> shards,
        long samples,
        Optional<Verdict> verdict) {

    /** Nothing was said. */
    public static final RunNews NONE =
            new RunNews(false, false, false, false, Set.of(), 0, Optional.empty());

    public RunNews {
        shards = Set.copyOf(shards);
    }

    /**
     * A verdict.
     *
     * @param decision PASS, BREACH, INCONCLUSIVE or NO_BASELINE
     * @param isFinal whether the run had ended
     */
    public record Verdict(String decision, String why, boolean isFinal) {}

    /** With one more control event. A shard that reports again has sent nothing more. */
    RunNews with(RunEvent event) {
        Set<Integer> reported = new TreeSet<>(shards);
        long more = 0;
        if (event.type() == RunEvent.Type.SHARD_FINISHED && reported.add(event.shard())) {
            for (var count : event.sent()) {
                more += count.slice().isEmpty() ? count.samples() : 0;
            }
        }
        return new RunNews(
                isStarted || event.type() == RunEvent.Type.RUN_STARTED,
                isFinished || event.type() == RunEvent.Type.RUN_FINISHED,
                isCancelled || event.type() == RunEvent.Type.RUN_CANCELLED,
                isCancelRequested || event.type() == RunEvent.Type.CANCEL_REQUESTED,
                reported,
                samples + more,
                verdict);
    }

    /** With one more verdict; none comes after a final one. */
    RunNews with(Verdict next) {
        return verdict.isPresent() && verdict.get().isFinal() && !next.isFinal()
                ? this
                : new RunNews(
                        isStarted,
                        isFinished,
                        isCancelled,
                        isCancelRequested,
                        shards,
                        samples,
                        Optional.of(next));
    }

    /** The verdict that was given after the end. */
    Optional<Verdict> finalVerdict() {
        return verdict.filter(Verdict::isFinal);
    }
}
