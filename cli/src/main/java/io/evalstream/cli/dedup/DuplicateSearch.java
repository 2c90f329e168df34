package io.evalstream.cli.dedup;

import java.util.Map;

/** Finds the duplicates of suites; the engine behind it is the caller's choice. */
@FunctionalInterface
public interface DuplicateSearch {

    /**
     * Writes {@code removed.jsonl}.
     *
     * @return how much work it was, by name
     */
    Map<String, Long> run(DedupRequest request, DedupDirectory directory) throws Exception;
}
