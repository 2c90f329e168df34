package io.evalstream.bench.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.evalstream.bench.Figure;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The arithmetic of the table. */
class StandingTest {

    private static final Measurement OURS = measured(Contender.EVALSTREAM, 2, 1, 1);
    private static final Measurement SLOWER = measured(Contender.EVALSTREAM, 4, 2, 3);
    private static final Measurement SLOWEST = measured(Contender.EVALSTREAM, 8, 4, 6);
    private static final Measurement OTHER = measured(Contender.PLAIN_LOOP, 2, 0.5, 0.5);

    private static Measurement measured(
            Contender contender, double wall, double own, double engine) {
        return new Measurement(
                contender,
                1,
                1_000_000,
                seconds(wall),
                seconds(own),
                seconds(engine),
                seconds(0.25),
                seconds(0.125),
                seconds(3),
                Optional.empty());
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis((long) (seconds * 1000));
    }

    @Test
    void perCoreCountsContenderAndClickHouseAndNotTheBroker() {
        assertThat(OURS.perCore()).isEqualTo(500_000, within(1e-6));
        assertThat(OURS.onTheBox()).isEqualTo(500_000, within(1e-6));
        assertThat(OTHER.perCore()).isEqualTo(1_000_000, within(1e-6));
    }

    @Test
    void aFigureIsTheMedianOfTheRoundsWithItsRange() {
        Standing standing =
                Standing.of(Contender.EVALSTREAM, List.of(SLOWEST, OURS, OTHER, SLOWER));
        assertThat(standing.rounds()).isEqualTo(3);
        assertThat(standing.perCore()).isEqualTo(new Figure(200_000, 100_000, 500_000));
        assertThat(standing.ownCpu().median()).isEqualTo(2);
        assertThat(standing.engineCpu().median()).isEqualTo(3);
        assertThat(standing.brokerCpu().median()).isEqualTo(0.25);
        assertThat(Figure.of(new double[] {4, 1}).median()).isEqualTo(2.5);
    }

    @Test
    void theRatioIsOursToTheirs() {
        List<Standing> standings =
                List.of(
                        Standing.of(Contender.EVALSTREAM, List.of(OURS)),
                        Standing.of(Contender.PLAIN_LOOP, List.of(OTHER)));
        assertThat(ResultTable.ratio(standings.get(1), standings)).hasValue(0.5);
        assertThat(ResultTable.ratio(standings.get(0), standings)).isEmpty();
        assertThat(ResultTable.of(standings, "2 cores", Map.of("JDK", "17")))
                .contains("500 k (500 – 500)", "0.50 ×", "Machine   2 cores", "JDK 17");
    }

    @Test
    void oneWrongRoundRefusesThemAll() {
        Measurement wrong =
                Measurement.refused(Contender.PLAIN_LOOP, 2, "ids in samples are 7, sent were 8");
        Standing standing = Standing.of(Contender.PLAIN_LOOP, List.of(OTHER, wrong));
        assertThat(standing.fault()).hasValue("ids in samples are 7, sent were 8");
        List<Standing> all = List.of(Standing.of(Contender.EVALSTREAM, List.of(OURS)), standing);
        assertThat(ResultTable.of(all, "", Map.of()))
                .contains("plain-loop        refused: ids in samples are 7, sent were 8")
                .doesNotContain("×");
    }

    @Test
    void quantilesCountWhatNeverCame() {
        double[] millis = new double[1000];
        for (int i = 0; i < millis.length; i++) {
            millis[i] = millis.length - i;
        }
        assertThat(Quantiles.of(millis)).isEqualTo(new Quantiles(1000, 0, 500, 990, 999, 1000));
        millis[0] = Double.NaN;
        Quantiles lossy = Quantiles.of(millis);
        assertThat(lossy.missing()).isOne();
        assertThat(lossy.p999()).isEqualTo(999);
        assertThat(lossy.most()).isNaN();
    }

    @Test
    void aWindowOfFewStepsIsRefused() {
        assertThat(Heat.coarse(10)).isEmpty();
        assertThat(Heat.coarse(9)).hasValueSatisfying(why -> assertThat(why).contains("9 steps"));
    }
}
