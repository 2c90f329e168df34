package io.evalstream.embedded.clickhouse;

import io.evalstream.embedded.ServiceUnavailableException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Finds libchdb, the ClickHouse engine as a C library, in the cache, or has npm put it there. */
public final class ChdbLibrary {

    /** The version of the npm package, and so of the engine. */
    public static final String VERSION = "26.7.3-stable.1";

    private static final long SMALLEST_PLAUSIBLE_BYTES = 100L << 20;
    private static final long LONGEST_INSTALL_MINUTES = 30;
    private static final String UNFINISHED = "unfinished-";

    // A file lock belongs to the whole process; threads of one process need a lock of their own.
    private static final ReentrantLock IN_PROCESS = new ReentrantLock();

    private final Path root;
    private final Map<String, String> environment;
    private final Consumer<String> progress;
    private final String platform;

    /**
     * @param cacheDirectory where libraries are kept between runs; created when missing
     * @param environment where PATH is looked up; npm receives all of it
     * @param progress hears in plain lines what takes long
     */
    public ChdbLibrary(
            Path cacheDirectory, Map<String, String> environment, Consumer<String> progress) {
        this.root = cacheDirectory.toAbsolutePath().resolve("chdb");
        this.environment = environment;
        this.progress = progress;
        this.platform = platform(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    /**
     * The npm name of a platform, such as {@code linux-x64-gnu}.
     *
     * @throws ServiceUnavailableException when there is no engine library for it
     */
    static String platform(String osName, String osArch) {
        String os = osName.toLowerCase(Locale.ROOT);
        String arch = osArch.toLowerCase(Locale.ROOT);
        boolean arm = arch.equals("aarch64") || arch.equals("arm64");
        boolean intel = arch.equals("amd64") || arch.equals("x86_64");
        if (arm || intel) {
            if (os.contains("linux")) {
                return arm ? "linux-arm64-gnu" : "linux-x64-gnu";
            }
            if (os.contains("mac")) {
                return arm ? "darwin-arm64" : "darwin-x64";
            }
        }
        throw new ServiceUnavailableException(
                "there is no embedded ClickHouse engine for "
                        + osName
                        + " on "
                        + osArch
                        + "; give the URL of a ClickHouse server");
    }

    /**
     * The library's file, after a download the first time; it takes 566 MB on disk.
     *
     * @throws ServiceUnavailableException when npm is missing or fails
     */
    public Path locate() {
        Path home = root.resolve(platform + "-" + VERSION);
        Optional<Path> present = libraryIn(home);
        if (present.isPresent()) {
            return present.get();
        }
        try {
            Files.createDirectories(root);
            return installOnce(home);
        } catch (IOException e) {
            throw new ServiceUnavailableException(
                    "the cache directory " + root + " cannot be used: " + e.getMessage(), e);
        }
    }

    private Path installOnce(Path home) throws IOException {
        IN_PROCESS.lock();
        // Closing the channel gives the lock up.
        try (FileChannel channel =
                FileChannel.open(
                        root.resolve("install.lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE)) {
            lock(channel);
            Optional<Path> meanwhile = libraryIn(home);
            if (meanwhile.isPresent()) {
                return meanwhile.get();
            }
            removeUnfinished();
            return install(home);
        } finally {
            IN_PROCESS.unlock();
        }
    }

    private void lock(FileChannel channel) throws IOException {
        if (channel.tryLock() == null) {
            progress.accept("waiting for another process that downloads the ClickHouse engine");
            channel.lock();
        }
    }

    private Path install(Path home) throws IOException {
        Path npm =
                Executables.find("npm", environment)
                        .orElseThrow(
                                () ->
                                        new ServiceUnavailableException(
                                                "npm is not on the PATH, and the ClickHouse engine"
                                                        + " is downloaded with it; install Node.js or"
                                                        + " give the URL of a ClickHouse server"));
        Path unfinished = Files.createTempDirectory(root, UNFINISHED);
        try {
            progress.accept(
                    "downloading the ClickHouse engine (" + packageName() + ", once) to " + root);
            runNpm(npm, unfinished);
            if (libraryIn(unfinished).isEmpty()) {
                throw new ServiceUnavailableException(
                        "npm installed "
                                + packageName()
                                + " without a whole libchdb; clear npm's cache and try again");
            }
            deleteTree(home);
            Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
            progress.accept("the ClickHouse engine is in place");
            return libraryIn(home).orElseThrow();
        } finally {
            deleteTree(unfinished);
        }
    }

    private void runNpm(Path npm, Path prefix) throws IOException {
        // The output goes to a file, so that a grandchild holding the pipe cannot keep us waiting.
        Path output = prefix.resolve("npm-output.txt");
        List<String> command = new ArrayList<>(List.of(npm.toString(), "install"));
        command.addAll(List.of("--prefix", prefix.toString(), "--no-save", "--no-package-lock"));
        command.addAll(List.of("--no-audit", "--no-fund", "--ignore-scripts", packageName()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.redirectOutput(output.toFile());
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(LONGEST_INSTALL_MINUTES, TimeUnit.MINUTES)) {
                throw failed("no end after " + LONGEST_INSTALL_MINUTES + " minutes");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("interrupted");
        } finally {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
        if (process.exitValue() != 0) {
            // Not readString: what npm quotes may be in any encoding.
            String said = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
            throw failed("exit code " + process.exitValue() + ": " + reason(said));
        }
    }

    private ServiceUnavailableException failed(String why) {
        return new ServiceUnavailableException(
                "npm could not install "
                        + packageName()
                        + " ("
                        + why
                        + "); check the network and npm's registry setting, or give the URL of a"
                        + " ClickHouse server");
    }

    /** npm writes a paragraph; the line that names the network, else the first, says enough. */
    private static String reason(String output) {
        List<String> lines =
                output.lines()
                        .map(line -> line.replaceFirst("^npm (error|ERR!) ?", "").strip())
                        .filter(line -> !line.isEmpty())
                        .toList();
        return lines.stream()
                .filter(line -> line.contains("network") || line.contains("reason:"))
                .findFirst()
                .or(() -> lines.stream().findFirst())
                .orElse("no output");
    }

    private Optional<Path> libraryIn(Path home) {
        Path directory = home.resolve("node_modules").resolve("@chdb").resolve("lib-" + platform);
        return Stream.of("libchdb.so", "libchdb.dylib")
                .map(directory::resolve)
                .filter(ChdbLibrary::isWhole)
                .findFirst();
    }

    private static boolean isWhole(Path file) {
        try (InputStream content = Files.newInputStream(file)) {
            byte[] magic = content.readNBytes(4);
            boolean elf =
                    magic.length == 4 && magic[1] == 'E' && magic[2] == 'L' && magic[3] == 'F';
            boolean machO = magic.length == 4 && (magic[3] & 0xff) == 0xfe;
            return (elf || machO) && Files.size(file) >= SMALLEST_PLAUSIBLE_BYTES;
        } catch (IOException e) {
            return false;
        }
    }

    private String packageName() {
        return "@chdb/lib-" + platform + "@" + VERSION;
    }

    private void removeUnfinished() throws IOException {
        List<Path> left;
        try (Stream<Path> entries = Files.list(root)) {
            left = entries.filter(p -> p.getFileName().toString().startsWith(UNFINISHED)).toList();
        }
        for (Path directory : left) {
            deleteTree(directory);
        }
    }

    private static void deleteTree(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> paths = Files.walk(directory)) {
            all = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.delete(path);
        }
    }
}
