package io.evalstream.cli.dedup;

/**
 * An item as people read it.
 *
 * @param text what was compared, before it was normalised
 * @param answer the right answer; empty where it has none
 */
record ShownItem(String text, String answer) {

    /** For an item whose text is not at hand. */
    static final ShownItem UNKNOWN = new ShownItem("", "");
}
