package io.evalstream.jobs.dedup.engine;

import io.evalstream.udfs.sketch.SketchMode;
import io.evalstream.udfs.sketch.StopShingles;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * All that is known before the first item is read.
 *
 * @param suites in the order in which they were given
 * @param splits in the order of their numbers
 * @param stops hashes of shingles that are left out of sketches
 */
public record DedupPlan(
        List<Suite> suites,
        List<DataSplit> splits,
        ItemReader reader,
        DedupParameters parameters,
        int[] stops)
        implements Serializable {

    public DedupPlan {
        // These lists can be sent to other machines.
        suites = new ArrayList<>(suites);
        splits = new ArrayList<>(splits);
    }

    /**
     * A plan for suites in files.
     *
     * @param splitBytes about how much of a JSONL file is read at once
     */
    public static DedupPlan of(
            List<Suite> suites, DedupParameters parameters, long splitBytes, SuiteFiles files)
            throws IOException {
        return of(suites, SuiteFiles.split(suites, splitBytes), files, parameters);
    }

    /**
     * A plan for splits that are known.
     *
     * @throws IOException when the mode leaves frequent shingles out and the sample that tells them
     *     cannot be read
     */
    public static DedupPlan of(
            List<Suite> suites,
            List<DataSplit> splits,
            ItemReader reader,
            DedupParameters parameters)
            throws IOException {
        SketchMode mode = parameters.mode();
        int[] stops =
                mode.stopsFrequent()
                        ? new FrequentShingles(splits, reader, mode.shingle()).hashes()
                        : new int[0];
        return new DedupPlan(suites, splits, reader, parameters, stops);
    }

    StopShingles stopShingles() {
        return stops.length == 0 ? StopShingles.NONE : StopShingles.of(stops);
    }

    /** Whether the items of each split are only reported. */
    public boolean[] protectedSplits() {
        boolean[] isProtected = new boolean[splits.size()];
        for (int i = 0; i < isProtected.length; i++) {
            isProtected[i] = suites.get(splits.get(i).suite()).isProtected();
        }
        return isProtected;
    }
}
