package io.evalstream.bench.dedup;

import io.evalstream.bench.dedup.Noise.Spread;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/** Makes all corpora of the comparison; the same bytes each time. */
final class Corpora {

    /** Seed of all noise and all choices, so that anybody can make the same corpora. */
    static final long SEED = 20_241_121;

    /** How far the copies of the hard corpus are meant to be: share of edits in the length. */
    static final List<Double> SHARES = List.of(0.02, 0.05, 0.10, 0.15, 0.20, 0.25, 0.30);

    private static final int SHORTEST = 30;
    private static final int SHORT = 100;
    private static final int LONGEST = 1500;

    private final Path folder;
    private final Path home;
    private final RealTexts real;

    /**
     * @param folder where the files are put
     * @param home the repository
     */
    Corpora(Path folder, Path home, RealTexts real) {
        this.folder = folder;
        this.home = home;
        this.real = real;
    }

    /** HumanEval with its variants; a task is a group. */
    Corpus recode() throws IOException {
        return write("recode", real.recode());
    }

    /** Benchmarks that are in more than one suite. */
    Corpus copies() throws IOException {
        return write("copies", real.copies());
    }

    Corpus aime() throws IOException {
        return write("aime", real.aime());
    }

    Corpus gsm8k() throws IOException {
        return write("gsm8k", real.gsm8k());
    }

    Corpus humanEval() throws IOException {
        return write("humaneval", real.humanEval());
    }

    /**
     * Real texts, each with one noisy copy: two of three English, the others Korean; the shares of
     * {@link #SHARES} in turn, edits anywhere and in one place in turn.
     *
     * @param originals how many texts, of 100 code points and more, get a copy
     */
    Corpus hard(int originals) throws IOException {
        return hard("hard-" + originals, originals, SHORT, LONGEST);
    }

    /** The same with texts of 30 to 99 code points, in which an edit costs more shingles. */
    Corpus hardShort(int originals) throws IOException {
        return hard("short-" + originals, originals, SHORTEST, SHORT - 1);
    }

    private Corpus hard(String name, int originals, int shortest, int longest) throws IOException {
        Random random = new Random(SEED);
        List<String> english = fitting(real.english(), shortest, longest, random);
        List<String> korean = fitting(paragraphs(real.korean(home)), shortest, longest, random);
        Noise noise = new Noise(SEED);
        List<CorpusText> texts = new ArrayList<>();
        for (int i = 0; i < originals; i++) {
            boolean isKorean = i % 3 == 2;
            List<String> source = isKorean ? korean : english;
            String original = source.get((isKorean ? i / 3 : i - i / 3) % source.size());
            double share = SHARES.get(i / 2 % SHARES.size());
            Spread spread = Spread.values()[i % 2];
            String id = (isKorean ? "ko-" : "en-") + i;
            texts.add(new CorpusText(id, original, i));
            String copy = noise.copy(original, share, spread);
            texts.add(new CorpusText(id + "-" + share + "-" + spread, copy, i));
        }
        return write(name, texts);
    }

    /** Documents of 1 KB on average, a fifth of which are copies of others. */
    Corpus scale(int documents) throws IOException {
        try (CorpusWriter out = new CorpusWriter(folder, "scale-" + documents)) {
            new ScaleDocuments(words(real.english()), words(real.korean(home)), SEED)
                    .write(documents, out);
            return out.finish();
        }
    }

    private Corpus write(String name, List<CorpusText> texts) throws IOException {
        try (CorpusWriter out = new CorpusWriter(folder, name)) {
            for (CorpusText text : texts) {
                out.add(text);
            }
            return out.finish();
        }
    }

    /** Without what is too short or too long, each once, in an order of chance. */
    private static List<String> fitting(
            List<String> texts, int shortest, int longest, Random random) {
        List<String> fitting = new ArrayList<>();
        for (String text : new TreeSet<>(texts)) {
            int length = text.codePointCount(0, text.length());
            if (length >= shortest && length <= longest) {
                fitting.add(text);
            }
        }
        Collections.shuffle(fitting, random);
        return fitting;
    }

    /** Sentences as they are, and so many of them in a row, since most sentences are short. */
    private static List<String> paragraphs(List<String> sentences) {
        List<String> texts = new ArrayList<>(sentences);
        for (int i = 0; i + 6 <= sentences.size(); i += 6) {
            texts.add(String.join(" ", sentences.subList(i, i + 6)));
        }
        return texts;
    }

    /** The distinct words. */
    private static List<String> words(List<String> texts) {
        TreeSet<String> words = new TreeSet<>();
        for (String text : texts) {
            for (String word : text.split("\\s+")) {
                if (!word.isEmpty()) {
                    words.add(word);
                }
            }
        }
        return new ArrayList<>(words);
    }
}
