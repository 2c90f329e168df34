package io.evalstream.jobs.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Rolling means against all scores added up anew for each window. */
class RollingMeansPropertyTest {

    private static final long SLIDE = 7_000;
    private static final long FLUSH = 1_000;
    private static final long RETENTION = 10_000_000;
    private static final RollingKey KEY = new RollingKey("m", "m:1", "t", "acc", "", "");

    private record Score(long ts, double value) {}

    private record Expected(double mean, long n) {}

    /** One result of an item; a second one of the same item replaces the first. */
    private record Step(int item, long ts, double value, Next next) {}

    /** What happens after a step. */
    private enum Next {
        GO_ON,
        FLUSH,
        RESTART
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Long> times =
                Arbitraries.oneOf(
                        Arbitraries.longs().between(0, 20 * SLIDE),
                        Arbitraries.longs().between(0, 20).map(slide -> slide * SLIDE),
                        Arbitraries.longs().between(0, 10_413_791_999_999L));
        Arbitrary<Next> next =
                Arbitraries.frequencyOf(
                        Tuple.of(12, Arbitraries.just(Next.GO_ON)),
                        Tuple.of(3, Arbitraries.just(Next.FLUSH)),
                        Tuple.of(1, Arbitraries.just(Next.RESTART)));
        return Combinators.combine(
                        Arbitraries.integers().between(0, 30),
                        times,
                        Arbitraries.doubles().between(0, 1),
                        next)
                .as(Step::new)
                .list()
                .ofMaxSize(60);
    }

    @Property(tries = 300)
    void everyRowIsTheMeanOfTheScoresThatStandInItsWindow(
            @ForAll("steps") List<Step> steps, @ForAll @IntRange(min = 1, max = 6) int panes)
            throws Exception {
        long window = panes * SLIDE;
        Map<Integer, Score> standing = new HashMap<>();
        TreeSet<Long> touched = new TreeSet<>();
        long now = 0;
        RollingMeansHarness means = RollingMeansHarness.opened(operator(window));
        try {
            for (Step step : steps) {
                Score before = standing.put(step.item(), new Score(step.ts(), step.value()));
                means.send(updates(before, step));
                touch(touched, step.ts(), window);
                if (before != null) {
                    touch(touched, before.ts(), window);
                }
                if (step.next() == Next.RESTART) {
                    OperatorSubtaskState state = means.snapshot();
                    means.close();
                    means = RollingMeansHarness.restored(operator(window), state, now);
                } else if (step.next() == Next.FLUSH) {
                    now += FLUSH;
                    means.setTime(now);
                    verify(means.takeRows(), expected(touched, standing, window), window);
                    touched.clear();
                }
            }
            means.setTime(now + FLUSH);
            verify(means.takeRows(), expected(touched, standing, window), window);
            means.setTime(now + FLUSH + RETENTION);
            assertThat(means.stateEntries()).isZero();
            assertThat(means.timers()).isZero();
        } finally {
            means.close();
        }
    }

    private static List<RollingMeans.Update> updates(Score before, Step step) {
        List<RollingMeans.Update> updates = new ArrayList<>();
        if (before != null) {
            updates.add(new RollingMeans.Update(KEY, before.ts(), -before.value(), -1));
        }
        updates.add(new RollingMeans.Update(KEY, step.ts(), step.value(), 1));
        return updates;
    }

    private static void touch(Set<Long> touched, long ts, long window) {
        for (long start = -window; start <= window; start += SLIDE) {
            long candidate = ts - Math.floorMod(ts, SLIDE) + start;
            if (candidate <= ts && ts < candidate + window) {
                touched.add(candidate);
            }
        }
    }

    private static Map<Long, Expected> expected(
            Set<Long> touched, Map<Integer, Score> standing, long window) {
        Map<Long, Expected> rows = new TreeMap<>();
        for (long start : touched) {
            double sum = 0;
            long n = 0;
            for (Score score : standing.values()) {
                if (start <= score.ts() && score.ts() < start + window) {
                    sum += score.value();
                    n++;
                }
            }
            rows.put(start, new Expected(n == 0 ? Double.NaN : sum / n, n));
        }
        return rows;
    }

    private static void verify(List<RollingMean> rows, Map<Long, Expected> expected, long window) {
        assertThat(rows)
                .extracting(RollingMean::windowStartMillis)
                .containsExactlyElementsOf(expected.keySet());
        for (RollingMean row : rows) {
            Expected one = expected.get(row.windowStartMillis());
            assertThat(row.windowEndMillis()).isEqualTo(row.windowStartMillis() + window);
            assertThat(row.n()).isEqualTo(one.n());
            assertThat(row.mean()).isCloseTo(one.mean(), within(1e-9));
        }
    }

    private static RollingMeans operator(long window) {
        return new RollingMeans(
                Duration.ofMillis(window),
                Duration.ofMillis(SLIDE),
                Duration.ofMillis(FLUSH),
                Duration.ofMillis(RETENTION));
    }
}
