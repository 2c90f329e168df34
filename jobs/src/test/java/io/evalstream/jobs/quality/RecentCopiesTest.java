package io.evalstream.jobs.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.evalstream.contract.EventId;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;

class RecentCopiesTest {

    private static final EventId ID = new EventId(1, 2);

    private final RecentCopies copies = new RecentCopies();

    @Test
    void aRepetitionIsACopy() {
        assertThat(isCopy(ID, "a result of some length")).isFalse();
        assertThat(isCopy(ID, "a result of some length")).isTrue();
        assertThat(isCopy(ID, "a result of some length")).isTrue();
    }

    @Test
    void anotherIdOrAnotherByteIsNoCopy() {
        String text = "a result that is longer than two steps of the hash";
        isCopy(ID, text);
        for (int at = 0; at < text.length(); at++) {
            assertThat(isCopy(ID, text.substring(0, at) + '~' + text.substring(at + 1))).isFalse();
        }
        assertThat(isCopy(new EventId(2, 1), text)).isFalse();
        assertThat(isCopy(ID, "")).isFalse();
    }

    @Test
    void ofTwoContentsUnderOneIdTheOneThatComesLastPassesLast() {
        assertThat(isCopy(ID, "first")).isFalse();
        assertThat(isCopy(ID, "second")).isFalse();
        assertThat(isCopy(ID, "first")).isFalse();
        assertThat(isCopy(ID, "first")).isTrue();
    }

    @Test
    void mostRecentRepetitionsAreTold() {
        int told = 0;
        for (int i = 0; i < 10_000; i++) {
            assertThat(isCopy(new EventId(i, 31L * i), "result " + i)).isFalse();
        }
        for (int i = 0; i < 10_000; i++) {
            told += isCopy(new EventId(i, 31L * i), "result " + i) ? 1 : 0;
        }
        assertThat(told).isGreaterThan(6_000);
    }

    private boolean isCopy(EventId id, String text) {
        return copies.isCopy(id, text.getBytes(StandardCharsets.UTF_8));
    }
}
