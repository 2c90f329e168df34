package io.evalstream.cli;

/** What the command tells the shell; scripts depend on these numbers. */
final class ExitCode {
    static final int PASS = 0;

    /** The answer is no: a release breaches, or verdicts do not reach a goal. */
    static final int BREACH = 1;

    static final int INCONCLUSIVE = 2;

    /** The command line is wrong. */
    static final int USAGE = 64;

    /** An input cannot be used. */
    static final int BAD_INPUT = 65;

    /** A service cannot be started or has gone away. */
    static final int UNAVAILABLE = 69;

    /** A fault of this program. */
    static final int INTERNAL = 70;

    private ExitCode() {}
}
