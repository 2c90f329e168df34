package io.evalstream.udfs.verdict.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reference values are from tables of the distributions. */
class DistributionsTest {

    @ParameterizedTest
    @CsvSource({
        "0.95, 1, 3.841458820694124",
        "0.025, 4, 0.484418557087930",
        "0.975, 4, 11.143286781877796",
        "0.5, 9, 8.342832692252950",
        "0.975, 30, 46.979242243671159",
    })
    void quantilesOfChiSquare(double p, int degrees, double x) {
        assertThat(ChiSquare.quantile(p, degrees)).isCloseTo(x, within(1e-10));
        assertThat(ChiSquare.probability(x, degrees)).isCloseTo(p, within(1e-12));
    }

    @Test
    void endsOfChiSquare() {
        assertThat(ChiSquare.probability(0, 3)).isZero();
        assertThat(ChiSquare.probability(1e6, 3)).isEqualTo(1);
    }

    @Test
    void theNormalDistribution() {
        assertThat(StandardNormal.probability(1.96)).isCloseTo(0.975002104851780, within(1e-13));
        assertThat(StandardNormal.probability(-1)).isCloseTo(0.158655253931457, within(1e-13));
        assertThat(StandardNormal.quantile(0.99)).isCloseTo(2.326347874040841, within(1e-11));
        assertThat(StandardNormal.quantile(0.2)).isCloseTo(-0.841621233572914, within(1e-11));
        assertThat(StandardNormal.quantile(0.5)).isCloseTo(0, within(1e-7));
    }

    @Test
    void wilsonIntervals() {
        Proportion half = new Proportion(5, 10);
        assertThat(half.lower()).isCloseTo(0.236593090512564, within(1e-9));
        assertThat(half.upper()).isCloseTo(0.763406909487436, within(1e-9));
        Proportion none = new Proportion(0, 10);
        assertThat(none.lower()).isZero();
        assertThat(none.upper()).isCloseTo(0.277532799862889, within(1e-9));
        assertThat(new Proportion(10, 10).upper()).isEqualTo(1);
        assertThatIllegalArgumentException().isThrownBy(() -> new Proportion(3, 2));
    }
}
