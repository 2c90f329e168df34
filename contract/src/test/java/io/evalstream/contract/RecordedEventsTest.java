package io.evalstream.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;

/**
 * Events as they lie in topics and audit logs read as they always did; their bytes never change.
 */
class RecordedEventsTest {

    private static SampleEvent read(String file) throws IOException, RejectedEventException {
        try (InputStream stream =
                RecordedEventsTest.class.getResourceAsStream("/recorded/" + file)) {
            return new SampleEventReader().read(stream.readAllBytes());
        }
    }

    @Test
    void theFirstVersionsFiveFieldsAreAnEvent() throws Exception {
        SampleEvent event = read("sample-event-v1-minimal.json");
        assertThat(event.runId()).isEqualTo("nightly-7");
        assertThat(event.modelTag()).isEqualTo("llm:release-1.2");
        assertThat(event.model()).isEqualTo("llm");
        assertThat(event.metric()).isEqualTo("acc");
        assertThat(event.value()).isEqualTo(1);
        assertThat(event.tsMillis()).isEqualTo(1_769_999_999_000L);
        assertThat(event.outcome()).isEqualTo(Outcome.SCORED);
    }

    @Test
    void fieldsOfAnotherProgramAreLeftAlone() throws Exception {
        SampleEvent event = read("sample-event-v1-unknown-fields.json");
        assertThat(event.task()).isEqualTo("facts");
        assertThat(event.value()).isEqualTo(0.5);
        assertThat(event.tsMillis()).isEqualTo(1_769_999_999_000L);
    }
}
