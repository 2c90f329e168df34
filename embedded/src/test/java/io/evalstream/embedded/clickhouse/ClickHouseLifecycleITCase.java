package io.evalstream.embedded.clickhouse;

import static io.evalstream.embedded.clickhouse.EngineFixture.libraryIn;
import static io.evalstream.embedded.clickhouse.EngineFixture.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.evalstream.embedded.LoopbackPort;
import io.evalstream.embedded.ServiceUnavailableException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

@Timeout(600)
class ClickHouseLifecycleITCase {

    private static final long SECONDS = 240;
    private static final Duration PATIENCE = Duration.ofSeconds(SECONDS);

    @TempDir Path directory;

    @Test
    void aRestartKeepsTheData() throws Exception {
        try (ClickHouseEngine first = ClickHouseEngine.start(libraryIn(directory))) {
            assertThat(first.isAlive()).isTrue();
            run(first.httpUrl(), "CREATE DATABASE kept");
            run(first.httpUrl(), "CREATE TABLE kept.t (a Int32) ENGINE = MergeTree ORDER BY a");
            run(first.httpUrl(), "INSERT INTO kept.t VALUES (1), (2)");
            first.close();
            assertThat(first.isAlive()).isFalse();
            EngineExit exit = first.onExit().get(SECONDS, TimeUnit.SECONDS);
            assertThat(exit.expected()).isTrue();
            assertThat(exit.exitCode()).isZero();
        }
        try (ClickHouseEngine second = ClickHouseEngine.start(libraryIn(directory))) {
            assertThat(run(second.httpUrl(), "SELECT sum(a) FROM kept.t")).isEqualTo("3");
        }
    }

    @Test
    void aKilledEngineIsNoticedAndCanBeStartedAgain() throws Exception {
        try (ClickHouseEngine engine = ClickHouseEngine.start(libraryIn(directory))) {
            run(engine.httpUrl(), "CREATE TABLE t (a Int32) ENGINE = MergeTree ORDER BY a");
            run(engine.httpUrl(), "INSERT INTO t VALUES (5)");
            ProcessHandle.of(engine.pid().orElseThrow()).orElseThrow().destroyForcibly();
            EngineExit exit = engine.onExit().get(SECONDS, TimeUnit.SECONDS);
            assertThat(exit.expected()).isFalse();
            assertThat(exit.exitCode()).isEqualTo(137);
            assertThat(exit.message())
                    .startsWith("the ClickHouse engine ended unexpectedly (exit code 137, ")
                    .doesNotContain("\n");
            assertThat(engine.isAlive()).isFalse();
        }
        try (ClickHouseEngine again = ClickHouseEngine.start(libraryIn(directory))) {
            assertThat(run(again.httpUrl(), "SELECT a FROM t")).isEqualTo("5");
        }
    }

