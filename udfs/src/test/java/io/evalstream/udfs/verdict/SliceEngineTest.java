package io.evalstream.udfs.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.evalstream.udfs.verdict.SliceFinding.Result;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

class SliceEngineTest {

    @Test
    void theSliceThatFellIsFoundAndNoOther() {
        SlicedSeries series = new SlicedSeries();
        for (int i = 0; i < 200; i++) {
            series.add("law", 1, i % 10 < 3 ? 0 : 1);
            series.add("history", 0.7, i % 10 < 7 ? 1 : 0);
            series.add("physics", 0.4, i % 10 < 7 ? 1 : 0);
        }
        SliceEngine engine = series.engine();
        int first = 0;
        for (int i = 0; i < series.size(); i++) {
            series.record(engine, i);
            if (engine.evaluate() > 0 && first == 0) {
                first = i + 1;
            }
        }
        assertThat(first).isBetween(1, 200);
        Map<String, SliceFinding> live = SlicedSeries.byName(engine.findings());
        assertThat(live.get("law").foundAt()).isEqualTo(first);
        assertThat(live.get("law").relativeDrop()).isCloseTo(0.3, within(1e-9));
        assertThat(live.get("law").compared()).isEqualTo(200);
        assertThat(results(engine.findings()))
                .isEqualTo(
                        Map.of("law", Result.DROP, "history", Result.NONE, "physics", Result.NONE));
        assertThat(results(engine.finish())).isEqualTo(results(engine.findings()));
    }

    @Test
    void smallSlicesAreJudgedTogetherOrNotAtAll() {
        SlicedSeries together =
                new SlicedSeries().add(39, "a", 1, 0).add(1, "b", 1, 0).add(40, "c", 1, 1);
        SliceFinding other =
                SlicedSeries.byName(together.complete().finish()).get(SliceEngine.OTHER);
        assertThat(other.members()).containsExactly("a", "b");
        assertThat(other.samples()).isEqualTo(40);
        assertThat(other.result()).isEqualTo(Result.DROP);

        SlicedSeries tooFew = new SlicedSeries().add(39, "a", 1, 0).add(40, "c", 1, 1);
        assertThat(SlicedSeries.byName(tooFew.complete().finish())).containsOnlyKeys("c");
        assertThat(new SlicedSeries().add(39, "a", 1, 0).complete().finish()).isEmpty();
    }

    @Test
    void nothingIsFoundOnFewerThanThirtySamplesOrTwoPercentOfTheSlice() {
        assertThat(prefixOfCertainDrop(100)).isEqualTo(30);
        assertThat(prefixOfCertainDrop(4001)).isEqualTo(81);
    }

    private static int prefixOfCertainDrop(int samples) {
        return new SlicedSeries().add(samples, "a", 1, 0).complete().findings().get(0).foundAt();
    }

    @Test
    void aDropThatEndsBelowTheThresholdIsCorrected() {
        SlicedSeries series = new SlicedSeries().add(60, "a", 0.93, 0).add(740, "a", 0.93, 1);
        SliceEngine engine = series.complete();
        assertThat(engine.findings().get(0).result()).isEqualTo(Result.DROP);
        // The others won the wealth back, but it was there, and the slice is a little worse.
        SliceFinding finding = engine.finish().get(0);
        assertThat(finding.relativeDrop()).isCloseTo(0.005 / 0.93, within(1e-9));
        assertThat(finding.result()).isEqualTo(Result.REGRESSION);
    }

    @Test
    void aSliceThatEndsBetterIsNoRegression() {
        SlicedSeries series = new SlicedSeries().add(60, "a", 0.9, 0).add(740, "a", 0.9, 1);
        assertThat(series.complete().findings().get(0).result()).isEqualTo(Result.DROP);
        assertThat(series.complete().finish().get(0).result()).isEqualTo(Result.NONE);
    }

    @Test
    void atTheEndSeveralDropsSupportEachOther() {
        // Each one's evidence is between log(4/(4·α)) and log(4/α).
        SlicedSeries series = new SlicedSeries();
        for (int round = 0; round < 100; round++) {
            for (String slice : List.of("a", "b", "c", "d")) {
                series.add(slice, 1, round < 8 ? 0 : 1);
            }
        }
        SliceEngine engine = series.complete();
        for (SliceFinding finding : engine.findings()) {
            assertThat(finding.maximumLogE())
                    .isBetween(Math.log(1 / SlicedSeries.ALPHA), Math.log(4 / SlicedSeries.ALPHA));
            assertThat(finding.result()).isEqualTo(Result.NONE);
        }
        assertThat(results(engine.finish())).containsOnlyKeys("a", "b", "c", "d");
        assertThat(results(engine.finish()).values()).containsOnly(Result.REGRESSION);

        // What is missing behind the last arrival counts against a slice as well.
        SliceEngine cutOff = series.engine();
        for (int i = 0; i < 94 * 4; i++) {
            series.record(cutOff, i);
        }
        assertThat(results(cutOff.finish()).values()).containsOnly(Result.NONE);
    }

