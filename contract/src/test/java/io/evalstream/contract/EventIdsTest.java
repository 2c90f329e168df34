package io.evalstream.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

class EventIdsTest {
    @Test
    void theTestVectorOfTheDocumentationHolds() {
        assertThat(EventIds.of("run-7", "lm-eval", "", "gsm8k", "ab12", "exact_match", "strict", 0))
                .hasToString("b98d751713b9dd0a14005d0d8bfed863");
    }

    @Test
    void shiftingBytesBetweenFieldsChangesTheId() {
        byte[] record = "ab".getBytes(StandardCharsets.UTF_8);
        Set<EventId> ids = new HashSet<>();
        ids.add(EventIds.of("ab", "", "", "", "ab", "", "", 0));
        ids.add(EventIds.of("a", "b", "", "", "ab", "", "", 0));
        ids.add(EventIds.of("", "ab", "", "", "ab", "", "", 0));
        ids.add(EventIds.of("ab", "", "", "", "ab", "", "", 1));
        ids.add(EventIds.of("ab", "", "", "", "ab", "", "0", 1));
        ids.add(EventIds.of("ab", "", "", "", "e2:ab", "", "", 0));
        ids.add(EventIds.ofRecord("ab", "", "", "", record, "", "", 0));
        ids.add(EventIds.of("2:ab", "", "", "", "ab", "", "", 0));

        assertThat(ids).hasSize(8);
    }

    @Test
    void longTextsAndLargeRepeatsAreHashedWhole() {
        String longText = "한".repeat(5000);

        assertThat(EventIds.of(longText, "", "", "", "k", "m", "", Integer.MAX_VALUE))
                .isNotEqualTo(EventIds.of(longText, "", "", "", "k", "m", "", 0))
                .isEqualTo(EventIds.of(longText, "", "", "", "k", "m", "", Integer.MAX_VALUE));
    }

    @Test
    void anIdIsReadFromItsDigitsInEitherCase() {
        EventId id = new EventId(0x0123_4567_89AB_CDEFL, -2);

        assertThat(EventIds.parse(id.toString())).isEqualTo(id);
        assertThat(EventIds.parse("0123456789ABCDEFfffffffffffffffe")).isEqualTo(id);
        assertThatThrownBy(() -> EventIds.parse("0")).hasMessageContaining("32 hexadecimal digits");
        assertThatThrownBy(() -> EventIds.parse("٠".repeat(32)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesAnEmptyItemKeyAndHalfACharacter() {
        assertThatThrownBy(() -> EventIds.of("r", "", "", "", "", "m", "", 0))
                .hasMessageContaining("itemKey is empty");
        assertThatThrownBy(() -> EventIds.of("\ud800", "", "", "", "k", "m", "", 0))
                .hasMessageContaining("half a surrogate pair");
    }
}
