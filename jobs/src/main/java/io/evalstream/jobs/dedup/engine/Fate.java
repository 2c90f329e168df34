package io.evalstream.jobs.dedup.engine;

/** What is found of an item that has a duplicate before it, and what happens to it. */
public enum Fate {
    /** Equal text: it goes. */
    EXACT_REMOVED(Duplicate.Kind.EXACT, Duplicate.Action.REMOVED, Duplicate.Why.NONE),
    /** Equal text and another answer: it goes, and people should look at it. */
    EXACT_REMOVED_ANSWER(
            Duplicate.Kind.EXACT, Duplicate.Action.REMOVED, Duplicate.Why.DIFFERENT_ANSWER),
    /** Equal text in a protected suite. */
    EXACT_PROTECTED(Duplicate.Kind.EXACT, Duplicate.Action.REPORTED, Duplicate.Why.PROTECTED),
    /** Connected with an item that stays: it goes. */
    NEAR_REMOVED(Duplicate.Kind.NEAR, Duplicate.Action.REMOVED, Duplicate.Why.NONE),
    /** The same with another answer, where that was asked for. */
    NEAR_REMOVED_ANSWER(
            Duplicate.Kind.NEAR, Duplicate.Action.REMOVED, Duplicate.Why.DIFFERENT_ANSWER),
    /** Connected with an item that stays, in a protected suite. */
    NEAR_PROTECTED(Duplicate.Kind.NEAR, Duplicate.Action.REPORTED, Duplicate.Why.PROTECTED),
    /** Connected with an item that stays, but answered otherwise. */
    NEAR_ANSWER(Duplicate.Kind.NEAR, Duplicate.Action.REPORTED, Duplicate.Why.DIFFERENT_ANSWER);

    private static final Fate[] ALL = values();

    private final Duplicate.Kind kind;
    private final Duplicate.Action action;
    private final Duplicate.Why why;

    Fate(Duplicate.Kind kind, Duplicate.Action action, Duplicate.Why why) {
        this.kind = kind;
        this.action = action;
        this.why = why;
    }

    static Fate of(
            boolean isExact, boolean isProtected, boolean differs, boolean removesDiffering) {
        if (isProtected) {
            return isExact ? EXACT_PROTECTED : NEAR_PROTECTED;
        }
        if (isExact) {
            return differs ? EXACT_REMOVED_ANSWER : EXACT_REMOVED;
        }
        if (!differs) {
            return NEAR_REMOVED;
        }
        return removesDiffering ? NEAR_REMOVED_ANSWER : NEAR_ANSWER;
    }

    static Fate of(byte code) {
        return ALL[code];
    }

    byte code() {
        return (byte) ordinal();
    }

    Duplicate.Kind kind() {
        return kind;
    }

    Duplicate.Action action() {
        return action;
    }

    Duplicate.Why why() {
        return why;
    }

    boolean removes() {
        return action == Duplicate.Action.REMOVED;
    }
}
