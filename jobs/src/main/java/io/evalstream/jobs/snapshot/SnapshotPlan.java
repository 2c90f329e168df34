package io.evalstream.jobs.snapshot;

import io.evalstream.datasets.version.VersionHeader;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a snapshot is to be.
 *
 * @param name of the dataset
 * @param date the day of the queries, the version of the dataset
 * @param size how many items are wanted
 * @param strata fields that queries are counted by; none for one stratum
 * @param seed of the random order
 * @param longest how many chars a query may have
 * @param nearDuplicates whether nearly equal queries count once
 */
record SnapshotPlan(
        String name,
        LocalDate date,
        int size,
        List<String> strata,
        long seed,
        int longest,
        boolean nearDuplicates)
        implements Serializable {

    /** Behind every benchmark and every set that somebody has written. */
    private static final int PRIORITY = 100;

    /** More items than a job can hold and {@link Allocation} can count. */
    private static final int MOST_ITEMS = 1 << 20;

    /**
     * @throws IllegalArgumentException when one of them is out of range, with its name
     */
    SnapshotPlan {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
            throw new IllegalArgumentException(
                    "snapshot.name: '" + name + "' is no name; write letters, digits and -._");
        }
        require(size >= 1 && size <= MOST_ITEMS, "snapshot.size", "1 to " + MOST_ITEMS);
        require(longest >= 1 && longest <= 1 << 24, "snapshot.longest-query", "1 to 16777216");
        strata = new ArrayList<>(strata);
    }

    private static void require(boolean isFine, String option, String range) {
        if (!isFine) {
            throw new IllegalArgumentException(option + ": give a number from " + range);
        }
    }

    /** What is known of the version; items that public benchmarks have too are theirs. */
    VersionHeader header() {
        return new VersionHeader(
                name,
                date.toString(),
                "internal: made of what users asked",
                PRIORITY,
                false,
                Optional.empty(),
                List.of("service queries of " + date));
    }

    String folder() {
        return header().objectPrefix();
    }
}
