package io.evalstream.bench.dedup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Runs contestants over corpora, one at a time, and judges what they found. */
final class Contest {
    private final Path directory;
    private final Consumer<String> progress;
    private final List<Result> results = new ArrayList<>();

    /**
     * @param directory for labels and logs
     * @param progress hears a line after each contestant
     */
    Contest(Path directory, Consumer<String> progress) {
        this.directory = directory;
        this.progress = progress;
    }

    List<Result> results() {
        return List.copyOf(results);
    }

    /** One contestant over one corpus; a failure is part of the results. */
    Result run(Contestant contestant, Corpus corpus, Truth truth, int cores, int rounds)
            throws InterruptedException {
        Result result;
        try {
            Path labels = Files.createTempFile(directory, "labels", ".txt");
            Contestant.Runs runs = contestant.run(corpus, cores, rounds, labels);
            Scores scores = Scores.of(truth, labels(labels));
            Files.delete(labels);
            result =
                    new Result(
                            contestant.tool(),
                            contestant.setting(),
                            corpus,
                            cores,
                            Optional.of(runs),
                            Optional.of(scores),
                            Optional.empty());
        } catch (IOException | IllegalArgumentException e) {
            result = Result.refused(contestant, corpus, cores, String.valueOf(e.getMessage()));
        }
        results.add(result);
        progress.accept(line(result));
        return result;
    }

    private static int[] labels(Path file) throws IOException {
        return Files.readAllLines(file).stream().mapToInt(Integer::parseInt).toArray();
    }

    private static String line(Result result) {
        String who =
                String.format(
                        Locale.ROOT,
                        "%s %s, %s, %d %s",
                        result.tool(),
                        result.setting(),
                        result.corpus().name(),
                        result.cores(),
                        result.cores() == 1 ? "core" : "cores");
        return result.fault()
                .map(fault -> who + ": " + fault)
                .orElseGet(
                        () ->
                                String.format(
                                        Locale.ROOT,
                                        "%s: CPU %.2f s, recall %.4f",
                                        who,
                                        result.figure(Trial::cpu).median(),
                                        result.scores().orElseThrow().recall()));
    }
}
