package io.evalstream.jobs.snapshot;

/** The fields that queries are to be counted by tell nearly all of them apart. */
final class TooManyStrataException extends SnapshotException {
    private static final long serialVersionUID = 1L;

    TooManyStrataException() {
        super(
                "the queries fall into more than "
                        + Sample.MOST_STRATA
                        + " strata; stratify by fields with few values");
    }
}
