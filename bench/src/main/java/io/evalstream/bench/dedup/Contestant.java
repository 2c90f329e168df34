package io.evalstream.bench.dedup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** One tool with one setting. */
interface Contestant {

    String tool();

    /** Which parameters it runs with: {@code default}, {@code ours} or one of our modes. */
    String setting();

    /** Whether it can use a second core. */
    boolean isParallel();

    /**
     * Runs over a corpus.
     *
     * @param cores how many it is pinned to
     * @param rounds at most; fewer when they take long. 0 where only the result counts: one run,
     *     cold
     * @param labels receives, a line for each document, the label of its cluster
     * @throws IOException when it fails; the message is a line for the reader of the table
     */
    Runs run(Corpus corpus, int cores, int rounds, Path labels)
            throws IOException, InterruptedException;

    /**
     * All rounds over a corpus.
     *
     * @param trials what counts; of a JVM without its first round
     * @param cold the first round where that is another thing, else equal to the first trial
     * @param flagsOnly whether it only says which documents have a duplicate, not of which
     */
    record Runs(List<Trial> trials, Trial cold, boolean flagsOnly, String version) {}
}
