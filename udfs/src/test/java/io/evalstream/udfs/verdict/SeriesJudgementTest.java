package io.evalstream.udfs.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.List;

class SeriesJudgementTest {

    private static final DropRule RULE = new DropRule(new BigDecimal("0.10"));
    private static final MetricDefinition ACCURACY = new MetricDefinition("acc", true, 0, 1, 1);
    private static final MetricDefinition ERRORS =
            new MetricDefinition("error_rate", false, 0, 1, 1);
    private static final MetricDefinition SIGNED =
            new MetricDefinition(
                    "*_diff", true, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 3);
    private static final MetricDefinition UNBOUNDED =
            new MetricDefinition("*_max", true, 0, Double.POSITIVE_INFINITY, 3);

    @Test
    void withoutBaselineThereIsNoVerdict() {
        assertThat(judge(ACCURACY, List.of(), hits(50, 100), 0))
                .isEqualTo(SeriesVerdict.NO_BASELINE);
        assertThat(judge(ACCURACY, List.of(), ScoreSum.EMPTY, 100))
                .isEqualTo(SeriesVerdict.INCONCLUSIVE);
    }

    @Test
    void missingSamplesNeverDecideByThemselves() {
        List<ScoreSum> baseline = List.of(hits(80, 100));
        assertThat(judge(ACCURACY, baseline, hits(75, 100), 0)).isEqualTo(SeriesVerdict.PASS);
        assertThat(judge(ACCURACY, baseline, hits(75, 95), 5)).isEqualTo(SeriesVerdict.PASS);
        assertThat(judge(ACCURACY, baseline, hits(70, 95), 5))
                .isEqualTo(SeriesVerdict.INCONCLUSIVE);
        assertThat(judge(ACCURACY, baseline, hits(60, 95), 5))
                .isEqualTo(SeriesVerdict.BREACH_FINAL);
    }

    @Test
    void missingSamplesOfAMetricWithoutRangeCannotBeBounded() {
        assertThat(judge(UNBOUNDED, List.of(hits(800, 100)), hits(790, 99), 1))
                .isEqualTo(SeriesVerdict.INCONCLUSIVE);
        assertThat(judge(UNBOUNDED, List.of(hits(800, 100)), hits(790, 100), 0))
                .isEqualTo(SeriesVerdict.PASS);
    }

    @Test
    void theRelativeRuleNeedsAPositiveBaselineAndAnUnsignedRange() {
        assertThat(judge(ACCURACY, List.of(hits(0, 100)), hits(0, 100), 0))
                .isEqualTo(SeriesVerdict.PASS);
        assertThat(judge(ERRORS, List.of(hits(0, 100)), hits(1, 100), 0))
                .isEqualTo(SeriesVerdict.NOT_APPLICABLE);
        assertThat(judge(SIGNED, List.of(hits(70, 100)), hits(-400, 100), 0))
                .isEqualTo(SeriesVerdict.NOT_APPLICABLE);
    }

    @Test
    void aTenthOfNearlyNothingIsNoBreach() {
        List<ScoreSum> baseline = List.of(hits(40, 1000));
        assertThat(judge(ACCURACY, baseline, hits(31, 1000), 0)).isEqualTo(SeriesVerdict.PASS);
        assertThat(judge(ACCURACY, baseline, hits(30, 1000), 0))
                .isEqualTo(SeriesVerdict.BREACH_FINAL);
    }

    @Test
    void tooFewSamplesAreInconclusive() {
        assertThat(judge(ACCURACY, List.of(hits(20, 29)), hits(1, 29), 0))
                .isEqualTo(SeriesVerdict.INCONCLUSIVE);
        assertThat(judge(ACCURACY, List.of(hits(20, 30)), hits(1, 30), 0))
                .isEqualTo(SeriesVerdict.BREACH_FINAL);
    }

    private static SeriesVerdict judge(
            MetricDefinition metric, List<ScoreSum> baseline, ScoreSum candidate, long missing) {
        return SeriesJudgement.of(
                        RULE,
                        metric,
                        metric.higherIsBetter(),
                        baseline,
                        candidate,
                        missing,
                        SeriesJudgement.MINIMUM_SAMPLES)
                .verdict();
    }

    private static ScoreSum hits(int sum, int count) {
        return new ScoreSum(BigDecimal.valueOf(sum), count);
    }
}
