package io.evalstream.k8s.budget;

import java.util.Optional;

/**
 * Limits of GPU time.
 *
 * @param perRun GPU-seconds of one run
 * @param perDay GPU-seconds of all runs on one day in UTC
 */
public record Budget(long perRun, long perDay) {

    /**
     * Says which limit is reached, in one line with what to do.
     *
     * @param run GPU-seconds of the run
     * @param day GPU-seconds of all runs today
     */
    public Optional<String> exceeded(long run, long day) {
        if (run >= perRun) {
            return Optional.of(
                    String.format(
                            "used %d GPU-seconds of %d: raise spec.budget.gpuSeconds to go on, or"
                                    + " set spec.cancel",
                            run, perRun));
        }
        if (day >= perDay) {
            return Optional.of(
                    String.format(
                            "all runs used %d GPU-seconds of %d today: goes on tomorrow (UTC), or"
                                    + " raise the controller's daily budget",
                            day, perDay));
        }
        return Optional.empty();
    }
}
