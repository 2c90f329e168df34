package io.evalstream.jobs.quality;

import java.util.List;

/**
 * Items whose answer has changed sides since the latest baseline run.
 *
 * @param newlyFailing item keys that it got right and this run did not, sorted
 * @param newlyPassing the reverse
 */
public record Changed(List<String> newlyFailing, List<String> newlyPassing) {

    static final Changed NONE = new Changed(List.of(), List.of());
}
