package io.evalstream.readers;

import static io.evalstream.readers.LmEvalFixture.newRow;
import static io.evalstream.readers.LmEvalFixture.oldRow;

import static org.assertj.core.api.Assertions.assertThat;

import io.evalstream.contract.EventIds;
import io.evalstream.contract.Outcome;
import io.evalstream.contract.SampleEvent;
import io.evalstream.contract.SeriesCount;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

class LmEvalReaderTest {
    @TempDir Path folder;

    private final ResultReader reader = new LmEvalReader();

    @Test
    void readsRowsThatNameTheirFilterAndMetrics() throws Exception {
        LmEvalFixture.results(folder, LmEvalFixture.results());
        LmEvalFixture.samples(
                folder,
                "sums",
                newRow(0, "2+2", "strict", "'acc': 0.0"),
                newRow(1, "1+3", "strict", "'acc': 1.0"),
                newRow(0, "2+2", "loose", "'acc': true"),
                newRow(1, "1+3", "loose", "'acc': 1"));

        Readings readings = Readings.of(reader, folder);

        assertThat(readings.summary().rows()).isEqualTo(4);
        assertThat(readings.summary().events()).isEqualTo(4);
        assertThat(readings.summary().warnings()).isEmpty();
        assertThat(readings.summary().series())
                .containsExactly(
                        new SeriesCount("sums", "acc", "loose", "", 2),
                        new SeriesCount("sums", "acc", "strict", "", 2));
        assertThat(readings.mean("acc", "strict")).isEqualTo(0.5);
        assertThat(readings.mean("acc", "loose")).isEqualTo(1);

        SampleEvent event = readings.events().get(1);
        assertThat(event.eventId())
                .isEqualTo(
                        EventIds.of(
                                "run-1",
                                "lm-evaluation-harness",
                                "maths",
                                "sums",
                                event.itemKey(),
                                "acc",
                                "strict",
                                0));
        assertThat(event.model()).isEqualTo("llama");
        assertThat(event.imageDigest()).isEqualTo(Readings.DIGEST);
        assertThat(event.harnessVersion()).isEqualTo("0.4.9");
        assertThat(event.suite()).isEqualTo("maths");
        assertThat(event.taskVersion()).isEqualTo("2.0");
        assertThat(event.higherIsBetter()).isTrue();
        assertThat(event.engine()).isEqualTo("vllm");
        assertThat(event.chatTemplateHash()).isEqualTo("c0ffee");
        assertThat(event.tsMillis()).isEqualTo(1_700_000_020_500L);
        assertThat(event.dispatchIndex()).isEqualTo(-1);
        assertThat(event.input()).isEqualTo("1+3");
        assertThat(event.output()).isEqualTo("4");
        assertThat(event.expected()).isEqualTo("4");
        assertThat(event.itemKey()).isEqualTo(readings.events().get(3).itemKey());
    }

    @Test
    void tellsUnnamedFiltersOfOldRowsByTheirOrder() throws Exception {
        LmEvalFixture.results(folder, LmEvalFixture.results());
        Path samples =
                LmEvalFixture.samples(
                        folder,
                        "sums",
                        oldRow(0, "2+2", "'acc': 0, 'loss': 0.5"),
                        oldRow(1, "1+3", "'acc': 1, 'loss': 0.25"),
                        oldRow(0, "2+2", "'acc': 1, 'loss': 0.5"),
                        oldRow(1, "1+3", "'acc': 1, 'loss': 0.25"));

        Readings readings = Readings.of(reader, samples);

        assertThat(readings.mean("acc", "strict")).isEqualTo(0.5);
        assertThat(readings.mean("acc", "loose")).isEqualTo(1);
        assertThat(readings.events().get(1).metric()).isEqualTo("loss");
        assertThat(readings.events().get(1).higherIsBetter()).isFalse();
        assertThat(readings.summary().series())
                .contains(
                        new SeriesCount("sums", "loss", "strict", "", 2),
                        new SeriesCount("sums", "loss", "strict", "sums", 2));
    }

