package io.evalstream.udfs.verdict.simulation;

/** How a release is worse than the ones before. */
public enum Regression {
    /** It is not. */
    NONE,
    /** A random share of the samples is now always wrong. */
    RANDOM_BREAKS,
    /** Every sample is right less often by the same factor. */
    UNIFORM_SHIFT,
    /** Like random breaks, the harder the sample the likelier. */
    DIFFICULT_BREAKS,
    /** The longest answers are cut off and wrong; they are also the last to finish. */
    TRUNCATION,
    /** Random breaks in the first slice; the drop is that of the slice. */
    ONE_SLICE,
    /** The same, and the other slices improve so that the average stays. */
    HIDDEN_SLICE,
    /** Every release loses a little against the one before; the baseline runs do, too. */
    DRIFT
}
