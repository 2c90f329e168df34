package io.evalstream.bench.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import io.evalstream.bench.streaming.Ledger.Sums;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

/** What the check says of figures that differ. */
class LedgerCheckTest {

    private static final Map<String, Sums> SENT =
            Map.of("m:1\tqa\tacc", new Sums(3, 2048), "m:2\tqa\tacc", new Sums(1, 0));

    @Test
    void equalFiguresAreRight() {
        assertThat(
                        LedgerCheck.difference(
                                "samples",
                                SENT,
                                1,
                                List.of("m:1\tqa\tacc\t3\t2048", "m:2\tqa\tacc\t1\t0")))
                .isEmpty();
        assertThat(
                        LedgerCheck.difference(
                                "windows",
                                SENT,
                                10,
                                List.of("m:1\tqa\tacc\t30\t20480", "m:2\tqa\tacc\t10\t0")))
                .isEmpty();
    }

    @Test
    void aSumACountAMissingAndAForeignSeriesAreNamed() {
        assertThat(
                        LedgerCheck.difference(
                                "samples",
                                SENT,
                                1,
                                List.of("m:1\tqa\tacc\t3\t2047", "m:2\tqa\tacc\t1\t0")))
                .get()
                .asString()
                .contains("samples of m:1 qa acc");
        assertThat(
                        LedgerCheck.difference(
                                "samples",
                                SENT,
                                1,
                                List.of("m:1\tqa\tacc\t4\t2048", "m:2\tqa\tacc\t1\t0")))
                .isPresent();
        assertThat(LedgerCheck.difference("samples", SENT, 1, List.of("m:1\tqa\tacc\t3\t2048")))
                .get()
                .asString()
                .contains("m:2 qa acc are missing");
        assertThat(
                        LedgerCheck.difference(
                                "samples",
                                SENT,
                                1,
                                List.of(
                                        "m:1\tqa\tacc\t3\t2048",
                                        "m:2\tqa\tacc\t1\t0",
                                        "m:3\tqa\tacc\t1\t0")))
                .get()
                .asString()
                .contains("were not sent");
    }
}
