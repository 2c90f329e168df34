package io.evalstream.bench.dedup;

import io.evalstream.embedded.ServiceUnavailableException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A Python environment in the cache, with the tools that are compared with. */
final class PeerEnvironment {
    private static final String TOLD_OF = "import sys; print('%d.%d.%d' % sys.version_info[:3])";

    private final Path python;
    private final String version;
    private final Path script;
    private final Map<String, String> missing;

    private PeerEnvironment(Path python, String version, Path script, Map<String, String> missing) {
        this.python = python;
        this.version = version;
        this.script = script;
        this.missing = missing;
    }

    /**
     * Makes the environment unless it is there: each line of the requirements by itself.
     *
     * @param home the repository
     * @param cache where environments are kept
     * @throws ServiceUnavailableException without any Python that makes environments
     */
    static PeerEnvironment prepare(Path home, Path cache, Consumer<String> progress)
            throws IOException, InterruptedException {
        Path requirements = home.resolve("bench/dedup/requirements.txt");
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(requirements)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                lines.add(line.strip());
            }
        }
        Path interpreter = interpreter();
        String version = run(List.of(interpreter.toString(), "-c", TOLD_OF)).orElseThrow();
        String name = Integer.toHexString((version + lines).hashCode());
        Path folder = cache.resolve("peers-" + version + "-" + name);
        Path python = folder.resolve("bin/python");
        Map<String, String> missing = new LinkedHashMap<>();
        for (String line : lines) {
            String tool = line.split("[=\\[ ]", 2)[0];
            Path done = folder.resolve(tool + ".installed");
            if (!Files.exists(done)) {
                progress.accept("installing " + line);
                Files.createDirectories(cache);
                if (!Files.exists(python)) {
                    require(List.of(interpreter.toString(), "-m", "venv", folder.toString()));
                }
                Optional<String> fault = install(python, line, folder.resolve(tool + ".log"));
                if (fault.isPresent()) {
                    missing.put(tool, fault.get());
                    continue;
                }
                Files.createFile(done);
            }
        }
        return new PeerEnvironment(python, version, home.resolve("bench/dedup/peers.py"), missing);
    }

    /** The command of the script, with its arguments. */
    List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(python.toString(), script.toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Why a tool is not there; empty when it is. */
    Optional<String> missing(String tool) {
        return Optional.ofNullable(missing.get(tool));
    }

    String version() {
        return version;
    }

    private static Path interpreter() throws IOException, InterruptedException {
        List<Path> candidates = new ArrayList<>();
        String configured = System.getenv("EVALSTREAM_PYTHON");
        if (configured != null && !configured.isBlank()) {
            candidates.add(Path.of(configured));
        }
        // One of the tools asks for 3.12; the newest Python has wheels of few.
        for (String name : List.of("python3.12", "python3.13")) {
            candidates.add(Path.of(name));
        }
        Path versions = Path.of(System.getProperty("user.home"), ".pyenv/versions");
        if (Files.isDirectory(versions)) {
            try (Stream<Path> installed = Files.list(versions)) {
                installed
                        .filter(v -> v.getFileName().toString().matches("3\\.1[23]\\..*"))
                        .sorted()
                        .forEach(v -> candidates.add(v.resolve("bin/python3")));
            }
        }
        candidates.add(Path.of("python3"));
        for (Path candidate : candidates) {
            if (run(List.of(candidate.toString(), "-c", "import venv, ensurepip")).isPresent()) {
                return candidate;
            }
        }
        throw new ServiceUnavailableException(
                "python3 with venv is missing; install Python 3.12, or set EVALSTREAM_PYTHON");
    }

    private static Optional<String> install(Path python, String line, Path log)
            throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(python.toString(), "-m", "pip", "install", "--quiet"));
        command.addAll(List.of("--disable-pip-version-check", "--only-binary", ":all:"));
        command.addAll(List.of(line.split(" ")));
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        if (process.waitFor() == 0) {
            return Optional.empty();
        }
        return Files.readAllLines(log).stream()
                .filter(said -> said.startsWith("ERROR"))
                .reduce((first, last) -> last)
                .or(() -> Optional.of("pip has failed; see " + log));
    }

    private static void require(List<String> command) throws IOException, InterruptedException {
        if (run(command).isEmpty()) {
            throw new ServiceUnavailableException(String.join(" ", command) + " has failed");
        }
    }

    /** What a command says; empty when it fails or is not there. */
    private static Optional<String> run(List<String> command) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? Optional.of(said.strip()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
