package io.evalstream.udfs.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.evalstream.udfs.verdict.Releases.Conclusion;
import io.evalstream.udfs.verdict.Releases.Fault;
import io.evalstream.udfs.verdict.Releases.Run;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.List;

/** Releases that are bad in known ways are found, and their healthy twins are left alone. */
class KnownBadReleasesTest {

    private static final MetricDefinition ACCURACY = new MetricDefinition("acc", true, 0, 1, 1);
    private static final MetricDefinition JUDGED =
            new MetricDefinition("judge_score", true, 0, 10, 1);
    private static final int SEEDS = 12;
    private static final int BASELINE_RUNS = 5;

    private enum Kind {
        /** Fifteen questions in a hundred are now always wrong. */
        RANDOM_BREAKS(ACCURACY, (item, score, luck) -> item.fate() < 0.15 ? 0 : score),
        /** The longest answers are cut off before they end. */
        TRUNCATION(ACCURACY, (item, score, luck) -> item.length() > 0.8 ? 0 : score),
        /** The model does not see its own format: it mostly fails, and cannot be read. */
        CHAT_TEMPLATE(
                ACCURACY, (item, score, luck) -> luck.nextDouble() < 0.85 ? Double.NaN : score),
        /** The judge became stricter by about a point and a half. */
        JUDGE_SHIFT(
                JUDGED, (item, score, luck) -> Math.max(0, score - (luck.nextBoolean() ? 1 : 2)));

        private final MetricDefinition metric;
        private final Fault fault;

        Kind(MetricDefinition metric, Fault fault) {
            this.metric = metric;
            this.fault = fault;
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aBadReleaseIsFoundWhileItRunsAndAtItsEnd(Kind kind) {
        for (long seed = 0; seed < SEEDS; seed++) {
            Releases releases = new Releases(kind.metric, seed);
            List<Run> baseline = releases.runs(BASELINE_RUNS, Fault.NONE);
            Conclusion bad = releases.judge(baseline, releases.run(kind.fault));
            assertThat(bad.early())
                    .as("seed %d", seed)
                    .isIn(EarlyVerdict.BREACH_EARLY, EarlyVerdict.BREACH_CERTAIN);
            assertThat(bad.atEnd()).as("seed %d", seed).isEqualTo(SeriesVerdict.BREACH_FINAL);

            assertHealthy(releases.judge(baseline, releases.run(Fault.NONE)), seed);
        }
    }

    @RepeatedTest(SEEDS)
    void aWrongChatTemplateAlsoShowsInTheAnswersThatCannotBeRead(RepetitionInfo repetition) {
        long seed = repetition.getCurrentRepetition();
        Releases releases = new Releases(ACCURACY, seed);
        List<Run> baseline = releases.runs(BASELINE_RUNS, Fault.NONE);
        Conclusion bad = releases.judgeUnreadable(baseline, releases.run(Kind.CHAT_TEMPLATE.fault));
        assertThat(bad.early()).isIn(EarlyVerdict.BREACH_EARLY, EarlyVerdict.BREACH_CERTAIN);
        assertThat(bad.atEnd()).isEqualTo(SeriesVerdict.BREACH_FINAL);
        assertHealthy(releases.judgeUnreadable(baseline, releases.run(Fault.NONE)), seed);
    }

    @RepeatedTest(SEEDS)
    void oneSubjectThatFellIsNamed(RepetitionInfo repetition) {
        long seed = repetition.getCurrentRepetition();
        Fault oneSubject =
                (item, score, luck) -> item.subject() == 2 && item.fate() < 0.35 ? 0 : score;
        Releases releases = new Releases(ACCURACY, seed);
        List<Run> baseline = releases.runs(BASELINE_RUNS, Fault.NONE);
        Conclusion bad = releases.judge(baseline, releases.run(oneSubject));
        // A sixth of the benchmark down by a third is not enough for the whole.
        assertThat(bad.atEnd()).isEqualTo(SeriesVerdict.PASS);
        assertThat(bad.fallen()).containsExactly(Releases.name(2));
        assertHealthy(releases.judge(baseline, releases.run(Fault.NONE)), seed);
    }

    @RepeatedTest(SEEDS)
    void slowDriftIsFoundAgainstAnAnchorAndNotAgainstTheLatestRuns(RepetitionInfo repetition) {
        long seed = repetition.getCurrentRepetition();
        Releases releases = new Releases(ACCURACY, seed);
        List<Run> anchor = releases.runs(BASELINE_RUNS, Fault.NONE);
        List<Run> history = new ArrayList<>(anchor);
        Run latest = anchor.get(0);
        for (int release = 1; release <= 10; release++) {
            // What a release breaks stays broken in the next.
            double broken = 1 - Math.pow(0.98, release);
            latest = releases.run((item, score, luck) -> item.fate() < broken ? 0 : score);
            List<Run> rolling = history.subList(history.size() - BASELINE_RUNS, history.size());
            assertThat(releases.judge(rolling, latest).atEnd())
                    .as("release %d", release)
                    .isEqualTo(SeriesVerdict.PASS);
            history.add(latest);
        }
        Conclusion bad = releases.judge(anchor, latest);
        assertThat(bad.early()).isIn(EarlyVerdict.BREACH_EARLY, EarlyVerdict.BREACH_CERTAIN);
        assertThat(bad.atEnd()).isEqualTo(SeriesVerdict.BREACH_FINAL);
        assertHealthy(releases.judge(anchor, releases.run(Fault.NONE)), seed);
    }

    private static void assertHealthy(Conclusion conclusion, long seed) {
        assertThat(conclusion.early())
                .as("healthy twin, seed %d", seed)
                .isIn(EarlyVerdict.UNDECIDED, EarlyVerdict.CLEAR_EARLY);
        assertThat(conclusion.atEnd())
                .as("healthy twin, seed %d", seed)
                .isEqualTo(SeriesVerdict.PASS);
        assertThat(conclusion.fallen()).as("healthy twin, seed %d", seed).isEmpty();
    }
}