    @Test
    void readsRowsAloneAndSaysWhatIsMissing() throws Exception {
        Path samples = LmEvalFixture.samples(folder, "sums", oldRow(0, "2+2", "'acc': 1"));

        Readings readings = Readings.of(reader, samples);

        SampleEvent event = readings.events().get(0);
        assertThat(event.filter()).isEqualTo("none");
        assertThat(event.higherIsBetter()).isNull();
        assertThat(event.promptHash()).isEmpty();
        assertThat(event.tsMillis()).isEqualTo(1_740_823_200_123L);
        assertThat(readings.summary().warnings())
                .singleElement()
                .asString()
                .contains("no results file");
    }

    @Test
    void findsTheRowsOfANamedResultsFileOnly() throws Exception {
        Path results = LmEvalFixture.results(folder, LmEvalFixture.results());
        LmEvalFixture.samples(folder, "sums", newRow(0, "2+2", "strict", "'acc': 1"));
        Readings.write(
                folder.resolve("samples_sums_2025-03-02T10-00-00.jsonl"),
                newRow(0, "9+9", "strict", "'acc': 0"));

        Readings readings = Readings.of(reader, results);

        assertThat(readings.events()).singleElement().extracting("value").isEqualTo(1.0);
        assertThat(readings.summary().warnings())
                .singleElement()
                .asString()
                .contains("incomplete: 1 of 2 samples with filter strict");
    }

    @Test
    void readsCompressedFilesAndFoldersWithinFolders() throws Exception {
        Path inner = Files.createDirectories(folder.resolve("out/meta__llama"));
        Readings.gzip(
                inner.resolve("samples_sums_2025-03-01T10-00-00.jsonl.gz"),
                newRow(0, "2+2", "none", "'acc': 1"));

        assertThat(Readings.of(reader, folder).events()).hasSize(1);
    }

    @Test
    void saysWhyAValueIsNotANumber() throws Exception {
        Path samples =
                LmEvalFixture.samples(
                        folder,
                        "sums",
                        oldRow(0, "2+2", "'acc': NaN, 'f1': -Infinity, 'em': null, 'r': 'nan'"));

        Readings readings = Readings.of(reader, samples);

        assertThat(readings.events())
                .allSatisfy(
                        event -> {
                            assertThat(event.value()).isNaN();
                            assertThat(event.outcome()).isEqualTo(Outcome.UNREADABLE_ANSWER);
                        })
                .extracting(SampleEvent::reason)
                .containsExactly(
                        "acc is NaN in the log",
                        "f1 is -Infinity in the log",
                        "em is null in the log",
                        "r is NaN in the log");
    }

    @Test
    void takesNumpyNumbersThatWereLoggedAsText() throws Exception {
        Path samples =
                LmEvalFixture.samples(
                        folder, "sums", oldRow(0, "2+2", "'acc': 'True', 'f1': '2.5e-1'"));

        assertThat(Readings.of(reader, samples).events())
                .extracting(SampleEvent::value)
                .containsExactly(1.0, 0.25);
    }

    @Test
    void countsCorpusMetricsAndDoesNotSendThem() throws Exception {
        Path samples =
                LmEvalFixture.samples(
                        folder, "sums", oldRow(0, "2+2", "'acc': 1, 'bleu': ['a', 'b']"));

        Readings readings = Readings.of(reader, samples);

        assertThat(readings.events()).extracting(SampleEvent::metric).containsExactly("acc");
        assertThat(readings.summary().skipped())
                .containsExactly(new SeriesCount("sums", "bleu", "none", "", 1));
        assertThat(readings.summary().warnings()).anyMatch(line -> line.contains("corpus"));
    }

