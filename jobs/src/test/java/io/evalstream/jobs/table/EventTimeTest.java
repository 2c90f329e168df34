package io.evalstream.jobs.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;

class EventTimeTest {

    private final EventTime function = new EventTime();

    @Test
    void readsBothFormsOfTheContract() {
        Instant time = Instant.parse("2026-01-31T14:59:59.999Z");
        assertThat(function.eval("2026-01-31T23:59:59.999+09:00")).isEqualTo(time);
        assertThat(function.eval("2026-01-31t14:59:59.999z")).isEqualTo(time);
        assertThat(function.eval("1769871599999")).isEqualTo(time);
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {"yesterday", "2026-01-31", "-1", "99999999999999999999", "10413792000000"})
    void isNullForWhatIsNoTimeOfAnEvent(String ts) {
        assertThat(function.eval(ts)).isNull();
    }
}
