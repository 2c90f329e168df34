package io.evalstream.jobs.quality;

import java.util.List;

/**
 * What a result is compared with.
 *
 * @param runs ids of the runs, oldest first
 * @param value mean of their means; NaN without any
 * @param relativeDrop how much worse the result is, positive when worse; NaN where it does not
 *     apply
 */
public record Reference(List<String> runs, double value, double relativeDrop) {

    /** Nothing to compare with. */
    public static final Reference NONE = new Reference(List.of(), Double.NaN, Double.NaN);
}
