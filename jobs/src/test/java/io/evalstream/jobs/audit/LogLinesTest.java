package io.evalstream.jobs.audit;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

class LogLinesTest {

    @Example
    void aLineIsReadableAndHasTheEventAsItCame() {
        LogLines lines = new LogLines(new LineStarts());
        lines.add(
                new AuditRecord(
                        AuditRecord.Kind.SAMPLE,
                        "r",
                        "samples",
                        3,
                        1207,
                        LogFixture.utf8("{ \"run_id\":\"r\", \"nobody_knows\":[1e0] }")));
        assertThat(text(lines))
                .isEqualTo(
                        "{\"type\":\"sample\",\"topic\":\"samples\",\"partition\":3,\"offset\":1207,"
                                + "\"event\":{ \"run_id\":\"r\", \"nobody_knows\":[1e0] }}\n");
    }

    @Example
    void anEventOverSeveralLinesStaysOneLine() throws Exception {
        byte[] event = LogFixture.utf8("{\"a\":1,\n \"b\":2}\r\n");
        LogLines lines = new LogLines(new LineStarts());
        lines.add(new AuditRecord(AuditRecord.Kind.SAMPLE, "r", "samples", 0, 0, event));
        assertThat(text(lines).indexOf('\n')).isEqualTo(lines.size() - 1);
        assertThat(text(lines)).contains("event_base64").doesNotContain("\r");
        assertThat(parsed(lines).event()).isEqualTo(event);
    }

    @Example
    void whatTheJobConcludesHasNoPlace() throws Exception {
        LogLines lines = new LogLines(new LineStarts());
        lines.add(LogFixture.verdict("r"));
        assertThat(text(lines))
                .isEqualTo("{\"type\":\"verdict\",\"event\":{\"verdict\":\"PASS\"}}\n");
        assertThat(lines.isVerdict()).isTrue();
        assertThat(parsed(lines).topic()).isEmpty();
    }

    @Property
    void whatIsWrittenIsReadByteByByte(
            @ForAll("events") byte[] event,
            @ForAll @IntRange(max = 4000) int partition,
            @ForAll @LongRange long offset)
            throws Exception {
        LogLines lines = new LogLines(new LineStarts());
        // With one line before it: prefixes are remembered from line to line.
        lines.add(new AuditRecord(AuditRecord.Kind.CONTROL, "r", "other", 1, 9, event));
        int first = lines.size();
        lines.add(
                new AuditRecord(AuditRecord.Kind.SAMPLE, "r", "samples", partition, offset, event));
        LogLine line = LogLine.parse(lines.bytes(), first, lines.size() - first - 1);
        assertThat(line.event()).isEqualTo(event);
        assertThat(line.type()).isEqualTo("sample");
        assertThat(line.topic()).isEqualTo("samples");
        assertThat(line.partition()).isEqualTo(partition);
        assertThat(line.offset()).isEqualTo(offset);
        long ends = Arrays.stream(text(lines).split("")).filter("\n"::equals).count();
        assertThat(ends).isEqualTo(2);
    }

    @Provide
    Arbitrary<byte[]> events() {
        return Arbitraries.strings()
                .withChars("{}\"\\:,event_base64 \n\r\t\u00e9\ud55c0.1")
                .ofMinLength(1)
                .ofMaxLength(60)
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    private static LogLine parsed(LogLines lines) throws IOException {
        return LogLine.parse(lines.bytes(), 0, lines.size() - 1);
    }

    private static String text(LogLines lines) {
        return new String(lines.bytes(), 0, lines.size(), StandardCharsets.UTF_8);
    }
}