    @Test
    void gapsDelayAFindingAndAreChargedToTheirOwnSliceAtTheEnd() {
        SlicedSeries series =
                new SlicedSeries()
                        .add(150, "fell", 1, 1)
                        .add(50, "fell", 1, 0)
                        .add(1800, "same", 1, 1)
                        .shuffled(5);
        SliceEngine complete = series.complete();
        SliceEngine gaps = series.engine();
        int lost = 0;
        for (int i = 0; i < series.size(); i++) {
            // Only samples of the other slice are lost.
            if (i % 10 == 0 && series.slices.get(i).equals("same")) {
                lost++;
            } else {
                series.record(gaps, i);
            }
        }
        assertThat(lost).isGreaterThan(150);
        assertThat(SlicedSeries.byName(complete.findings()).get("fell").result())
                .isEqualTo(Result.DROP);
        assertThat(SlicedSeries.byName(gaps.findings()).get("fell").result())
                .isEqualTo(Result.NONE);
        SliceFinding atTheEnd = SlicedSeries.byName(gaps.finish()).get("fell");
        assertThat(atTheEnd.result()).isEqualTo(Result.DROP);
        assertThat(atTheEnd.maximumLogE())
                .isEqualTo(SlicedSeries.byName(complete.finish()).get("fell").maximumLogE());

        // A sample that is left out is no gap.
        for (int i = 0; i < series.size(); i++) {
            if (i % 10 == 0 && series.slices.get(i).equals("same")) {
                assertThat(gaps.leaveOut(i)).isTrue();
            }
        }
        assertThat(SlicedSeries.byName(gaps.findings()).get("fell"))
                .isEqualTo(SlicedSeries.byName(complete.findings()).get("fell"));
    }

    @Test
    void missingSamplesOfASliceAreTakenAsTheBest() {
        SlicedSeries series =
                new SlicedSeries().add(20, "a", 1, 0).add(70, "a", 1, 1).add(10, "a", 1, 0);
        SliceEngine engine = series.engine();
        for (int i = 20; i < 100; i++) {
            series.record(engine, i);
        }
        assertThat(engine.finish().get(0).relativeDrop()).isEqualTo(0.125);
        assertThat(engine.finish().get(0).result()).isEqualTo(Result.NONE);
        for (int i = 0; i < 20; i++) {
            series.record(engine, i);
        }
        assertThat(engine.finish().get(0).result()).isEqualTo(Result.DROP);
    }

    @Test
    void aSliceThatHardlyArrivedIsNotJudgedAtTheEnd() {
        SlicedSeries series = new SlicedSeries().add(40, "a", 1, 0);
        SliceEngine engine = series.engine();
        for (int i = 0; i < 29; i++) {
            series.record(engine, i);
        }
        assertThat(engine.finish().get(0).maximumLogE())
                .isGreaterThan(Math.log(1 / SlicedSeries.ALPHA));
        assertThat(engine.finish().get(0).result()).isEqualTo(Result.NONE);
        series.record(engine, 29);
        assertThat(engine.finish().get(0).result()).isEqualTo(Result.DROP);
    }

    @Test
    void aLaterAttemptReplacesTheScore() {
        SlicedSeries series = new SlicedSeries().add(200, "a", 1, 1);
        SliceEngine engine = series.engine();
        for (int i = 0; i < 200; i++) {
            engine.record(i, "a", 1, 0);
        }
        assertThat(engine.evaluate()).isEqualTo(1);
        for (int i = 0; i < 200; i++) {
            assertThat(engine.record(i, "a", 1, 1)).isTrue();
            assertThat(engine.record(i, "a", 1, 1)).isFalse();
        }
        assertThat(engine.evaluate()).isZero();
        assertThat(engine.findings()).isEqualTo(series.complete().findings());
    }

    @Test
    void refusesWhatIsNoScoreNoPlaceAndNoSlice() {
        SliceEngine engine = new SlicedSeries().add(50, "a", 1, 1).engine();
        assertThatIllegalArgumentException().isThrownBy(() -> engine.record(50, "a", 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> engine.leaveOut(-1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> engine.record(3, "a", 1, Double.NaN))
                .withMessageContaining("sample 3");
        assertThat(engine.record(3, "unknown", 1, 0)).isTrue();
        List<Slice> twice = List.of(new Slice("a", 50, 1), new Slice("a", 50, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                new SliceEngine(
                                        100, twice, SlicedSeries.THRESHOLD, SlicedSeries.ALPHA))
                .withMessageContaining("a");
        assertThatIllegalArgumentException().isThrownBy(() -> new Slice("a", 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Slice("a", 1, Double.NaN));
    }

    private static Map<String, Result> results(List<SliceFinding> findings) {
        Map<String, Result> results = new TreeMap<>();
        findings.forEach(finding -> results.put(finding.name(), finding.result()));
        return results;
    }
}
