package io.evalstream.bench.streaming;

import io.evalstream.embedded.clickhouse.ClickHouseEngine;
import io.evalstream.embedded.clickhouse.ClickHouseOptions;

import org.apache.flink.runtime.util.EnvironmentInformation;
import org.apache.kafka.common.utils.AppInfoParser;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What figures depend on besides the code: machine and versions. */
public final class Surroundings {

    private Surroundings() {}

    /** Cores, processor and memory, in a line. */
    public static String machine() {
        return String.format(
                Locale.ROOT,
                "%d cores, %s, %d GB",
                Runtime.getRuntime().availableProcessors(),
                field("/proc/cpuinfo", "model name", System.getProperty("os.arch")),
                Math.round(memoryKilobytes() / 1024.0 / 1024.0));
    }

    private static long memoryKilobytes() {
        String total = field("/proc/meminfo", "MemTotal", "0 kB");
        return Long.parseLong(total.substring(0, total.indexOf(' ')));
    }

    /**
     * The value behind the first {@code name : value} of a file; elsewhere there is no such file.
     */
    private static String field(String file, String name, String otherwise) {
        try {
            for (String line : Files.readAllLines(Path.of(file))) {
                int colon = line.indexOf(':');
                if (colon > 0 && line.substring(0, colon).strip().equals(name)) {
                    return line.substring(colon + 1).strip();
                }
            }
        } catch (IOException e) {
            return otherwise;
        }
        return otherwise;
    }

    /**
     * Versions by name; ClickHouse is asked for its own.
     *
     * @param home the repository
     * @param directory where an engine may be started for the question; not there yet
     */
    static Map<String, String> versions(Path home, Path directory) throws IOException {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("evalstream", described(home));
        versions.put("Flink", EnvironmentInformation.getVersion());
        versions.put("Kafka", AppInfoParser.getVersion());
        try (ClickHouseEngine engine =
                ClickHouseEngine.start(ClickHouseOptions.inDirectory(directory))) {
            versions.put("ClickHouse", engine.description().replace("ClickHouse ", ""));
        }
        versions.put("JDK", Runtime.version().toString());
        return versions;
    }

    /** The commit, with a mark when files differ from it; outside of a clone it is not known. */
    public static String described(Path home) throws IOException {
        try {
            Process git =
                    new ProcessBuilder("git", "describe", "--always", "--dirty", "--tags")
                            .directory(home.toFile())
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return git.waitFor() == 0 ? said.strip() : "of an unknown commit";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "of an unknown commit";
        } catch (IOException e) {
            return "of an unknown commit";
        }
    }
}
