package io.evalstream.udfs.verdict;

/**
 * What a set of arrived samples says about the run they belong to.
 *
 * <p>All prefix lengths count samples in dispatch order and are 0 where the event has not happened.
 * They can only become smaller as more samples arrive, and never turn back to 0.
 *
 * @param verdict the verdict in force: of those reached, the one reached at the longest prefix
 * @param decidedAtSamples shortest prefix at which that verdict is certain, whatever the samples
 *     are that have not arrived
 * @param breachAt the same for {@link EarlyVerdict#BREACH_EARLY}
 * @param certainAt the same for {@link EarlyVerdict#BREACH_CERTAIN}
 * @param clearAt the same for {@link EarlyVerdict#CLEAR_EARLY}
 * @param arrived how many samples have arrived
 * @param contiguous length of the prefix that has arrived without a gap
 * @param evaluated length of the prefix up to the latest dispatched sample that has arrived
 * @param relativeDrop drop of the arrived samples, relative to the baseline; NaN without samples or
 *     with a baseline of zero; a number to show
 */
public record EarlyDecision(
        EarlyVerdict verdict,
        int decidedAtSamples,
        int breachAt,
        int certainAt,
        int clearAt,
        int arrived,
        int contiguous,
        int evaluated,
        double relativeDrop) {}
