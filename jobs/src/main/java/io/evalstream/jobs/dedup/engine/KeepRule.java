package io.evalstream.jobs.dedup.engine;

/** Which items of a group of near duplicates stay. */
public enum KeepRule {
    /** The first item of everything that is connected. */
    COMPONENTS,
    /**
     * Item by item in their order: one goes when it is near to one that stays. Items at the two
     * ends of a chain both stay.
     */
    LEADER
}
