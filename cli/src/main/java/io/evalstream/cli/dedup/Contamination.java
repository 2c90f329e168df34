package io.evalstream.cli.dedup;

import java.util.List;

/**
 * The items of a suite that are in a few-shot pool, and so may be in the prompts they are asked
 * with.
 *
 * @param items of the suite
 * @param poolItems of the pool
 * @param common about how many different normalised texts are in both (theta sketch)
 * @param findings one for each such item, in the order of the suite; its kept item is that of the
 *     pool
 */
public record Contamination(
        String suite,
        String pool,
        long items,
        long poolItems,
        long common,
        List<Finding> findings) {

    long exact() {
        long exact = 0;
        for (Finding finding : findings) {
            exact += finding.kind() == Finding.Kind.EXACT ? 1 : 0;
        }
        return exact;
    }

    /** How much of the suite is in the pool, in [0, 1]. */
    double share() {
        return items == 0 ? 0 : (double) findings.size() / items;
    }
}
