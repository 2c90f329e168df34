package io.evalstream.embedded.clickhouse;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
     * when we were killed. Exit codes pass through.
     */
    private static final String GUARD =
            "exec 3<&0; \"$@\" </dev/null & server=$!; "
                    + "{ cat <&3 >/dev/null; kill -TERM $server 2>/dev/null; } & guard=$!; "
                    + "wait $server; code=$?; kill $guard 2>/dev/null; exit $code";

    static Optional<ServerBinary> find(Map<String, String> environment) {
        Optional<Path> program = Executables.find("clickhouse", environment);
        if (program.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> version = versionOf(program.get(), environment);
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

    private static Optional<String> versionOf(Path program, Map<String, String> environment) {
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(program.toString(), "local", "--version")
                            .redirectErrorStream(true);
            builder.environment().clear();
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            byte[] head = process.getInputStream().readNBytes(4096);
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            Matcher found = VERSION.matcher(new String(head, StandardCharsets.UTF_8));
            return found.find()
                    ? Optional.of(found.group(1) + "." + found.group(2))
                    : Optional.empty();
        } catch (IOException e) {
            LOG.debug("{} does not run", program, e);
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
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