    @Test
    void passesOverTextThatTheResultsDoNotReportAsAMetric() throws Exception {
        LmEvalFixture.results(folder, LmEvalFixture.results());
        LmEvalFixture.samples(folder, "sums", oldRow(0, "2+2", "'acc': 1, 'note': 'easy'"));

        assertThat(Readings.of(reader, folder).summary().skipped())
                .extracting(SeriesCount::metric)
                .containsExactly("note");
    }

    @Test
    void keepsBothOfTwoEqualItems() throws Exception {
        Path samples =
                LmEvalFixture.samples(
                        folder, "sums", oldRow(0, "2+2", "'acc': 1"), oldRow(1, "2+2", "'acc': 0"));

        assertThat(Readings.of(reader, samples).events())
                .extracting(SampleEvent::eventId)
                .doesNotHaveDuplicates()
                .hasSize(2);
    }

    @Test
    void promptHashFollowsThePromptAndGenerationHashTheSampling() throws Exception {
        SampleEvent base = eventWith(LmEvalFixture.results());
        SampleEvent newer = eventWith(LmEvalFixture.results().replace("0.4.9", "0.5.0"));
        SampleEvent prompt = eventWith(LmEvalFixture.results().replace("Q: {{", "Question: {{"));
        SampleEvent sampling =
                eventWith(LmEvalFixture.results().replace("temperature\": 0.0", "top_p\": 0.9"));

        assertThat(newer.promptHash()).isEqualTo(base.promptHash()).hasSize(64);
        assertThat(prompt.promptHash()).isNotEqualTo(base.promptHash());
        assertThat(prompt.generationHash()).isEqualTo(base.generationHash()).hasSize(64);
        assertThat(sampling.promptHash()).isEqualTo(base.promptHash());
        assertThat(sampling.generationHash()).isNotEqualTo(base.generationHash());
    }

    private SampleEvent eventWith(String results) throws Exception {
        LmEvalFixture.results(folder, results);
        LmEvalFixture.samples(folder, "sums", newRow(0, "2+2", "strict", "'acc': 1"));
        return Readings.of(reader, folder).events().get(0);
    }

    @Test
    void showsTheEndOfThePromptAndTheLikelihoodsOfMultipleChoice() throws Exception {
        Path samples =
                Readings.write(
                        folder.resolve("samples_mc.jsonl"),
                        Readings.json(
                                        "{'doc_id': 0, 'doc': {'text': 'sky'}, 'target': 1,"
                                                + " 'arguments': {'gen_args_0': {'arg_0':"
                                                + " ['PROMPT'], 'arg_1': ' blue'}}, 'resps': [[['-1',"
                                                + " 'False']], [['-2', 'True']]], 'filtered_resps':"
                                                + " [['-1', 'False'], ['-2', 'True']], 'acc': 1}")
                                .toString()
                                .replace("PROMPT", "x".repeat(3_000) + "end"));

        SampleEvent event = Readings.of(reader, samples).events().get(0);

        assertThat(event.input()).hasSize(2_000).endsWith("xend");
        assertThat(event.output()).isEqualTo("[[\"-1\",\"False\"],[\"-2\",\"True\"]]");
        assertThat(event.expected()).isEqualTo("1");
        assertThat(event.task()).isEqualTo("mc");
    }

    @Test
    void repairsTextThatIsNoUnicode() throws Exception {
        Path samples =
                LmEvalFixture.samples(
                        folder,
                        "sums",
                        oldRow(0, "2+\\ud83d", "'acc': 1").replace("so 4", "\\udc00"));

        assertThat(Readings.of(reader, samples).events().get(0).input()).isEqualTo("2+\uFFFD");
    }

    @Test
    void saysWhatItPassesOver() throws Exception {
        LmEvalFixture.samples(folder, "sums", oldRow(0, "2+2", "'acc': 1"));
        Files.writeString(folder.resolve("train.log"), "step 1");
        Files.writeString(folder.resolve("other.json"), "{}");

        assertThat(Readings.of(reader, folder).summary().warnings())
                .anyMatch(line -> line.endsWith("passed over: " + folder.resolve("other.json")));
    }
}
