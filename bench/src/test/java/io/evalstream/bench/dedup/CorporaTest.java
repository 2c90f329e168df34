package io.evalstream.bench.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What is planted in corpora. */
class CorporaTest {

    @TempDir private Path folder;

    private Corpus scale(String name, int documents, long seed) throws IOException {
        List<String> english = new ArrayList<>();
        List<String> korean = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            // Spread over the alphabet, as words are.
            english.add(Integer.toString(i * 7919 + 46_656, 36));
            korean.add(new String(Character.toChars(0xAC00 + i * 2)) + (char) (0xAC00 + i));
        }
        try (CorpusWriter out = new CorpusWriter(folder, name)) {
            new ScaleDocuments(english, korean, seed).write(documents, out);
            return out.finish();
        }
    }

    @Test
    void aSeedGivesTheSameBytesAndASmallerCorpusIsTheBeginning() throws IOException {
        Corpus first = scale("a", 500, 1);
        assertThat(scale("b", 500, 1).digest()).isEqualTo(first.digest());
        assertThat(scale("c", 500, 2).digest()).isNotEqualTo(first.digest());
        assertThat(Files.readString(first.file()))
                .startsWith(Files.readString(scale("d", 100, 1).file()));
    }

    @Test
    void whatIsPlantedIsWhatBruteForceFinds() throws IOException, InterruptedException {
        Corpus corpus = scale("planted", 400, 3);
        Truth planted = Truth.planted(corpus.gold());
        Truth found = new PlainSearch(corpus.comparedTexts()).run(2);
        assertThat(found.labels()).isEqualTo(planted.labels());
        assertThat(planted.pairs()).isEqualTo(80);
        assertThat(corpus.bytes() / 400.0).isBetween(900.0, 1200.0);
    }

    @Test
    void noiseIsAsFarAsItsShareAtMost() {
        Noise noise = new Noise(5);
        PlainDistance distance = new PlainDistance();
        String text = "한국어와 English, 123 mixed: ".repeat(10);
        int[] original = text.codePoints().toArray();
        for (Noise.Spread spread : Noise.Spread.values()) {
            for (double share : Corpora.SHARES) {
                int budget = (int) Math.round(share * original.length);
                int[] copy = noise.copy(text, share, spread).codePoints().toArray();
                assertThat(distance.within(original.length, original, copy))
                        .isBetween(budget / 3, budget);
            }
        }
        assertThat(noise.copy(text, 0, Noise.Spread.CLUSTERED)).isEqualTo(text);
    }

    @Test
    void rowsOfATableHaveQuotesAndLineEndsInside() {
        assertThat(CsvRows.read("a,\"b, \"\"c\"\"\nd\",e\r\n1,,3"))
                .containsExactly(List.of("a", "b, \"c\"\nd", "e"), List.of("1", "", "3"));
    }

    @Test
    void truthIsKeptByTheBytesOfTheCorpus() throws IOException, InterruptedException {
        List<String> told = new ArrayList<>();
        TruthCache cache = new TruthCache(folder.resolve("truth"), 1, told::add);
        Corpus corpus = scale("kept", 100, 4);
        Truth first = cache.of(corpus);
        Truth again = cache.of(corpus);
        assertThat(told).hasSize(1);
        assertThat(again.distance()).isEqualTo(first.distance()).isNotEmpty();
        assertThat(again.longer()).isEqualTo(first.longer());
        assertThat(again.labels()).isEqualTo(first.labels());
        cache.of(scale("other", 100, 5));
        assertThat(told).hasSize(2);
    }
}
