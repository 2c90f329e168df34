package io.evalstream.udfs.verdict.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SliceStudyTest {

    /** Eight subjects, the first of which has 200 samples. */
    private static final Scenario SUBJECTS =
            Scenario.healthy(3000, 0.7, 0.05, 5).slicedInto(8, 200.0 / 3000).inFlight(32, 5);

    @Test
    void aHiddenSubjectIsFoundAndNoOther() throws InterruptedException {
        SliceStudy.Result result = study(SUBJECTS.with(Regression.HIDDEN_SLICE, 0.3), 200);
        assertThat(result.engine().first().value()).isGreaterThanOrEqualTo(0.95);
        assertThat(result.engine().firstBeforeEnd().value()).isGreaterThan(0.9);
        assertThat(result.engine().others().value()).isLessThanOrEqualTo(0.01);
        assertThat(result.engine().medianShare()).isBetween(0.05, 0.7);
        assertThat(result.rules().get(ComparisonRule.NAIVE_WINDOW).others().value())
                .isGreaterThan(0.5);
    }

    @Test
    void inAnUnchangedModelNoSubjectIsFound() throws InterruptedException {
        SliceStudy.Result result = study(SUBJECTS, 300);
        assertThat(result.engine().any().value()).isLessThanOrEqualTo(0.01);
        assertThat(result.engine().medianShare()).isNaN();
    }

    @Test
    void theHiddenSubjectHasTwoHundredSamplesAndTheAverageStays() {
        Simulation simulation = new Simulation(SUBJECTS.with(Regression.HIDDEN_SLICE, 0.3), 3);
        double whole = 0;
        double first = 0;
        for (int run = 0; run < 100; run++) {
            SimulatedRun drawn = simulation.draw(run);
            assertThat(drawn.ofSlice(0).samples()).isEqualTo(200);
            assertThat(drawn.ofSlice(7).samples()).isEqualTo(400);
            whole += drawn.measuredDrop(0) / 100;
            first += drawn.ofSlice(0).measuredDrop(0) / 100;
        }
        assertThat(whole).isCloseTo(0, within(0.005));
        assertThat(first).isCloseTo(0.3, within(0.015));
    }

    @Test
    void theResultDependsOnTheSeedOnly() throws InterruptedException {
        Scenario lossy = SUBJECTS.with(Regression.HIDDEN_SLICE, 0.3).disturbed(0.01, 0.002, 0.05);
        SliceStudy study = new SliceStudy(lossy, 0.1, 0.05, 4);
        assertThat(study.run(20, 4)).isEqualTo(study.run(20, 1));
    }

    private static SliceStudy.Result study(Scenario scenario, int runs)
            throws InterruptedException {
        return new SliceStudy(scenario, 0.1, 0.05, 1).run(runs, 2);
    }
}
