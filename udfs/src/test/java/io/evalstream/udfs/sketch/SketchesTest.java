package io.evalstream.udfs.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

class SketchesTest {

    private static final int MANY = 1_000_000;

    @Test
    void kllIsRightWithinItsErrorEverywhere() {
        KllQuantiles sketch = KllQuantiles.empty();
        for (int value : shuffled(MANY)) {
            sketch.add(value);
        }
        // Twice the error that holds with 99 % confidence, since the sketch tosses coins.
        for (double p : new double[] {0.01, 0.25, 0.5, 0.75, 0.99}) {
            assertThat(sketch.quantile(p) / MANY).isCloseTo(p, within(2 * 0.0133));
            assertThat(sketch.rank(p * MANY)).isCloseTo(p, within(2 * 0.0133));
        }
        assertThat(sketch.image()).hasSizeLessThan(6000);
    }

    @Test
    void reqIsBetterTheNearerTheTop() {
        ReqQuantiles sketch = ReqQuantiles.empty();
        for (int value : shuffled(MANY)) {
            sketch.add(value);
        }
        assertThat(sketch.quantile(0.5) / MANY).isCloseTo(0.5, within(0.03));
        assertThat(sketch.quantile(0.99) / MANY).isCloseTo(0.99, within(0.001));
        assertThat(sketch.quantile(0.9999) / MANY).isCloseTo(0.9999, within(0.00001));
        assertThat(sketch.image()).hasSizeLessThan(30_000);
    }

    @Test
    void quantilesOfFewNumbersAreExact() {
        KllQuantiles kll = KllQuantiles.empty();
        ReqQuantiles req = ReqQuantiles.empty();
        for (int value : shuffled(101)) {
            kll.add(value);
            req.add(value);
        }
        kll.add(Double.NaN);
        req.add(Double.NaN);
        for (QuantileSketch sketch : List.of(kll, req)) {
            assertThat(sketch.count()).isEqualTo(101);
            assertThat(sketch.quantile(0)).isZero();
            assertThat(sketch.quantile(0.5)).isEqualTo(50);
            assertThat(sketch.quantile(1)).isEqualTo(100);
            assertThat(sketch.rank(49)).isEqualTo(50.0 / 101);
        }
    }

    @Test
    void anEmptySketchHasNoQuantiles() {
        assertThatThrownBy(() -> KllQuantiles.empty().quantile(0.5))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("an empty sketch has no quantiles and no ranks");
        assertThat(KllQuantiles.fromImage(KllQuantiles.empty().image()).count()).isZero();
        assertThat(ReqQuantiles.fromImage(ReqQuantiles.empty().image()).count()).isZero();
        assertThat(DistinctSketch.fromImage(DistinctSketch.empty().image()).estimate()).isZero();
    }

    @Test
    void quantilesMergeFromTheirBytes() {
        KllQuantiles kll = KllQuantiles.empty();
        ReqQuantiles req = ReqQuantiles.empty();
        for (int part = 0; part < 10; part++) {
            KllQuantiles kllPart = KllQuantiles.empty();
            ReqQuantiles reqPart = ReqQuantiles.empty();
            for (int i = 0; i < 20_000; i++) {
                kllPart.add(i * 10 + part);
                reqPart.add(i * 10 + part);
            }
            kll.merge(KllQuantiles.fromImage(kllPart.image()));
            req.merge(ReqQuantiles.fromImage(reqPart.image()));
        }
        assertThat(kll.count()).isEqualTo(200_000);
        assertThat(kll.quantile(0.5)).isCloseTo(100_000, within(6000.0));
        assertThat(req.quantile(0.999)).isCloseTo(199_800, within(40.0));
    }

    @Property(tries = 20)
    void aSetIsTheSameInEveryOrderAndPartition(@ForAll long seed) {
        Random random = new Random(seed);
        List<Integer> values = shuffled(30_000);
        DistinctSketch whole = DistinctSketch.empty();
        values.forEach(value -> whole.add("item " + value));
        Collections.shuffle(values, random);
        DistinctSketch merged = DistinctSketch.empty();
        DistinctSketch part = DistinctSketch.empty();
        for (int value : values) {
            part.add("item " + value);
            if (random.nextInt(5000) == 0) {
                merged.merge(DistinctSketch.fromImage(part.image()));
                part = DistinctSketch.empty();
            }
        }
        merged.merge(part);
        assertThat(merged.image()).isEqualTo(whole.image());
        assertThat(whole.image()).hasSizeLessThan(32_900);
        assertThat(whole.estimate()).isCloseTo(30_000, within(30_000 * 5 / 64.0));
    }

    @Test
    void setsKnowWhatTheyShare() {
        byte[] a = range(0, 3000);
        byte[] b = range(2000, 4000);
        assertThat(DistinctSketch.estimate(a)).isEqualTo(3000);
        assertThat(DistinctSketch.estimate(DistinctSketch.union(a, b))).isEqualTo(4000);
        assertThat(DistinctSketch.estimate(DistinctSketch.intersection(a, b))).isEqualTo(1000);
        assertThat(DistinctSketch.overlap(a, b)).isEqualTo(0.5);
        assertThat(DistinctSketch.overlap(a, range(0, 0))).isNaN();
        byte[] many = range(0, 400_000);
        byte[] few = range(390_000, 410_000);
        assertThat(DistinctSketch.overlap(many, few)).isCloseTo(0.5, within(0.2));
    }

    @Test
    void theEmptyTextIsAValue() {
        DistinctSketch set = DistinctSketch.empty();
        set.add("");
        set.add("");
        set.add("a");
        assertThat(set.estimate()).isEqualTo(2);
    }

    @Property(tries = 2000)
    void otherBytesAreRefusedBeforeTheyAreRead(@ForAll byte[] bytes, @ForAll long seed) {
        Random random = new Random(seed);
        byte[] image = range(0, 10);
        byte[] broken = image.clone();
        int at = random.nextInt(broken.length);
        broken[at] ^= (byte) (1 << random.nextInt(8));
        byte[] cut = Arrays.copyOf(image, random.nextInt(image.length));
        for (byte[] wrong : List.of(bytes, broken, cut, KllQuantiles.empty().image())) {
            assertThatThrownBy(() -> DistinctSketch.estimate(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("these " + wrong.length + " bytes are not a theta sketch");
        }
    }

    private static byte[] range(int from, int to) {
        DistinctSketch set = DistinctSketch.empty();
        for (int i = from; i < to; i++) {
            set.add(i);
        }
        return set.image();
    }

    private static List<Integer> shuffled(int count) {
        List<Integer> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(i);
        }
        Collections.shuffle(values, new Random(11));
        return values;
    }
}
