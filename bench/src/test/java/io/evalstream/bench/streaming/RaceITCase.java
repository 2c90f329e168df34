package io.evalstream.bench.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A small race with everybody in it: processes, pipelines and the check, not the figures. */
class RaceITCase {

    @TempDir private Path directory;

    @Test
    void everyContenderDoesAllTheWork() throws Exception {
        System.setProperty("evalstream.home", Path.of("..").toAbsolutePath().toString());
        List<String> told = new ArrayList<>();
        List<Measurement> measured =
                new Race(
                                new Race.Plan(List.of(Contender.values()), 1, 0, 20_000, 0, true),
                                directory,
                                told::add)
                        .run();
        assertThat(measured).hasSize(Contender.values().length);
        assertThat(measured)
                .allSatisfy(
                        one -> {
                            assertThat(one.fault()).as(told.toString()).isEmpty();
                            assertThat(one.events()).isGreaterThan(19_000);
                            assertThat(one.engine()).isPositive();
                            assertThat(one.own().isZero())
                                    .isEqualTo(one.contender() == Contender.KAFKA_ENGINE);
                            assertThat(one.perCore()).isPositive();
                        });
    }
}
