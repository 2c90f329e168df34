package io.evalstream.udfs.verdict.calibration;

/**
 * How often runs of an unchanged model were called worse.
 *
 * @param runs how many were judged
 * @param early how many were called a breach at some prefix of the run, certain or not
 * @param atTheEnd how many had dropped by the threshold when complete
 * @param confirmed how many of those the paired comparison called real
 */
public record FalseAlarms(int runs, int early, int atTheEnd, int confirmed) {

    static final FalseAlarms NONE = new FalseAlarms(0, 0, 0, 0);

    FalseAlarms plus(FalseAlarms other) {
        return new FalseAlarms(
                runs + other.runs,
                early + other.early,
                atTheEnd + other.atTheEnd,
                confirmed + other.confirmed);
    }

    /** Share of the runs with a false BREACH_EARLY or BREACH_CERTAIN. */
    public Proportion earlyShare() {
        return new Proportion(early, runs);
    }

    /** Share of the runs with a false BREACH_FINAL. */
    public Proportion finalShare() {
        return new Proportion(atTheEnd, runs);
    }

    /** Share of the runs with a false BREACH_FINAL that was confirmed. */
    public Proportion confirmedShare() {
        return new Proportion(confirmed, runs);
    }
}
