package io.evalstream.k8s.plan;

/**
 * A version of a data set, as it lies beneath the data sets of a site. Versions never change.
 *
 * @param name by which the prepared data are found
 */
public record Dataset(String name, String version) implements Comparable<Dataset> {

    private static final String PART = "[A-Za-z0-9][A-Za-z0-9._-]*";

    /** What is written in a specification. */
    static final String PATTERN = PART + "/" + PART;

    /**
     * @param written NAME/VERSION
     * @throws IllegalArgumentException when it is not
     */
    static Dataset parse(String written) {
        if (!written.matches(PATTERN)) {
            throw new IllegalArgumentException(
                    "'" + written + "' is not NAME/VERSION, such as arc/2026-01-31");
        }
        int slash = written.indexOf('/');
        return new Dataset(written.substring(0, slash), written.substring(slash + 1));
    }

    @Override
    public int compareTo(Dataset other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return name + "/" + version;
    }
}
