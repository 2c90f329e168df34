package io.evalstream.udfs.verdict.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ShareTest {

    /** The interval's ends solve |p − count/of| = z·√(p·(1 − p)/of). */
    @Test
    void theEndsAreWhereTheScoreTestTurns() {
        Share share = new Share(7, 50);
        for (double end : new double[] {share.lower(), share.upper()}) {
            double z = Math.abs(share.value() - end) / Math.sqrt(end * (1 - end) / 50);
            assertThat(z).isCloseTo(1.959963984540054, within(1e-9));
        }
        assertThat(share.lower()).isLessThan(0.14);
        assertThat(share.upper()).isGreaterThan(0.14);
    }

    @Test
    void noneAndAllLeaveRoomOnOneSideOnly() {
        assertThat(new Share(0, 2995).lower()).isZero();
        assertThat(new Share(0, 2995).upper()).isCloseTo(0.00128, within(1e-5));
        assertThat(new Share(299, 299).upper()).isOne();
        assertThat(new Share(299, 299).lower()).isCloseTo(0.98732, within(1e-5));
    }

    @Test
    void ofNothingThereIsNoShare() {
        Share nothing = new Share(0, 0);
        assertThat(nothing.value()).isNaN();
        assertThat(nothing.lower()).isNaN();
        assertThat(nothing.upper()).isNaN();
        assertThat(nothing.plus(new Share(1, 4)).value()).isEqualTo(0.25);
        assertThatIllegalArgumentException().isThrownBy(() -> new Share(3, 2));
    }
}
