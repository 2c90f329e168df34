package io.evalstream.bench.dedup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program on a given number of cores, whose last lines on standard output are JSON, with the
 * largest memory that its children have taken.
 */
final class PinnedProcess {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final long SAMPLED_EVERY_MILLIS = 20;
    private static final int TOLD_CHARACTERS = 300;
    private static final boolean CAN_PIN = Files.isExecutable(Path.of("/usr/bin/taskset"));

    private PinnedProcess() {}

    /**
     * What a program has said.
     *
     * @param said the lines of JSON, in order
     * @param childrenBytes resident memory of the process and its children, sampled; 0 where the
     *     system does not tell
     */
    record Said(List<JsonNode> said, long childrenBytes) {
        JsonNode last() {
            return said.get(said.size() - 1);
        }
    }

    /**
     * Runs a program to its end.
     *
     * @param cores how many it may use
     * @param log where its standard error goes
     * @throws IOException when it fails, says nothing or takes longer than the limit; the message
     *     is one line
     */
    static Said run(List<String> command, int cores, Path log, Duration limit)
            throws IOException, InterruptedException {
        List<String> pinned = new ArrayList<>();
        if (CAN_PIN) {
            pinned.addAll(List.of("/usr/bin/taskset", "-c", cores == 1 ? "0" : "0-" + (cores - 1)));
        }
        pinned.addAll(command);
        Path output = Files.createTempFile(log.getParent(), "said", ".jsonl");
        Process process =
                new ProcessBuilder(pinned)
                        .redirectOutput(output.toFile())
                        .redirectError(log.toFile())
                        .start();
        try {
            process.getOutputStream().close();
            long peak = watch(process, limit);
            if (process.exitValue() != 0) {
                throw new IOException("ended with " + process.exitValue() + ": " + lastLine(log));
            }
            List<JsonNode> said = new ArrayList<>();
            for (String line : Files.readAllLines(output)) {
                if (line.startsWith("{")) {
                    said.add(MAPPER.readTree(line));
                }
            }
            if (said.isEmpty()) {
                throw new IOException("said nothing: " + lastLine(log));
            }
            return new Said(said, peak);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            Files.delete(output);
        }
    }

    private static long watch(Process process, Duration limit)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        long peak = 0;
        while (!process.waitFor(SAMPLED_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
            // It tells its own memory itself: until it runs its program, it shares ours.
            long resident = 0;
            for (ProcessHandle child : process.descendants().toList()) {
                resident += resident(child.pid());
            }
            peak = Math.max(peak, resident);
            if (System.nanoTime() > end) {
                throw new IOException("takes longer than " + limit.toSeconds() + " s");
            }
        }
        return peak;
    }

    private static long resident(long pid) {
        try {
            String[] pages = Files.readString(Path.of("/proc/" + pid + "/statm")).split(" ");
            return Long.parseLong(pages[1]) * 4096;
        } catch (IOException e) {
            return 0; // It has ended meanwhile, or the system has no such file.
        }
    }

    private static String lastLine(Path log) throws IOException {
        String last = "no word";
        for (String line : Files.readAllLines(log)) {
            last = line.isBlank() ? last : line.strip();
        }
        return last.length() <= TOLD_CHARACTERS ? last : last.substring(0, TOLD_CHARACTERS);
    }
}
