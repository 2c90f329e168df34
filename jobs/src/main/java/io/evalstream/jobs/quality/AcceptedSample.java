package io.evalstream.jobs.quality;

import io.evalstream.contract.SampleEvent;

/**
 * A result that is new, or better than the one that was accepted before under its id.
 *
 * @param replacedValue the value accepted before; meaningful only when {@code replaces}
 * @param replacedOutcome the outcome accepted before, as {@code Outcome} ordinal
 * @param replacedTsMillis the time of the result accepted before
 */
public record AcceptedSample(
        SampleEvent event,
        boolean replaces,
        double replacedValue,
        int replacedOutcome,
        long replacedTsMillis) {

    static AcceptedSample first(SampleEvent event) {
        return new AcceptedSample(event, false, Double.NaN, 0, 0);
    }
}
