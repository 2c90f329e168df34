package io.evalstream.bench.dedup;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One of our engines in one mode; all rounds in one JVM, the first of which is cold; then it warms
 * up before the others count.
 */
final class OwnContestant implements Contestant {
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final String engine;
    private final String mode;
    private final int heapMegabytes;
    private final Path log;

    /**
     * @param engine {@code threads} or {@code flink}
     * @param mode {@code eval}, {@code recall} or {@code web}
     */
    OwnContestant(String engine, String mode, int heapMegabytes, Path directory) {
        this.engine = engine;
        this.mode = mode;
        this.heapMegabytes = heapMegabytes;
        this.log = directory.resolve(engine + "-" + mode + ".log");
    }

    @Override
    public String tool() {
        return "evalstream-" + engine;
    }

    @Override
    public String setting() {
        return mode;
    }

    @Override
    public boolean isParallel() {
        return true;
    }

    @Override
    public Runs run(Corpus corpus, int cores, int rounds, Path labels)
            throws IOException, InterruptedException {
        List<String> command =
                OwnProcess.command(
                        heapMegabytes,
                        List.of(
                                "dedup",
                                engine,
                                mode,
                                Integer.toString(cores),
                                corpus.file().toString(),
                                labels.toString(),
                                Integer.toString(rounds)));
        PinnedProcess.Said said = PinnedProcess.run(command, cores, log, LIMIT);
        List<Trial> trials = new ArrayList<>();
        for (JsonNode round : said.said()) {
            trials.add(Trial.of(round, said.childrenBytes()));
        }
        Trial cold = trials.get(0);
        List<Trial> warm = trials.size() == 1 ? trials : trials.subList(1, trials.size());
        return new Runs(List.copyOf(warm), cold, false, "this build");
    }
}
