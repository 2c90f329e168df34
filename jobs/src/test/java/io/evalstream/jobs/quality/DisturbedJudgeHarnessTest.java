package io.evalstream.jobs.quality;

import static io.evalstream.contract.Outcome.INFRA_ERROR;
import static io.evalstream.contract.Outcome.SCORED;

import static org.assertj.core.api.Assertions.assertThat;

import io.evalstream.contract.SampleEvent;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Random order, repetitions, restarts and returns to an earlier state, against a judge that gets
 * each record once and in order: whatever happens, the end is told in the same words.
 */
class DisturbedJudgeHarnessTest {

    private static final int ITEMS = 240;
    private static final int SUBJECTS = 3;

    /** Items from here on are tried twice in the run that is bad as a whole. */
    private static final int RETRIED_FROM = ITEMS - 12;

    /** Something that the judge is given. */
    private interface Step {
        void to(JudgeHarness judge) throws Exception;
    }

    /** How a run differs from the one before it. */
    private enum Kind {
        SAME(0.03, 0.03),
        BAD(0.4, 0.4),
        BAD_SLICE(0.25, 0);

        private final double broken;
        private final double brokenElsewhere;

        Kind(double broken, double brokenElsewhere) {
            this.broken = broken;
            this.brokenElsewhere = brokenElsewhere;
        }
    }

    @Property(tries = 100)
    void theEndIsToldInTheSameWords(@ForAll Kind kind, @ForAll long seed) throws Exception {
        Random runs = new Random(seed);
        List<SampleEvent> candidate = run("candidate", kind, runs);
        List<SampleEvent> next = run("next", Kind.SAME, runs);
        List<SampleEvent> good = run("good", Kind.SAME, runs);
        Map<Integer, SampleEvent> again = retries(candidate);

        List<RunVerdict> straight = new ArrayList<>();
        try (JudgeHarness judge = JudgeHarness.opened(Map.of())) {
            judge(judge, good);
            judge.start("candidate", "acc", ITEMS);
            judge(judge, next);
            for (Step step : steps(candidate, again)) {
                step.to(judge);
            }
            judge.finish("candidate", "acc", ITEMS);
            straight.addAll(judge.verdicts());
        }
        List<RunVerdict> disturbed = disturbed(good, next, candidate, again, new Random(~seed));
        assertThat(ends(disturbed)).isEqualTo(ends(straight)).hasSize(3);
        RunVerdict.Decision end = straight.get(straight.size() - 1).decision();
        // An end that knows nothing leaves standing what was seen on the way, if anything was.
        if (end != RunVerdict.Decision.INCONCLUSIVE) {
            boolean isBad = end == RunVerdict.Decision.BREACH;
            assertThat(isTold(disturbed)).isEqualTo(isBad).isEqualTo(isTold(straight));
        }
    }

    private List<RunVerdict> disturbed(
            List<SampleEvent> good,
            List<SampleEvent> next,
            List<SampleEvent> candidate,
            Map<Integer, SampleEvent> again,
            Random random)
            throws Exception {
        try (Disturbance disturbance = new Disturbance(random)) {
            disturbance.give(List.of(judge -> judge(judge, good)));
            List<Step> all = shuffled(candidate, again, random);
            // The next healthy run ends while the candidate goes on, and joins its baseline.
            int before = random.nextInt(all.size());
            List<Step> first = new ArrayList<>();
            first.add(judge -> judge.start("candidate", "acc", ITEMS));
            first.addAll(all.subList(0, before));
            disturbance.give(first);
            disturbance.give(List.of(judge -> judge(judge, next)));
            List<Step> rest = new ArrayList<>(all.subList(before, all.size()));
            // The announcement of the end travels on a topic of its own.
            Step end = judge -> judge.finish("candidate", "acc", ITEMS);
            rest.add(random.nextInt(rest.size() + 1), end);
            disturbance.give(rest);
            return disturbance.said();
        }
    }

    /** A judge that is ended at random, and sometimes sent back to where it was before. */
    private static final class Disturbance implements AutoCloseable {
        private final JudgeHarness judge = JudgeHarness.opened(Map.of());
        private final List<RunVerdict> said = new ArrayList<>();
        private final Random random;

        Disturbance(Random random) throws Exception {
            this.random = random;
        }

        void give(List<Step> steps) throws Exception {
            OperatorSubtaskState saved = judge.snapshot();
            int savedAt = 0;
            int returns = 2;
            for (int i = 0; i < steps.size(); i++) {
                steps.get(i).to(judge);
                int chance = random.nextInt(120);
                if (chance == 0) {
                    saved = judge.snapshot();
                    savedAt = i + 1;
                } else if (chance == 1 && returns > 0) {
                    returns--;
                    said.addAll(judge.verdicts());
                    judge.restore(saved);
                    i = savedAt - 1;
                } else if (chance == 2) {
                    said.addAll(judge.verdicts());
                    judge.restart();
                }
            }
        }

