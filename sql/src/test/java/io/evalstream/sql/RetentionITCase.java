package io.evalstream.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How long rows are kept: what is configured, and that ClickHouse does it. */
class RetentionITCase {

    @TempDir private static Path directory;
    private static TestEngine engine;

    @BeforeAll
    static void start() {
        engine = TestEngine.start(directory);
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @BeforeEach
    void migrate() throws Exception {
        engine.drop();
        Migrations.apply(engine.client());
    }

    private static Retention samples(long days) {
        return new Retention(
                Optional.of(Duration.ofDays(days)), Optional.empty(), Optional.empty());
    }

    @Test
    void whatTheTableHasAlreadyChangesNothing() {
        assertThat(
                        new Retention(
                                        Optional.of(Duration.ofDays(90)),
                                        Optional.of(Duration.ofDays(180)),
                                        Optional.of(Duration.ofDays(90)))
                                .apply(engine.client()))
                .isEmpty();
        assertThat(Retention.UNCHANGED.apply(engine.client())).isEmpty();
    }

    @Test
    void anotherValueIsAppliedOnce() {
        assertThat(samples(30).apply(engine.client()))
                .containsExactly("samples keeps rows for 30 days, 90 before");
        assertThat(samples(30).apply(engine.client())).isEmpty();
        assertThat(Retention.UNCHANGED.apply(engine.client())).isEmpty();
        assertThat(ttl("samples")).contains("ingested_at + toIntervalDay(30)");
        assertThat(ttl("rolling")).contains("ingested_at + toIntervalDay(180)");
    }

    private static String ttl(String table) {
        return engine.text(
                "SELECT engine_full FROM system.tables WHERE database = 'vllm_eval' AND name = '"
                        + table
                        + "'");
    }

    @Test
    void lessThanADayOrPartOfOneIsRefused() {
        assertThatThrownBy(() -> Retention.requireSense(Duration.ofHours(23)))
                .hasMessage("less than a day");
        assertThatThrownBy(() -> Retention.requireSense(Duration.ofHours(36)))
                .hasMessage("not a whole number of days");
    }

    @Test
    void oldRowsGoAndYoungOnesStay() {
        for (int age : List.of(91, 89, 29, 31)) {
            engine.execute(
                    "INSERT INTO vllm_eval.samples (event_id, run_id, ts, ingested_at) SETTINGS"
                            + " async_insert = 0 SELECT toFixedString('"
                            + age
                            + "', 16), 'aged "
                            + age
                            + "', now() - INTERVAL 200 DAY, now() - INTERVAL "
                            + age
                            + " DAY");
        }
        engine.execute("OPTIMIZE TABLE vllm_eval.samples FINAL");
        assertThat(runs()).containsExactly("aged 29", "aged 31", "aged 89");

        samples(30).apply(engine.client());
        engine.execute("OPTIMIZE TABLE vllm_eval.samples FINAL");
        assertThat(runs()).containsExactly("aged 29");
    }

    private static List<String> runs() {
        return engine.texts("SELECT run_id FROM vllm_eval.samples ORDER BY run_id");
    }

    @Test
    void resultsStay() {
        engine.execute(
                "INSERT INTO vllm_eval.results (run_id, ts, version) SETTINGS async_insert = 0"
                        + " VALUES ('old', '2001-01-01 00:00:00', 1)");
        engine.execute("OPTIMIZE TABLE vllm_eval.results FINAL");
        assertThat(engine.texts("SELECT run_id FROM vllm_eval.results_prd")).containsExactly("old");
    }
}