    @Test
    void theEngineEndsWithItsHostHoweverThatEnds() throws Exception {
        Process host =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                EngineHost.class.getName(),
                                directory.toString())
                        .redirectErrorStream(true)
                        .start();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(host.getInputStream(), UTF_8))) {
            String line = output.readLine();
            while (line != null && !line.startsWith(EngineHost.PID)) {
                line = output.readLine();
            }
            assertThat(line).isNotNull();
            long pid = Long.parseLong(line.substring(EngineHost.PID.length()));
            ProcessHandle engine = ProcessHandle.of(pid).orElseThrow();
            host.destroyForcibly().waitFor();
            engine.onExit().get(SECONDS, TimeUnit.SECONDS);
            assertThat(engine.isAlive()).isFalse();
        } finally {
            host.destroyForcibly();
        }
    }

    /** Ctrl-C in a terminal, the end of one, and the stop of a service manager. */
    @Test
    void aSignalToTheWholeGroupIsTheHostsToAnswer() throws Exception {
        try (ClickHouseEngine engine = ClickHouseEngine.start(libraryIn(directory))) {
            String pid = Long.toString(engine.pid().orElseThrow());
            for (String signal : List.of("-INT", "-HUP", "-TERM")) {
                assertThat(new ProcessBuilder("kill", signal, pid).start().waitFor()).isZero();
            }
            assertThat(run(engine.httpUrl(), "SELECT 1")).isEqualTo("1");
            assertThat(engine.isAlive()).isTrue();
        }
    }

    @Test
    void oneEnginePerDataDirectory() {
        try (ClickHouseEngine first = ClickHouseEngine.start(libraryIn(directory))) {
            assertThat(first.isAlive()).isTrue();
            assertUnavailable(libraryIn(directory), "is used by another running engine");
        }
    }

    @Test
    void anAskedPortMustBeFree() throws Exception {
        int port = LoopbackPort.choose("test", 0);
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(ChdbServer.loopback(), port));
            assertUnavailable(libraryIn(directory).withPort(port), "port " + port + " is taken");
            taken.close();
            try (ClickHouseEngine engine =
                    ClickHouseEngine.start(libraryIn(directory).withPort(port))) {
                assertThat(engine.httpUrl().getPort()).isEqualTo(port);
            }
        }
    }

    @Test
    void aGivenServerIsUsedAndLeftAlone() throws Exception {
        try (ClickHouseEngine own = ClickHouseEngine.start(libraryIn(directory))) {
            ClickHouseOptions options =
                    ClickHouseOptions.inDirectory(directory.resolve("unused"))
                            .withUrl(own.httpUrl());
            try (ClickHouseEngine given = ClickHouseEngine.start(options)) {
                assertThat(given.httpUrl()).isEqualTo(own.httpUrl());
                assertThat(given.pid()).isEmpty();
                assertThat(given.isAlive()).isTrue();
            }
            assertThat(own.isAlive()).isTrue();
            assertThat(directory.resolve("unused")).doesNotExist();
        }
    }

    @Test
    void aGivenServerMustAnswer() throws Exception {
        // Bound but not listening: nobody answers there, nor can anyone come to.
        try (Socket silent = new Socket()) {
            silent.bind(new InetSocketAddress(ChdbServer.loopback(), 0));
            String url = "http://127.0.0.1:" + silent.getLocalPort();
            assertUnavailable(
                    ClickHouseOptions.inDirectory(directory).withUrl(URI.create(url)),
                    "no ClickHouse answers at " + url);
        }
    }

    @Test
    void aLibraryThatDoesNotLoadSaysSo() throws Exception {
        Map<String, String> environment = EngineFixture.withoutServer();
        Path cache = directory.resolve("cache");
        Path real =
                new ChdbLibrary(
                                ClickHouseOptions.inDirectory(directory).cacheDirectory(),
                                environment,
                                line -> {})
                        .locate();
        // The size and the first bytes are right, the rest is a hole.
        Path broken =
                cache.resolve("chdb")
                        .resolve(
                                real.getParent().getFileName().toString().substring("lib-".length())
                                        + "-"
                                        + ChdbLibrary.VERSION)
                        .resolve("node_modules")
                        .resolve("@chdb")
                        .resolve(real.getParent().getFileName())
                        .resolve(real.getFileName());
        Files.createDirectories(broken.getParent());
        try (var in = Files.newInputStream(real);
                var out =
                        Files.newByteChannel(
                                broken, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            out.write(ByteBuffer.wrap(in.readNBytes(64)));
            out.position(Files.size(real) - 1);
            out.write(ByteBuffer.wrap(new byte[1]));
        }
        assertUnavailable(libraryIn(directory).withCacheDirectory(cache), "does not load");
    }

    @Test
    void anOldServerProgramIsPassedOver() throws Exception {
        Map<String, String> environment =
                withProgram("clickhouse", "echo 'ClickHouse local version 18.16.1.'");
        assertThat(ServerBinary.find(environment, PATIENCE)).isEmpty();
        try (ClickHouseEngine engine =
                ClickHouseEngine.start(libraryIn(directory).withEnvironment(environment))) {
            assertThat(engine.description()).contains("libchdb");
        }
    }

    @Test
    void aRecentServerProgramIsStartedAndEnded() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Map<String, String> environment =
                withProgram(
                        "clickhouse",
                        "if [ \"$1\" = local ]; then\n"
                                + "  echo 'ClickHouse local version 25.8.2.29 (official build).'\n"
                                + "else\n"
                                + "  exec '"
                                + java
                                + "' -cp '"
                                + System.getProperty("java.class.path")
                                + "' "
                                + StandInServer.class.getName()
                                + " \"$@\"\n"
                                + "fi");
        ClickHouseOptions options =
                ClickHouseOptions.inDirectory(directory.resolve("data & more"))
                        .withEnvironment(environment);
        ProcessHandle guard;
        ProcessHandle server;
        try (ClickHouseEngine engine = ClickHouseEngine.start(options)) {
            assertThat(engine.description()).contains("25.8.2.29");
            guard = ProcessHandle.of(engine.pid().orElseThrow()).orElseThrow();
            server =
                    guard.descendants()
                            .filter(p -> p.info().command().orElse("").endsWith("java"))
                            .findFirst()
                            .orElseThrow();
        }
        server.onExit().get(SECONDS, TimeUnit.SECONDS);
        assertThat(guard.isAlive()).isFalse();
    }

    @Test
    void aServerProgramThatDoesNotStartIsQuotedAtOnce() throws Exception {
        Map<String, String> environment =
                withProgram(
                        "clickhouse",
                        "if [ \"$1\" = local ]; then\n"
                                + "  echo 'ClickHouse local version 25.8.2.29.'\n"
                                + "else\n"
                                + "  echo 'no room for logs'\n"
                                + "  exit 7\n"
                                + "fi");
        ClickHouseOptions options =
                ClickHouseOptions.inDirectory(directory.resolve("data"))
                        .withStartTimeout(PATIENCE)
                        .withEnvironment(environment);
        assertUnavailable(options, "ended unexpectedly (exit code 7, no room for logs)");
    }

    @Test
    void aServerProgramThatHangsIsPassedOver() throws Exception {
        Map<String, String> environment =
                withProgram("clickhouse", "echo 'ClickHouse local'\nexec sleep 3600");
        assertThat(ServerBinary.find(environment, Duration.ofSeconds(1))).isEmpty();
        assertThat(ProcessHandle.current().children())
                .noneMatch(child -> child.info().command().orElse("").endsWith("sleep"));
    }

    @Test
    void anInterruptedStartLeavesNothingAndStaysInterrupted() throws Exception {
        Map<String, String> environment =
                withProgram(
                        "clickhouse",
                        "if [ \"$1\" = local ]; then\n"
                                + "  echo 'ClickHouse local version 25.8.2.29.'\n"
                                + "else\n"
                                + "  echo $$ > '"
                                + directory
                                + "/server.part'\n"
                                + "  mv '"
                                + directory
                                + "/server.part' '"
                                + directory
                                + "/server'\n"
                                + "  exec sleep 3600\n"
                                + "fi");
        ClickHouseOptions options =
                ClickHouseOptions.inDirectory(directory.resolve("data"))
                        .withStartTimeout(PATIENCE)
                        .withEnvironment(environment);
        AtomicBoolean stillInterrupted = new AtomicBoolean();
        Thread starter =
                new Thread(
                        () -> {
                            assertUnavailable(options, "interrupted");
                            stillInterrupted.set(Thread.currentThread().isInterrupted());
                        });
        starter.start();
        Path pid = directory.resolve("server");
        while (!Files.exists(pid) && starter.isAlive()) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        ProcessHandle server =
                ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();
        starter.interrupt();
        starter.join();
        assertThat(stillInterrupted).isTrue();
        server.onExit().get(SECONDS, TimeUnit.SECONDS);
    }

    private Map<String, String> withProgram(String name, String script) throws Exception {
        Path bin = Files.createDirectories(directory.resolve("bin"));
        Path file = bin.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("PATH", bin + ":" + environment.get("PATH"));
        return environment;
    }

    private static void assertUnavailable(ClickHouseOptions options, String part) {
        assertThatThrownBy(() -> ClickHouseEngine.start(options))
                .isInstanceOf(ServiceUnavailableException.class)
                .hasMessageContaining(part)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }
}
