package io.evalstream.udfs.verdict.simulation;

import java.util.Locale;
import java.util.Map;

/**
 * How verdicts fared on many runs of one scenario; "breaching" means that the drop measured on the
 * whole run, nothing missing, is at the threshold.
 *
 * @param scenario what the runs were like
 * @param runs how many there were
 * @param breachingRuns how many of them breached
 * @param found breaching runs called a breach, before their end or at it
 * @param falselyCalled other runs called a breach, before their end or at it
 * @param alertedEarly runs called a breach before their end
 * @param alertedEarlyBelow those of them that turned out not to breach
 * @param certain runs called a certain breach before their end
 * @param certainBelow those of them that turned out not to breach
 * @param clearedEarly runs called clear before their end
 * @param clearedBreaching those of them that turned out to breach
 * @param medianAlertShare median share of samples at the alert over breaching runs, 1 when it came
 *     at the end; NaN without breaching runs
 * @param p95AlertShare its 95th percentile
 * @param medianCertainShare the same median for certain breaches
 * @param medianClearShare median share of samples at clearance over the other runs, 1 when there
 *     was none; NaN without such runs
 * @param rules the rules for comparison
 */
public record StudyResult(
        Scenario scenario,
        int runs,
        int breachingRuns,
        Share found,
        Share falselyCalled,
        int alertedEarly,
        int alertedEarlyBelow,
        int certain,
        int certainBelow,
        int clearedEarly,
        int clearedBreaching,
        double medianAlertShare,
        double p95AlertShare,
        double medianCertainShare,
        double medianClearShare,
        Map<ComparisonRule, RuleResult> rules) {

    /**
     * How one rule fared on the same runs.
     *
     * @param found breaching runs with an alarm
     * @param falseAlarms other runs with an alarm
     * @param medianAlarmShare median share of samples at the alarm in breaching runs that have one;
     *     NaN without such runs
     * @param p95AlarmShare its 95th percentile
     */
    public record RuleResult(
            Share found, Share falseAlarms, double medianAlarmShare, double p95AlarmShare) {}

    /** Share of breaching runs called a breach before their end; NaN without breaching runs. */
    public double earlyDetectionRate() {
        return breachingRuns == 0
                ? Double.NaN
                : (double) (alertedEarly - alertedEarlyBelow) / breachingRuns;
    }

    /** Share of the other runs called a breach before their end; NaN without such runs. */
    public double falseBreachRate() {
        return runs == breachingRuns
                ? Double.NaN
                : (double) alertedEarlyBelow / (runs - breachingRuns);
    }

    /** A few lines to print; a dash where there is nothing to count. */
    public String table() {
        StringBuilder table = new StringBuilder();
        table.append(
                String.format(
                        Locale.ROOT,
                        "%s %.1f %%, N = %d: %d of %d runs breach%n",
                        scenario.change().regression(),
                        100 * scenario.change().drop(),
                        scenario.samples(),
                        breachingRuns,
                        runs));
        table.append(
                line(
                        "evalstream",
                        earlyDetectionRate(),
                        falseBreachRate(),
                        medianAlertShare,
                        ", 95 % by " + percent(p95AlertShare)));
        table.append(
                String.format(
                        Locale.ROOT,
                        "  %-20s %d (%d wrong) at %s; cleared %d (%d wrong) at %s%n",
                        "  certain",
                        certain,
                        certainBelow,
                        percent(medianCertainShare),
                        clearedEarly,
                        clearedBreaching,
                        percent(medianClearShare)));
        for (ComparisonRule rule : ComparisonRule.values()) {
            RuleResult result = rules.get(rule);
            table.append(
                    line(
                            rule.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                            result.found().value(),
                            result.falseAlarms().value(),
                            result.medianAlarmShare(),
                            ""));
        }
        return table.toString();
    }

    private String line(
            String rule, double detection, double falseAlarms, double share, String more) {
        return String.format(
                Locale.ROOT,
                "  %-20s found %s of %d, false %s of %d, median at %s of the samples%s%n",
                rule,
                percent(detection),
                breachingRuns,
                percent(falseAlarms),
                runs - breachingRuns,
                percent(share),
                more);
    }

    private static String percent(double share) {
        return Double.isNaN(share) ? "–" : String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }
}
