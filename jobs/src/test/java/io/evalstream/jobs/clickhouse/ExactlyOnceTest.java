package io.evalstream.jobs.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * No row is lost and none arrives twice, whatever fails and whenever; by seeds, of which {@code
 * -Dclickhouse.schedules=N} runs N.
 */
class ExactlyOnceTest {

    private static final int SCHEDULES = Integer.getInteger("clickhouse.schedules", 1_000);
    private static final int ROWS = 600;

    @Test
    void everyRowArrivesOnceInEverySchedule() throws Exception {
        for (long seed = 0; seed < SCHEDULES; seed++) {
            assertThat(findings(seed, Variant.AS_IT_IS)).as("seed " + seed).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = "AS_IT_IS", mode = EnumSource.Mode.EXCLUDE)
    void withoutOneOfItsProtectionsTheSameCheckFails(Variant variant) throws Exception {
        boolean found = false;
        for (long seed = 0; seed < 100 && !found; seed++) {
            found = !findings(seed, variant).isEmpty();
        }
        assertThat(found).isTrue();
    }

    private static List<String> findings(long seed, Variant variant) throws Exception {
        FakeEngine engine = new FakeEngine();
        new SimulatedJob(engine, seed, ROWS, variant).run();
        return findings(engine, ROWS);
    }

    /** What is wrong with the raw rows of an engine that had to get all numbers below a limit. */
    static List<String> findings(CountedEngine engine, int rows) throws Exception {
        List<String> findings = new ArrayList<>();
        Set<Long> seen = new HashSet<>();
        for (long number : engine.rows()) {
            if (!seen.add(number)) {
                findings.add(number + " twice");
            }
        }
        Set<Long> setAside = new HashSet<>();
        for (long number : engine.refused()) {
            if (!setAside.add(number)) {
                findings.add(number + " set aside twice");
            }
        }
        for (long number = 0; number < rows; number++) {
            Set<Long> place = Numbered.isUnlucky(number) ? setAside : seen;
            if (!place.remove(number)) {
                findings.add(number + " lost");
            }
        }
        seen.forEach(number -> findings.add(number + " does not exist"));
        setAside.forEach(number -> findings.add(number + " set aside for nothing"));
        return findings;
    }
}
