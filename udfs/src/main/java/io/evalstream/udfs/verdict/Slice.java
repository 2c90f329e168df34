package io.evalstream.udfs.verdict;

/**
 * A part of a series: a subject, a language.
 *
 * @param name unique within the series
 * @param samples how many samples of the whole run are in it and have a baseline, at least 1
 * @param baseline mean baseline of these on the scale on which the drop is relative, at least 0,
 *     see {@link DropTarget}
 */
public record Slice(String name, int samples, double baseline) {

    public Slice {
        if (samples < 1) {
            throw new IllegalArgumentException("slice " + name + " has " + samples + " samples");
        }
        if (!(baseline >= 0 && baseline < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "the mean baseline of slice " + name + " must not be negative: " + baseline);
        }
    }
}
