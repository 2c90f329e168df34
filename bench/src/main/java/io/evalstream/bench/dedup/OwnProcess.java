package io.evalstream.bench.dedup;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.evalstream.jobs.dedup.engine.Duplicate;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The program of our own part of a race: says its figures as lines of JSON. */
final class OwnProcess {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final double ENOUGH_SECONDS = 30;
    private static final double WARM_UP_SECONDS = 15;

    /** One alone is cold, however long it takes: what it ends with has hardly run. */
    private static final int WARM_UP_ROUNDS = 2;

    private OwnProcess() {}

    /** The command of a JVM with our class path. */
    static List<String> command(int heapMegabytes, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + heapMegabytes + "m");
        command.add("-XX:+UseParallelGC");
        for (String opened : List.of("java.lang", "java.util", "java.time")) {
            command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
        }
        command.add("-Devalstream.log=WARN");
        command.add("-Devalstream.home=" + System.getProperty("evalstream.home", "."));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(OwnProcess.class.getName());
        command.addAll(arguments);
        return command;
    }

    /**
     * Runs what the first argument names.
     *
     * @param arguments {@code dedup ENGINE MODE CORES CORPUS LABELS ROUNDS}, {@code distance FILE
     *     ROUNDS} or {@code sketch SHINGLES ROUNDS}
     */
    public static void main(String[] arguments) throws Exception {
        PrintStream said = System.out;
        // Libraries may print what they like.
        System.setOut(System.err);
        switch (arguments[0]) {
            case "dedup" -> dedup(arguments, said);
            case "distance" ->
                    said.println(
                            DistanceRace.own(
                                    Path.of(arguments[1]), Integer.parseInt(arguments[2])));
            case "sketch" ->
                    said.println(
                            SketchRace.own(
                                    Integer.parseInt(arguments[1]),
                                    Integer.parseInt(arguments[2])));
            default -> throw new IllegalArgumentException("there is no race " + arguments[0]);
        }
        said.flush();
        // Engines may have left threads behind that are not daemons.
        System.exit(0);
    }

    private static void dedup(String[] arguments, PrintStream said) throws Exception {
        Path corpus = Path.of(arguments[4]);
        int cores = Integer.parseInt(arguments[3]);
        List<Duplicate> found;
        try (OwnEngine engine = OwnEngine.of(arguments[1], arguments[2], cores)) {
            found = rounds(engine, corpus, Integer.parseInt(arguments[6]), said);
        }
        StringBuilder labels = new StringBuilder();
        for (int label : OwnEngine.labels(corpus, found)) {
            labels.append(label).append('\n');
        }
        Files.writeString(Path.of(arguments[5]), labels);
    }

    /** Runs until so many rounds are counted, or enough time is spent on them. */
    private static List<Duplicate> rounds(
            OwnEngine engine, Path corpus, int rounds, PrintStream said) throws Exception {
        double warmUp = 0;
        int warmUpRounds = 0;
        double spent = 0;
        int counted = 0;
        // Counted once: how many documents there are is no part of the work.
        int documents = OwnEngine.labels(corpus, List.of()).length;
        List<Duplicate> found = List.of();
        // Nothing but the cold run where nobody counts.
        boolean isCold = true;
        while (isCold || counted < rounds && (counted == 0 || spent < ENOUGH_SECONDS)) {
            found = List.of(); // Not two results at a time in memory.
            double wall = System.nanoTime() / 1e9;
            double cpu = cpuSeconds();
            OwnEngine.Found run = engine.run(corpus);
            found = run.duplicates();
            wall = System.nanoTime() / 1e9 - wall;
            cpu = cpuSeconds() - cpu;
            boolean isCounted = warmUp >= WARM_UP_SECONDS && warmUpRounds >= WARM_UP_ROUNDS;
            boolean isSaid = isCold || isCounted;
            isCold = false;
            counted += isCounted ? 1 : 0;
            spent += isCounted ? wall : 0;
            warmUp += isCounted ? 0 : wall;
            warmUpRounds += isCounted ? 0 : 1;
            if (!isSaid) {
                continue;
            }
            ObjectNode line = MAPPER.createObjectNode();
            line.put("wall", wall).put("cpu", cpu);
            line.put("documents", documents).put("kept", OwnEngine.kept(documents, found));
            line.put("peak", peakBytes());
            run.bytesInBands().ifPresent(bytes -> line.put("bytes_in_bands", bytes));
            said.println(line);
        }
        return found;
    }

    /** CPU time of this thread, which other programs and compilers do not lengthen. */
    static long threadNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** Resident memory at most so far; 0 where the system does not tell. */
    private static long peakBytes() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return 0;
        }
        for (String line : Files.readAllLines(status)) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        return 0;
    }

    private static double cpuSeconds() {
        var system =
                (com.sun.management.OperatingSystemMXBean)
                        ManagementFactory.getOperatingSystemMXBean();
        return system.getProcessCpuTime() / 1e9;
    }
}
