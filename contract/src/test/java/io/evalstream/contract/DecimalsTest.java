package io.evalstream.contract;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

class DecimalsTest {
    private final JsonCursor cursor = new JsonCursor();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "-0.0",
                "0e999999999999",
                "1e22",
                "1e23",
                "9007199254740993",
                "9007199254740993.0",
                "9007199254740992.99999999999999999999",
                "9007199254740993.00000000000000000001",
                "1.7976931348623157e308",
                "1.7976931348623158e308",
                "1.7976931348623159e308",
                "1e309",
                "1e-324",
                "4.9e-324",
                "2.4703282292062327e-324",
                "2.4703282292062328e-324",
                "2.2250738585072014e-308",
                "2.2250738585072011e-308",
                "2.2250738585072012e-308",
                "8.5e-309",
                "18446744073709551615",
                "18446744073709551616",
                "9999999999999999999e-19",
                "1000000000000000000000000000000e-30",
                "0.000000000000000000000000000000000001e36",
                "1e-99999999999",
                "1e99999999999",
                "7.3177701707893310e+15",
                "1.00000000000000011102230246251565"
            })
    void difficultNumbersAreReadAsDoubleHasThem(String number) throws Exception {
        assertSame(number);
    }

    @Test
    void randomDecimalsAreReadAsDoubleHasThem() throws Exception {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 400_000; i++) {
            StringBuilder number = new StringBuilder(random.nextBoolean() ? "-" : "");
            int digits = 1 + random.nextInt(random.nextInt(10) == 0 ? 40 : 20);
            number.append(1 + random.nextInt(9));
            int point = random.nextInt(digits + 1);
            for (int digit = 1; digit < digits; digit++) {
                number.append(digit == point ? "." : "").append(random.nextInt(10));
            }
            if (random.nextInt(3) > 0) {
                int range = random.nextInt(3) == 0 ? 345 : 30;
                number.append('e').append(random.nextInt(-range, range));
            }
            assertSame(number.toString());
        }
    }

    @Property(tries = 20_000)
    void everyDoubleSurvivesItsShortestForm(@ForAll long bits) throws Exception {
        double number = Double.longBitsToDouble(bits);
        if (!Double.isNaN(number) && !Double.isInfinite(number)) {
            assertSame(Double.toString(number));
        }
    }

    @Property(tries = 20_000)
    void halfwayPointsAndTheirNeighboursRoundAsDoubleRoundsThem(
            @ForAll long bits, @ForAll @IntRange(min = -60, max = 60) int exponent)
            throws Exception {
        double number = Math.scalb(1 + (bits >>> 12) * 0x1p-52, exponent);
        BigDecimal halfway =
                new BigDecimal(number)
                        .add(new BigDecimal(Math.ulp(number)).divide(BigDecimal.valueOf(2)));
        assertSame(halfway.toString().replace("E+", "e"));
        for (int digits = 16; digits <= 20; digits++) {
            assertSame(halfway.round(new java.math.MathContext(digits)).toString());
        }
    }

    @Property(tries = 20_000)
    void subnormalNumbersAreReadAsDoubleHasThem(@ForAll long bits) throws Exception {
        assertSame(
                new BigDecimal(Double.longBitsToDouble(bits & 0x000F_FFFF_FFFF_FFFFL))
                        .round(new java.math.MathContext(19))
                        .toString());
    }

    private void assertSame(String number) throws RejectedEventException {
        byte[] bytes = number.getBytes(StandardCharsets.US_ASCII);
        cursor.open(bytes, 0, bytes.length);
        cursor.readNumber();
        cursor.expectEnd();
        assertThat(cursor.doubleValue()).as(number).isEqualTo(Double.parseDouble(number));
    }
}
