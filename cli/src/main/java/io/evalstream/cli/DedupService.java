package io.evalstream.cli;

import io.evalstream.cli.dedup.DedupDirectory;
import io.evalstream.cli.dedup.DedupRequest;
import io.evalstream.cli.dedup.DuplicateSearch;

import java.util.Map;
import java.util.function.Consumer;

/** The search. */
final class DedupService implements DuplicateSearch {

    DedupService(Consumer<String> progress) {}

    @Override
    public Map<String, Long> run(DedupRequest request, DedupDirectory directory) {
        return Map.of();
    }
}
