package io.evalstream.jobs.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.util.List;

/**
 * The schedules of {@link ExactlyOnceTest} on a real engine; {@code
 * -Dclickhouse.engine.schedules=N} runs N.
 */
class ExactlyOnceITCase {

    private static final int SCHEDULES = Integer.getInteger("clickhouse.engine.schedules", 30);
    private static final int ROWS = 200;

    @TempDir private static Path directory;
    private static EngineTables tables;

    @BeforeAll
    static void start() throws Exception {
        tables = EngineTables.start(directory);
    }

    @AfterAll
    static void stop() {
        tables.close();
    }

    @Test
    void everyRowArrivesOnceInEverySchedule() throws Exception {
        for (long seed = 0; seed < SCHEDULES; seed++) {
            assertThat(findings("sound", seed, Variant.AS_IT_IS)).as("seed " + seed).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(names = "AS_IT_IS", mode = EnumSource.Mode.EXCLUDE)
    void withoutOneOfItsProtectionsTheSameCheckFails(Variant variant) throws Exception {
        boolean found = false;
        for (long seed = 0; seed < 40 && !found; seed++) {
            found = !findings(variant.name(), seed, variant).isEmpty();
        }
        assertThat(found).isTrue();
    }

    private static List<String> findings(String name, long seed, Variant variant) throws Exception {
        String database = name + seed;
        RealEngine engine = new RealEngine(tables, database);
        new SimulatedJob(engine, seed, ROWS, variant).run();
        List<String> findings = ExactlyOnceTest.findings(engine, ROWS);
        tables.query("DROP DATABASE " + database);
        return findings;
    }
}
