package io.evalstream.jobs.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class SegmentWriterTest {

    private final List<AuditSegment> out = new ArrayList<>();

    @Test
    void linesOfARunGoTogetherInTheirOrder() throws Exception {
        try (SegmentWriter writer = new SegmentWriter(out::add)) {
            for (int i = 0; i < 20_000; i++) {
                writer.add(LogFixture.sample("run-" + i % 3, i));
            }
            assertThat(out).as("large ones leave by themselves").isNotEmpty();
            writer.flush();
            assertThat(writer.openBytes()).isZero();
        }
        assertThat(out.size()).isLessThan(50);
        Map<String, List<Long>> offsets = new HashMap<>();
        try (Frames frames = new Frames()) {
            for (AuditSegment segment : out) {
                byte[] lines = frames.decompress(segment.frame(), 0, segment.frame().length);
                int from = 0;
                int count = 0;
                for (int at = 0; at < lines.length; at++) {
                    if (lines[at] == '\n') {
                        LogLine line = LogLine.parse(lines, from, at - from);
                        offsets.computeIfAbsent(segment.runId(), r -> new ArrayList<>())
                                .add(line.offset());
                        from = at + 1;
                        count++;
                    }
                }
                assertThat(segment.lines()).isEqualTo(count);
            }
        }
        for (int run = 0; run < 3; run++) {
            int of = run;
            List<Long> expected = new ArrayList<>();
            for (long i = of; i < 20_000; i += 3) {
                expected.add(i);
            }
            assertThat(offsets.get("run-" + run)).isEqualTo(expected);
        }
    }

    @Test
    void manyRunsDoNotFillTheMemory() {
        try (SegmentWriter writer = new SegmentWriter(out::add)) {
            byte[] large = new byte[1000];
            Arrays.fill(large, (byte) 'x');
            for (int i = 0; i < 40_000; i++) {
                writer.add(AuditRecord.own(AuditRecord.Kind.SAMPLE, "run-" + i, large));
                assertThat(writer.openBytes()).isLessThan(SegmentWriter.MAX_OPEN + 2000);
            }
            assertThat(out).as("handed on before they were asked for").isNotEmpty();
        }
    }
}
