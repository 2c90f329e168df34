package io.evalstream.bench.dedup;

/**
 * A document before it is written.
 *
 * @param gold number of the group that whoever made it says it belongs to; -1 where nobody says
 */
record CorpusText(String id, String text, int gold) {
    static CorpusText of(String id, String text) {
        return new CorpusText(id, text, -1);
    }
}
