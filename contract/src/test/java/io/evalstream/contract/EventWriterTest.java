package io.evalstream.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

class EventWriterTest {
    private final EventWriter writer = new EventWriter();

    @Test
    void writesOnlyWhatIsPresent() {
        SampleEvent event = event("r", "acc", "", 0.5, Double.NaN, -1, Outcome.SCORED, null);

        assertThat(new String(writer.write(event), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"schema_version\":1,\"event_id\":\"00000000000000010000000000000002\","
                                + "\"run_id\":\"r\",\"model\":\"m\",\"model_tag\":\"m:1\",\"ts\":7,"
                                + "\"metric\":\"acc\",\"attempt\":3,\"value\":0.5}");
    }

    @Property(tries = 5000)
    void everySampleSurvivesWritingAndReading(
            @ForAll @StringLength(min = 1, max = 20) String runId,
            @ForAll @StringLength(max = 40) String text,
            @ForAll double value,
            @ForAll double latency,
            @ForAll @IntRange(min = -1) int index,
            @ForAll Outcome outcome,
            @ForAll boolean higherIsBetter)
            throws Exception {
        SampleEvent event =
                event(
                        whole(runId),
                        "acc",
                        whole(text),
                        value,
                        Math.abs(latency),
                        index,
                        outcome,
                        higherIsBetter);

        assertThat(new SampleEventReader().read(writer.write(event))).isEqualTo(event);
    }

    @Property(tries = 5000)
    void everyRunSurvivesWritingAndReading(
            @ForAll RunEvent.Type type,
            @ForAll @StringLength(min = 1, max = 20) String text,
            @ForAll @IntRange(min = 0, max = 9) int shard,
            @ForAll long seed)
            throws Exception {
        SeriesCount count =
                new SeriesCount(whole(text), "acc", "", whole(text), seed & Long.MAX_VALUE);
        RunEvent event =
                new RunEvent(
                        type,
                        whole(text),
                        "m",
                        "m:1",
                        "sha256:" + "0a".repeat(32),
                        7,
                        List.of(count, count),
                        shard,
                        10,
                        List.of(count),
                        seed,
                        Map.of(whole(text), text.length() > 3 ? "" : whole(text), "b", "c"));

        assertThat(new RunEventReader().read(writer.write(event))).isEqualTo(event);
    }

    @Test
    void refusesWhatJsonCannotSay() {
        assertThatThrownBy(
                        () ->
                                writer.write(
                                        event(
                                                "r",
                                                "acc",
                                                "",
                                                Double.POSITIVE_INFINITY,
                                                0,
                                                0,
                                                Outcome.SCORED,
                                                true)))
                .hasMessage("value is infinite, which JSON cannot say");
        assertThatThrownBy(
                        () ->
                                writer.write(
                                        event("\udc00", "acc", "", 1, 0, 0, Outcome.SCORED, true)))
                .hasMessage("half a surrogate pair is no character");
    }

    private static String whole(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    private static SampleEvent event(
            String runId,
            String metric,
            String text,
            double value,
            double latency,
            int index,
            Outcome outcome,
            Boolean higherIsBetter) {
        return new SampleEvent(
                new EventId(1, 2),
                runId,
                "m",
                "m:1",
                "",
                7,
                text,
                text,
                text,
                text,
                text,
                metric,
                text,
                text,
                text,
                index,
                Math.max(index, 0),
                0,
                3,
                outcome,
                value,
                higherIsBetter,
                text,
                text,
                text,
                text,
                text,
                text,
                text,
                latency,
                Double.NaN,
                latency,
                Double.NaN,
                latency,
                text,
                text,
                text,
                text);
    }
}
