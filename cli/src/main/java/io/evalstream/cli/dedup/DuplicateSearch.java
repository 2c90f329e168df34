package io.evalstream.cli.dedup;

import java.util.Map;

/** Finds the duplicates of suites; the engine behind it is the caller's choice. */
@FunctionalInterface
public interface DuplicateSearch {

    /**
     * Leaves {@code removed.jsonl} and the kept items of every suite in a directory.
     *
     * @return how much work it was, by name
     */
    Map<String, Long> run(DedupRequest request, DedupDirectory directory) throws Exception;
}
