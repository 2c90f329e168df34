package io.evalstream.bench.dedup;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;

/** Brute force once for each corpus: what it found is kept by the digest of the file. */
final class TruthCache {

    /** Part of the names; another one when what a pair is changes. */
    private static final int VERSION = 2;

    private final Path folder;
    private final int threads;
    private final Consumer<String> progress;

    TruthCache(Path folder, int threads, Consumer<String> progress) {
        this.folder = folder;
        this.threads = threads;
        this.progress = progress;
    }

    /** Finds, or looks up, all pairs of a corpus. */
    Truth of(Corpus corpus) throws IOException, InterruptedException {
        Path file = folder.resolve(corpus.digest() + ".v" + VERSION + ".pairs");
        if (Files.exists(file)) {
            return read(file);
        }
        progress.accept(
                "brute force over " + corpus.documents() + " documents of " + corpus.name());
        Truth truth = new PlainSearch(corpus.comparedTexts()).run(threads);
        Files.createDirectories(folder);
        Path part = Files.createTempFile(folder, corpus.digest(), ".part");
        write(truth, part);
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        return truth;
    }

    private static void write(Truth truth, Path file) throws IOException {
        try (DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            out.writeInt(truth.documents());
            out.writeInt(truth.pairs());
            for (int pair = 0; pair < truth.pairs(); pair++) {
                out.writeInt(truth.left()[pair]);
                out.writeInt(truth.right()[pair]);
                out.writeInt(truth.distance()[pair]);
                out.writeInt(truth.longer()[pair]);
            }
        }
    }

    private static Truth read(Path file) throws IOException {
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            int documents = in.readInt();
            int pairs = in.readInt();
            int[] left = new int[pairs];
            int[] right = new int[pairs];
            int[] distance = new int[pairs];
            int[] longer = new int[pairs];
            for (int pair = 0; pair < pairs; pair++) {
                left[pair] = in.readInt();
                right[pair] = in.readInt();
                distance[pair] = in.readInt();
                longer[pair] = in.readInt();
            }
            return Truth.of(documents, left, right, distance, longer);
        }
    }
}
