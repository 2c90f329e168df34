package io.evalstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.evalstream.udfs.verdict.simulation.Regression;
import io.evalstream.udfs.verdict.simulation.Scenario;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Simulated releases of several kinds through broker, Flink, ClickHouse and the Teams recorder. */
@Timeout(value = 6, unit = TimeUnit.MINUTES)
class SimulatedReleasesITCase {

    private static final int EACH = 3;

    @TempDir private Path directory;

    @Test
    void theJobDecidesAsTheEngineAndTellsEachBreachOnce() throws Exception {
        Repository.root();
        Scenario healthy = Scenario.healthy(500, 0.7, 0.05, 3).inFlight(32, 5);
        List<Scenario> scenarios =
                List.of(
                        healthy.disturbed(0, 0.005, 0.1),
                        healthy.with(Regression.RANDOM_BREAKS, 0.3),
                        healthy.with(Regression.TRUNCATION, 0.25).disturbed(0.01, 0.002, 0.1),
                        healthy.with(Regression.UNIFORM_SHIFT, 0.04));
        try (Pipeline pipeline =
                Pipeline.start(
                        directory,
                        new Ports(),
                        Optional.empty(),
                        JobConfiguration.read(Optional.empty()),
                        line -> {})) {
            JobStudy study = new JobStudy(pipeline, 0.10, 0.01);
            List<JobStudyResult> results = new ArrayList<>();
            for (int s = 0; s < scenarios.size(); s++) {
                List<JobTrial> trials = study.run("kind-" + s, scenarios.get(s), 5 + s, EACH);
                assertThat(trials).hasSize(EACH).noneMatch(JobTrial::isBaselineRefused);
                results.add(new JobStudyResult(scenarios.get(s), trials));
            }
            pipeline.drain();
            JobStudy.Told told = study.takeAlerts();
            for (JobStudyResult result : results) {
                String table = result.table();
                assertThat(result.differing()).extracting(JobTrial::difference).isEmpty();
                assertThat(result.wronglyTold()).as("duplicate or missing: " + table).isZero();
                assertThat(result.isWithinGoals()).as(table).isTrue();
            }
            assertThat(results).extracting(JobStudyResult::found).containsExactly(0, 3, 3, 0);
            assertThat(told.raisedOnHealthy()).isZero();
            assertThat(pipeline.stack().teams().cards()).hasSize(told.alerts());
        }
    }
}
