package io.evalstream.jobs.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.evalstream.contract.EventWriter;
import io.evalstream.contract.RejectReason;
import io.evalstream.contract.RunEvent;
import io.evalstream.contract.SampleEvent;
import io.evalstream.contract.SeriesCount;
import io.evalstream.jobs.kafka.KafkaRecord;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;

/** Every record is an event or a dead letter with its own bytes, and never the end of the job. */
class ReadEventsTest {

    private static final byte[] SAMPLE =
            new EventWriter().write(Samples.sample("run", "acc", 7, 0.5));
    private static final byte[] RUN =
            new EventWriter()
                    .write(
                            new RunEvent(
                                    RunEvent.Type.RUN_STARTED,
                                    "run",
                                    "model",
                                    "model:run",
                                    "",
                                    1_000,
                                    List.of(new SeriesCount("task", "acc", "", "ko", 3)),
                                    0,
                                    2,
                                    List.of(),
                                    42,
                                    Map.of("a", "b")));

    private static OneInputStreamOperatorTestHarness<KafkaRecord, SampleEvent> samples;
    private static OneInputStreamOperatorTestHarness<KafkaRecord, RunEvent> runs;
    private static final Set<String> read = new HashSet<>();
    private static long offset;

    @BeforeContainer
    static void open() throws Exception {
        samples = new OneInputStreamOperatorTestHarness<>(new ProcessOperator<>(new ReadSamples()));
        samples.open();
        runs = new OneInputStreamOperatorTestHarness<>(new ProcessOperator<>(new ReadRuns()));
        runs.open();
    }

    @AfterContainer
    static void close() throws Exception {
        samples.close();
        runs.close();
    }

    @Property(tries = 2_000)
    void anyBytesAreASampleOrADeadLetter(@ForAll("records") byte[] bytes) throws Exception {
        read(samples, ReadSamples.DEAD_LETTERS, bytes);
    }

    @Property(tries = 2_000)
    void anyBytesAreAControlEventOrADeadLetter(@ForAll("records") byte[] bytes) throws Exception {
        read(runs, ReadRuns.DEAD_LETTERS, bytes);
    }

    @Property(tries = 1)
    void anEventIsReadOnce() throws Exception {
        SampleEvent event = Samples.sample("run of its own", "acc", 7, 0.5);
        byte[] sample = new EventWriter().write(event);
        samples.processElement(new StreamRecord<>(record(sample)));
        samples.processElement(new StreamRecord<>(record(sample)));
        assertThat(samples.extractOutputValues()).containsExactly(event);
        samples.getOutput().clear();
        runs.processElement(new StreamRecord<>(record(RUN)));
        assertThat(runs.extractOutputValues()).extracting(RunEvent::runId).containsExactly("run");
        runs.getOutput().clear();
    }

    @Property(tries = 1)
    void aDeadLetterSaysWhatWhereAndWhy() throws Exception {
        byte[] unknown = "{\"schema_version\":2}".getBytes(StandardCharsets.UTF_8);
        KafkaRecord record = new KafkaRecord("eval.samples", 3, 17, unknown);
        samples.processElement(new StreamRecord<>(record));
        DeadLetter letter = samples.getSideOutput(ReadSamples.DEAD_LETTERS).poll().getValue();
        assertThat(letter.reason()).isEqualTo(RejectReason.UNKNOWN_VERSION);
        assertThat(letter.field()).isEqualTo("schema_version");
        assertThat(letter.message()).contains("schema_version must be 1");
        assertThat(letter.topic()).isEqualTo("eval.samples");
        assertThat(letter.partition()).isEqualTo(3);
        assertThat(letter.offset()).isEqualTo(17);
        assertThat(letter.payload()).isEqualTo(unknown);
    }

    @Provide
    Arbitrary<byte[]> records() {
        Arbitrary<byte[]> noise = Arbitraries.bytes().array(byte[].class).ofMaxSize(200);
        Arbitrary<byte[]> text =
                Arbitraries.strings()
                        .withChars("{}[]\",:\\ue+-.0123 \n\u00e9\u0000")
                        .withChars("schema_version")
                        .ofMaxLength(80)
                        .map(string -> string.getBytes(StandardCharsets.UTF_8));
        return Arbitraries.oneOf(noise, text, damaged(SAMPLE), damaged(RUN));
    }

    /** An event with some bytes changed, cut off, or written twice. */
    private static Arbitrary<byte[]> damaged(byte[] event) {
        return Arbitraries.integers()
                .between(0, event.length - 1)
                .flatMap(
                        at ->
                                Arbitraries.bytes()
                                        .map(
                                                with -> {
                                                    byte[] bytes = event.clone();
                                                    bytes[at] = with;
                                                    return with % 5 == 0
                                                            ? Arrays.copyOf(bytes, at)
                                                            : bytes;
                                                }));
    }

    private static KafkaRecord record(byte[] bytes) {
        return new KafkaRecord("eval.samples", 1, offset++, bytes);
    }

    private static <T> void read(
            OneInputStreamOperatorTestHarness<KafkaRecord, T> reader,
            OutputTag<DeadLetter> tag,
            byte[] bytes)
            throws Exception {
        KafkaRecord record = record(bytes);
        reader.processElement(new StreamRecord<>(record));
        Queue<StreamRecord<DeadLetter>> dead = reader.getSideOutput(tag);
        int letters = dead == null ? 0 : dead.size();
        // Damage may leave an event that has just passed as it was; a copy ends here.
        boolean isCopy = !read.add(new String(bytes, StandardCharsets.ISO_8859_1)) && letters == 0;
        int events = reader.extractOutputValues().size();
        assertThat(events + letters).isBetween(isCopy ? 0 : 1, 1);
        if (letters == 1) {
            DeadLetter letter = dead.remove().getValue();
            assertThat(letter.payload()).isEqualTo(bytes);
            assertThat(letter.offset()).isEqualTo(record.offset());
            assertThat(letter.message()).isNotBlank().doesNotContain("\n");
            assertThat(VerdictJson.deadLetter(letter)).isNotEmpty();
        }
        reader.getOutput().clear();
    }
}
