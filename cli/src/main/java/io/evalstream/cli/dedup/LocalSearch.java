package io.evalstream.cli.dedup;

import io.evalstream.jobs.dedup.engine.DedupResult;
import io.evalstream.jobs.dedup.engine.Duplicate;
import io.evalstream.jobs.dedup.engine.LocalDedup;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;

/** The search with plain threads in this process, all texts in memory. */
public final class LocalSearch implements DuplicateSearch {

    private final int threads;

    /**
     * @param threads at least 1; the result does not depend on it
     */
    public LocalSearch(int threads) {
        this.threads = threads;
    }

    @Override
    public Map<String, Long> run(DedupRequest request, DedupDirectory directory)
            throws IOException, InterruptedException {
        DedupResult result = new LocalDedup(request.plan(), threads).run();
        try (BufferedWriter lines = Files.newBufferedWriter(directory.removed())) {
            for (Duplicate duplicate : result.duplicates()) {
                lines.write(JobText.line(duplicate));
                lines.write('\n');
            }
        }
        return JobText.counters(result.counters());
    }
}
