package io.evalstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What goes wrong around a command: one line, the right code, and nothing is left running. */
class FaultITCase {

    private final List<LauncherProcess> started = new ArrayList<>();

    @TempDir private Path directory;

    @AfterEach
    void endProcesses() {
        started.forEach(LauncherProcess::close);
    }

    @Test
    void aTakenPort() throws Exception {
        List<ProcessHandle> before = LauncherProcess.children();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String port = Integer.toString(taken.getLocalPort());
            for (String option : List.of("--clickhouse-port", "--s3-port")) {
                Command gate =
                        Command.run(
                                "gate",
                                "--candidate",
                                "a=" + Repository.bundledRun("2026.01"),
                                "--out",
                                directory.resolve("out").toString(),
                                option,
                                port);
                assertThat(gate.code()).as(gate.errors()).isEqualTo(69);
                assertThat(gate.linesBesideProgress()).hasSize(1);
                assertThat(gate.fault()).contains("port " + port + " is taken;");
                LauncherProcess.awaitNoneBut(before);
            }
        }
    }

    @Test
    void noBroker() throws Exception {
        String nobody = "127.0.0.1:" + freePort();
        Command ship =
                Command.run(
                        "ship",
                        "--bootstrap",
                        nobody,
                        "--run-id",
                        "r",
                        "--model-tag",
                        "m:1",
                        Repository.bundledRun("2026.01").toString());
        assertThat(ship.code()).as(ship.errors()).isEqualTo(69);
        assertThat(ship.errorLines()).hasSize(1);
        assertThat(ship.fault()).contains("no Kafka broker answers at " + nobody);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void noServerAtTheGivenUrl() throws Exception {
        Command gate =
                Command.run(
                        "gate",
                        "--candidate",
                        "a=" + Repository.bundledRun("2026.01"),
                        "--out",
                        directory.resolve("out").toString(),
                        "--clickhouse-url",
                        "http://127.0.0.1:" + freePort());
        assertThat(gate.code()).as(gate.errors()).isEqualTo(69);
        assertThat(gate.errorLines()).hasSize(1);
        assertThat(gate.fault()).contains("no ClickHouse answers at http://127.0.0.1:");
    }

    @Test
    void noNpmAndNoEngineInTheCache() throws Exception {
        LauncherProcess gate = gate(withPath(SearchPath.of(directory.resolve("bin")).java()));
        assertThat(gate.exitCode()).as(gate.errors()).isEqualTo(69);
        assertThat(gate.errors().lines()).hasSize(1);
        assertThat(gate.errors()).contains("evalstream: npm is not on the PATH", "install Node.js");
        gate.awaitNoneLeft();
    }

    @Test
    void aDownloadThatFails() throws Exception {
        SearchPath path =
                SearchPath.of(directory.resolve("bin"))
                        .java()
                        .script(
                                "npm",
                                "echo 'npm error code ENOTFOUND'",
                                "echo 'npm error network request to the registry failed'",
                                "exit 1");
        LauncherProcess gate = gate(withPath(path));
        assertThat(gate.exitCode()).as(gate.errors()).isEqualTo(69);
        assertThat(gate.errors().lines().filter(line -> line.startsWith("evalstream: ")))
                .hasSize(1);
        assertThat(gate.errors())
                .contains("npm could not install", "network request to the registry failed")
                .doesNotContain("Exception");
        gate.awaitNoneLeft();
        assertThat(scratch()).isEmpty();
    }

    private Map<String, String> withPath(SearchPath path) throws IOException {
        return Map.of(
                "PATH",
                path.toString(),
                "EVALSTREAM_CACHE",
                Files.createDirectories(directory.resolve("cache")).toString());
    }

    @Test
    void anEngineKilledDuringAGate() throws Exception {
        LauncherProcess gate = gate(Map.of());
        gate.awaitText("streaming");
        gate.engine().destroyForcibly();
        assertThat(gate.exitCode()).as(gate.errors()).isEqualTo(69);
        assertThat(gate.errors())
                .contains("evalstream: the ClickHouse engine ended unexpectedly (exit code 137")
                .doesNotContain("Exception");
        gate.awaitNoneLeft();
        assertThat(scratch()).isEmpty();
    }

    @Test
    void anEngineKilledWhileTheStackIsUp() throws Exception {
        LauncherProcess up = launch(Map.of(), "up", "--data", directory.resolve("data").toString());
        up.awaitText("Ctrl-C stops everything.");
        up.engine().destroyForcibly();
        assertThat(up.exitCode()).as(up.errors()).isEqualTo(69);
        assertThat(up.errors())
                .contains("evalstream: the ClickHouse engine ended unexpectedly (exit code 137")
                .doesNotContain("Exception");
        up.awaitNoneLeft();
    }

    @Test
    void anInterruptedGateLeavesNothing() throws Exception {
        LauncherProcess gate = gate(Map.of());
        gate.awaitText("streaming");
        gate.signal("TERM");
        assertThat(gate.exitCode()).as(gate.errors()).isEqualTo(143);
        assertStopped(gate, "SIGTERM");
    }

    @Test
    void aGateInterruptedWhileItStartsLeavesNothing() throws Exception {
        LauncherProcess gate = gate(Map.of());
        Conditions.await(
                "scratch directory",
                Duration.ofMinutes(3),
                () -> !scratch().isEmpty(),
                gate::errors);
        gate.signal("TERM");
        assertThat(gate.exitCode()).as(gate.errors()).isEqualTo(143);
        assertStopped(gate, "SIGTERM");
    }

    @Test
    void anInterruptedDemoLeavesNothingRunning() throws Exception {
        LauncherProcess demo =
                launch(Map.of(), "demo", "--out", directory.resolve("demo").toString());
        // Early: the whole demo may be over before a busy machine delivers a signal.
        demo.awaitText("starting Kafka");
        String signal = LauncherProcess.interrupt();
        demo.signal(signal);
        assertThat(demo.exitCode()).as(demo.errors()).isEqualTo(signal.equals("INT") ? 130 : 143);
        assertStopped(demo, "SIG" + signal);
    }

    private void assertStopped(LauncherProcess process, String signal) throws IOException {
        assertThat(process.errors())
                .contains("evalstream: stopped by " + signal)
                .doesNotContain("Exception", "internal error");
        process.awaitNoneLeft();
        assertThat(scratch()).isEmpty();
    }

    /** A gate over runs enough to be caught at work. */
    private LauncherProcess gate(Map<String, String> environment) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("gate"));
        for (int i = 0; i < 30; i++) {
            arguments.add("--run");
            arguments.add("release-" + i + "=" + Repository.bundledRun("2026.01"));
        }
        arguments.add("--candidate");
        arguments.add("release-new=" + Repository.bundledRun("2026.02"));
        arguments.add("--out");
        arguments.add(directory.resolve("out").toString());
        return launch(environment, arguments.toArray(String[]::new));
    }

    private LauncherProcess launch(Map<String, String> environment, String... arguments)
            throws IOException {
        Map<String, String> all = new HashMap<>(environment);
        all.put("JDK_JAVA_OPTIONS", "-Djava.io.tmpdir=" + temporary());
        LauncherProcess process = LauncherProcess.start(directory, all, arguments);
        started.add(process);
        return process;
    }

    private Path temporary() throws IOException {
        return Files.createDirectories(directory.resolve("tmp"));
    }

    /** What the command keeps in the folder for temporary files. */
    private List<String> scratch() throws IOException {
        try (Stream<Path> files = Files.list(temporary())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("hsperfdata"))
                    .toList();
        }
    }
}
