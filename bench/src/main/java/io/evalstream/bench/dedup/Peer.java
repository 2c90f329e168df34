package io.evalstream.bench.dedup;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Another tool, run by the Python script; each round is a process of its own. */
final class Peer implements Contestant {

    /** What the script knows, with the package each is in. */
    static final List<String> TOOLS =
            List.of(
                    "rensa",
                    "rensa-c",
                    "rensa-rho",
                    "datasketch",
                    "gaoya",
                    "text-dedup",
                    "datatrove");

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final double ENOUGH_SECONDS = 20;

    private final PeerEnvironment environment;
    private final String tool;
    private final String setting;
    private final Path log;

    Peer(PeerEnvironment environment, String tool, String setting, Path directory) {
        this.environment = environment;
        this.tool = tool;
        this.setting = setting;
        this.log = directory.resolve(tool + "-" + setting + ".log");
    }

    @Override
    public String tool() {
        return tool;
    }

    @Override
    public String setting() {
        return setting;
    }

    @Override
    public boolean isParallel() {
        return !tool.equals("datasketch");
    }

    @Override
    public Runs run(Corpus corpus, int cores, int rounds, Path labels)
            throws IOException, InterruptedException {
        Optional<String> missing = environment.missing(tool.startsWith("rensa") ? "rensa" : tool);
        if (missing.isPresent()) {
            throw new IOException("cannot be installed: " + missing.get());
        }
        List<String> command =
                environment.command(
                        "dedup",
                        "--peer",
                        tool,
                        "--setting",
                        setting,
                        "--cores",
                        Integer.toString(cores),
                        "--input",
                        corpus.file().toString(),
                        "--labels",
                        labels.toString());
        List<Trial> trials = new ArrayList<>();
        double spent = 0;
        JsonNode last = null;
        while (trials.isEmpty() || trials.size() < rounds && spent < ENOUGH_SECONDS) {
            PinnedProcess.Said said = PinnedProcess.run(command, cores, log, LIMIT);
            last = said.last();
            if (last.has("unsupported")) {
                throw new IOException(last.get("unsupported").asText());
            }
            Trial trial = Trial.of(last, said.childrenBytes());
            trials.add(trial);
            spent += trial.wall();
        }
        return new Runs(
                trials,
                trials.get(0),
                last.path("flags").asBoolean(),
                last.required("version").asText());
    }
}
