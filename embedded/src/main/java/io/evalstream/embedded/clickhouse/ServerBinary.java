package io.evalstream.embedded.clickhouse;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An installed {@code clickhouse} program that is new enough to be our server. */
record ServerBinary(Path program, String version) {

    private static final Logger LOG = LoggerFactory.getLogger(ServerBinary.class);
    private static final int OLDEST_MAJOR = 24;
    private static final Pattern VERSION = Pattern.compile("version (\\d+)\\.(\\d[\\d.]*\\d)");

    /**
     * The server ends when its input does: the shell notices the end of the pipe that we hold, even
     * when we were killed. Exit codes pass through. The guard gives up its output, whose end tells
     * us that the server has ended.
     */
    private static final String GUARD =
            "exec 3<&0; \"$@\" </dev/null & server=$!; "
                    + "{ cat <&3; kill -TERM $server; } >/dev/null 2>&1 & guard=$!; "
                    + "wait $server; code=$?; kill $guard 2>/dev/null; exit $code";

    /**
     * The program on the PATH of {@code environment}, if it is new enough.
     *
     * @param patience how long it may take to tell its version
     */
    static Optional<ServerBinary> find(Map<String, String> environment, Duration patience) {
        Optional<Path> program = Executables.find("clickhouse", environment);
        if (program.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> version = versionOf(program.get(), environment, patience);
        if (version.isEmpty()) {
            LOG.info("passing over {}: it does not tell its version", program.get());
            return Optional.empty();
        }
        int major = Integer.parseInt(version.get().substring(0, version.get().indexOf('.')));
        if (major < OLDEST_MAJOR) {
            LOG.info(
                    "passing over {}: version {} is older than {}",
                    program.get(),
                    version.get(),
                    OLDEST_MAJOR);
            return Optional.empty();
        }
        return Optional.of(new ServerBinary(program.get(), version.get()));
    }

    private static Optional<String> versionOf(
            Path program, Map<String, String> environment, Duration patience) {
        Path output = null;
        try {
            // To a file: reading a pipe would wait for as long as anyone holds it.
            output = Files.createTempFile("clickhouse-version", ".txt");
            ProcessBuilder builder =
                    new ProcessBuilder(program.toString(), "local", "--version")
                            .redirectErrorStream(true);
            builder.environment().clear();
            builder.environment().putAll(environment);
            Process process = builder.redirectOutput(output.toFile()).start();
            try {
                process.getOutputStream().close();
                process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
            } finally {
                // Killed processes end, but not before the system has got to it.
                process.destroyForcibly().waitFor();
            }
            Matcher found = VERSION.matcher(Files.readString(output, StandardCharsets.ISO_8859_1));
            return found.find()
                    ? Optional.of(found.group(1) + "." + found.group(2))
                    : Optional.empty();
        } catch (IOException e) {
            LOG.debug("{} does not run", program, e);
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            if (output != null) {
                output.toFile().delete();
            }
        }
    }

    /** Writes the configuration and returns the command that runs the server under a guard. */
    List<String> command(Path directory, int port) throws IOException {
        Path data = Files.createDirectories(directory.resolve("data"));
        Path config = directory.resolve("config.xml");
        Files.writeString(config, configuration(data, config, port));
        return List.of(
                "/bin/sh",
                "-c",
                GUARD,
                "guard",
                program.toString(),
                "server",
                "--config-file=" + config);
    }

    private static String configuration(Path data, Path config, int port) {
        return """
                <clickhouse>
                  <logger><level>warning</level><console>1</console></logger>
                  <listen_host>127.0.0.1</listen_host>
                  <http_port>%d</http_port>
                  <timezone>UTC</timezone>
                  <path>%s/</path>
                  <tmp_path>%s/tmp/</tmp_path>
                  <user_files_path>%s/user_files/</user_files_path>
                  <user_directories>
                    <users_xml><path>%s</path></users_xml>
                  </user_directories>
                  <profiles><default/></profiles>
                  <quotas><default/></quotas>
                  <users>
                    <default>
                      <password></password>
                      <networks><ip>127.0.0.1</ip></networks>
                      <profile>default</profile>
                      <quota>default</quota>
                    </default>
                  </users>
                </clickhouse>
                """
                .formatted(port, xml(data), xml(data), xml(data), xml(config));
    }

    private static String xml(Path path) {
        return path.toString().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
