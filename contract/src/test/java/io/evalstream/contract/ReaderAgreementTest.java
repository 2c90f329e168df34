package io.evalstream.contract;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;

/** {@code -Devalstream.fuzz=<count>} and {@code -Devalstream.fuzz.seed=<seed>} for longer runs. */
class ReaderAgreementTest {
    private static final long RECORDS = Long.getLong("evalstream.fuzz", 100_000);
    private static final long FIRST_SEED = Long.getLong("evalstream.fuzz.seed", 0);

    private final ReaderAgreement agreement = new ReaderAgreement();

    @Test
    void readersAgreeWithJacksonAndTheSchemas() {
        agreement.checkAll(FIRST_SEED, RECORDS);

        // A generator that only makes one kind would agree with anything.
        assertThat(agreement.tally().get("accepted")).isGreaterThan((int) (RECORDS / 10));
        for (RejectReason reason : RejectReason.values()) {
            if (reason != RejectReason.EMPTY && reason != RejectReason.TOO_LARGE) {
                assertThat(agreement.tally()).containsKey(reason.name());
            }
        }
    }

    @Property(tries = 2000)
    void readersAgreeWithJacksonAndTheSchemasForAnySeed(@ForAll long seed) {
        new Holder().agreement.checkAll(seed & Long.MAX_VALUE >> 1, 3);
    }

    @Property(tries = 2000)
    void readersAgreeOnAnyBytes(@ForAll byte[] bytes) {
        new Holder().agreement.checkSample(bytes);
        new Holder().agreement.checkRun(bytes);
    }

    /** One reference for all tries, as building a schema takes longer than a try. */
    private static final class Holder {
        private static final ReaderAgreement SHARED = new ReaderAgreement();
        private final ReaderAgreement agreement = SHARED;
    }
}
