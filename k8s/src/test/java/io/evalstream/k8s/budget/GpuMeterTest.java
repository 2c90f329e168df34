package io.evalstream.k8s.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.evalstream.k8s.api.EvalRunStatus.GpuUse;

import org.junit.jupiter.api.Test;

import java.time.Instant;

/** GPU time is counted once, however often one looks. */
class GpuMeterTest {

    private static final Instant START = Instant.parse("2026-03-02T23:59:00Z");

    @Test
    void countsWhatWasHeldSinceTheLastLook() {
        GpuUse use = GpuMeter.advance(null, START, 2);
        use = GpuMeter.advance(use, START.plusSeconds(30), 4);
        use = GpuMeter.advance(use, START.plusSeconds(30), 4);
        use = GpuMeter.advance(use, START.plusSeconds(40), 0);
        use = GpuMeter.advance(use, START.plusSeconds(50), 0);

        assertThat(use.millis()).isEqualTo((30 * 2 + 10 * 4) * 1000L);
    }

    @Test
    void countsEachDayByItself() {
        GpuUse use = GpuMeter.advance(null, START, 1);
        use = GpuMeter.advance(use, START.plusSeconds(90), 1);

        assertThat(use.millis()).isEqualTo(90_000);
        assertThat(GpuMeter.secondsOfDay(use, START.plusSeconds(90))).isEqualTo(30);
        assertThat(GpuMeter.secondsOfDay(use, START)).isZero();
    }

    @Test
    void aClockThatGoesBackTakesNothingAway() {
        GpuUse use = GpuMeter.advance(GpuMeter.advance(null, START, 1), START.plusSeconds(9), 1);

        assertThat(GpuMeter.advance(use, START, 1)).isEqualTo(use);
    }

    @Test
    void savesTheServersTimeBesidesThatOfTheRunners() {
        PlannedRest rest = new PlannedRest();
        rest.add(1200, 0);
        rest.add(600, 2);

        assertThat(rest.gpuSeconds(3, 4)).isEqualTo(600 * 2 + (1200 + 600) / 3 * 4);
    }
}