        List<RunVerdict> said() {
            said.addAll(judge.verdicts());
            return said;
        }

        @Override
        public void close() throws Exception {
            judge.close();
        }
    }

    private static void judge(JudgeHarness judge, List<SampleEvent> events) throws Exception {
        String runId = events.get(0).runId();
        judge.start(runId, "acc", ITEMS);
        for (SampleEvent event : events) {
            judge.sample(event);
        }
        judge.finish(runId, "acc", ITEMS);
    }

    /** Every sample and then the second attempt at it, if there is one. */
    private static List<Step> steps(List<SampleEvent> events, Map<Integer, SampleEvent> again) {
        List<Step> steps = new ArrayList<>();
        for (SampleEvent event : events) {
            steps.add(judge -> judge.sample(event));
            SampleEvent retry = again.get(event.dispatchIndex());
            if (retry != null) {
                steps.add(judge -> judge.sample(retry));
            }
        }
        return steps;
    }

    /**
     * The same in random order, a sample before its second attempt, some coming twice. The last is
     * one that has not come before: a run is complete when every sample is there, and an attempt
     * that comes after that is too late.
     */
    private static List<Step> shuffled(
            List<SampleEvent> events, Map<Integer, SampleEvent> again, Random random) {
        List<SampleEvent> once = new ArrayList<>(events.subList(1, RETRIED_FROM));
        for (int i = 0; i < 20; i++) {
            once.add(once.get(random.nextInt(RETRIED_FROM - 1)));
        }
        Collections.shuffle(once, random);
        Deque<Step> rest = new ArrayDeque<>(steps(events.subList(RETRIED_FROM, ITEMS), again));
        List<Step> all = new ArrayList<>();
        int earliest = 0;
        for (SampleEvent event : once) {
            all.add(judge -> judge.sample(event));
            if (!rest.isEmpty() && random.nextInt(8) == 0) {
                all.add(rest.pop());
                earliest = all.size();
            }
        }
        all.addAll(earliest + random.nextInt(all.size() - earliest + 1), rest);
        all.add(judge -> judge.sample(events.get(0)));
        return all;
    }

    /** Attempts that turn a score over, take it back, or are handed out without a place. */
    private static Map<Integer, SampleEvent> retries(List<SampleEvent> events) {
        Map<Integer, SampleEvent> again = new HashMap<>();
        for (SampleEvent event : events.subList(RETRIED_FROM, ITEMS)) {
            int item = Integer.parseInt(event.itemKey().substring("item-".length()));
            int index = event.dispatchIndex();
            SampleEvent retry =
                    switch (index % 4) {
                        case 0 -> Samples.retried(event, item, 1 - event.value(), SCORED, index);
                        case 1 -> Samples.retried(event, item, Double.NaN, INFRA_ERROR, index);
                        case 2 -> Samples.retried(event, item, event.value(), SCORED, -1);
                        default -> null;
                    };
            if (retry != null) {
                again.put(index, retry);
            }
        }
        return again;
    }

    private static List<SampleEvent> run(String runId, Kind kind, Random random) {
        List<Integer> order = new ArrayList<>();
        for (int item = 0; item < ITEMS; item++) {
            order.add(item);
        }
        Collections.shuffle(order, random);
        List<SampleEvent> events = new ArrayList<>();
        for (int index = 0; index < ITEMS; index++) {
            int item = order.get(index);
            double broken = item % SUBJECTS == 0 ? kind.broken : kind.brokenElsewhere;
            boolean isRight = item % 10 < 7 && random.nextDouble() >= broken;
            String subject = "subject" + item % SUBJECTS;
            events.add(Samples.dispatched(runId, "acc", item, isRight ? 1 : 0, index, subject));
        }
        return events;
    }

    /** What is recorded of the runs that have ended, each once. */
    private static Set<String> ends(List<RunVerdict> said) {
        Set<String> ends = new HashSet<>();
        for (RunVerdict verdict : said) {
            if (verdict.state() != RunVerdict.State.RUNNING) {
                ends.add(new String(VerdictJson.verdict(verdict), StandardCharsets.UTF_8));
            }
        }
        return ends;
    }

    /** Whether people know of the candidate's breach when all is said. */
    private static boolean isTold(List<RunVerdict> said) {
        boolean isTold = false;
        for (RunVerdict verdict : said) {
            if (verdict.decision() == RunVerdict.Decision.BREACH) {
                isTold |= verdict.notice() == RunVerdict.Notice.RAISED;
            }
            isTold &= verdict.notice() != RunVerdict.Notice.CORRECTED;
        }
        return isTold;
    }
}
