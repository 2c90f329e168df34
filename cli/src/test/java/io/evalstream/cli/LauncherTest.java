package io.evalstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The launcher in a repository of its own, with stand-ins for Java, Maven and the rest. */
class LauncherTest {

    private static final String[] JAVA_17 = {
        "case \"$*\" in *-version) echo 'openjdk version \"17.0.9\"' >&2; exit 0;; esac",
        "for last; do :; done",
        "echo \"ran in $PWD with $last\"",
        "exit \"${FAKE_EXIT:-0}\""
    };

    private final List<LauncherProcess> started = new ArrayList<>();

    @TempDir private Path directory;
    private Path home;
    private SearchPath path;

    @BeforeEach
    void prepare() throws Exception {
        home = directory.resolve("home of it");
        write("cli/src/main/java/A.java", "class A {}");
        write("sql/clickhouse/V1.sql", "SELECT 1");
        write("pom.xml", "<project/>");
        Path launcher = home.resolve("evalstream");
        Files.copy(Repository.launcher(), launcher, StandardCopyOption.REPLACE_EXISTING);
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path environment = write("eval/runner/environment.sh", "#!/bin/sh\necho python3\n");
        Files.setPosixFilePermissions(environment, PosixFilePermissions.fromString("rwxr-xr-x"));
        path = SearchPath.of(directory.resolve("bin"));
    }

    @AfterEach
    void endProcesses() {
        started.forEach(LauncherProcess::close);
    }

    private Path write(String name, String text) throws Exception {
        Path file = home.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private SearchPath withTools() throws Exception {
        return path.script("java", JAVA_17)
                .script("javac", "exit 0")
                .script("mvn", "echo \"mvn $*\" >> \"$BUILDS\"", "exit \"${MVN_EXIT:-0}\"");
    }

    @Test
    void namesAMissingJava() throws Exception {
        assertMissing("java is missing; install a JDK, 17 or newer");
    }

    @ParameterizedTest
    @CsvSource({"11.0.22, Java 11 is too old;", "1.8.0_402, Java 8 is too old;"})
    void namesAJavaThatIsTooOld(String version, String complaint) throws Exception {
        path.script(
                "java",
                "[ \"$*\" = -version ] || { echo 'Unrecognized option' >&2; exit 1; }",
                "echo 'openjdk version \"" + version + "\"' >&2");
        assertMissing(complaint);
    }

    @Test
    void aJavaThatDoesNotStartIsNoBreach() throws Exception {
        path.script("java", "echo 'Error: Could not create the Java Virtual Machine.'", "exit 1");
        assertMissing("java does not start: Error: Could not create the Java Virtual Machine.");
    }

    @Test
    void aJavaWithTooLittleMemoryIsNoBreach() throws Exception {
        path.script(
                "java",
                "[ \"$*\" = -version ] || { echo 'Could not reserve enough space' >&2; exit 1; }",
                "echo 'openjdk version \"21.0.1\"' >&2");
        assertMissing("java does not start with 2 GB of memory;");
    }

    @Test
    void namesAMissingCompiler() throws Exception {
        path.script("java", JAVA_17);
        assertMissing("javac is missing; install a JDK, not only a JRE");
    }

    @Test
    void namesAMissingMaven() throws Exception {
        path.script("java", JAVA_17).script("javac", "exit 0");
        assertMissing("mvn is missing; install Maven, 3.8 or newer");
    }

    @Test
    void namesWhatTheTestsMiss() throws Exception {
        withTools();
        assertThat(fault("test")).contains("npm is missing; install Node.js");
        path.script("npm", "exit 0");
        assertThat(fault("test")).contains("python3 is missing; install Python, 3.11 or newer");
    }

    @Test
    void testRunsPythonAndMaven() throws Exception {
        withTools().script("npm", "exit 0").script("python3", "echo \"python3 $*\" >> \"$BUILDS\"");
        assertThat(run("test", "-o").exitCode()).isZero();
        assertThat(builds())
                .containsExactlyInAnyOrder(
                        "python3 -m unittest discover -s eval/tests",
                        "mvn -B --no-transfer-progress verify -o");
    }

    @Test
    void testGoesOnWithoutTheToolsOfTheRunnerAndSaysSo() throws Exception {
        withTools().script("npm", "exit 0").script("python3", "echo \"python3 $*\" >> \"$BUILDS\"");
        write("eval/runner/environment.sh", "#!/bin/sh\nexit 69\n");
        LauncherProcess ended = run("test");
        assertThat(ended.exitCode()).isZero();
        assertThat(ended.out()).contains("tests of the runner's tools are skipped");
        assertThat(builds()).contains("python3 -m unittest discover -s eval/tests");
    }

    @Test
    void testFailsWithPython() throws Exception {
        withTools().script("npm", "exit 0").script("python3", "exit 1");
        assertThat(run("test").exitCode()).isEqualTo(1);
    }

    @Test
    void buildsOnceAndAgainAfterAChange() throws Exception {
        withTools();
        assertThat(run("demo").exitCode()).isZero();
        assertThat(run("demo").exitCode()).isZero();
        assertThat(builds()).hasSize(1);

        for (String source :
                List.of("cli/src/main/java/A.java", "pom.xml", "sql/clickhouse/V1.sql")) {
            ageOfEverything();
            Files.setLastModifiedTime(home.resolve(source), FileTime.from(Instant.now()));
            int before = builds().size();
            run("demo").exitCode();
            assertThat(builds()).as(source).hasSize(before + 1);
        }

        ageOfEverything();
        Files.delete(home.resolve("cli/src/main/java/A.java"));
        int before = builds().size();
        run("demo").exitCode();
        assertThat(builds()).as("after a file was removed").hasSize(before + 1);
    }

    @Test
    void theBenchmarksAreBuiltAndRunOnTheirOwn() throws Exception {
        withTools();
        write("bench/target/classpath", "a.jar:b.jar");
        LauncherProcess bench = run("bench", "streaming");
        assertThat(bench.exitCode()).as(bench.errors()).isZero();
        assertThat(bench.out()).contains("with streaming");
        assertThat(run("bench", "latency").exitCode()).isZero();
        assertThat(builds()).hasSize(1);
        assertThat(builds().get(0)).contains("-pl bench -am");
        assertThat(run("demo").exitCode()).isZero();
        assertThat(builds()).hasSize(2);
        assertThat(builds().get(1)).contains("-pl cli -am");
    }

    /** As if all had been written, and then built, a while ago. */
    private void ageOfEverything() throws Exception {
        FileTime past = FileTime.from(Instant.now().minusSeconds(100));
        try (var files = Files.walk(home)) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, past);
            }
        }
        Files.setLastModifiedTime(
                home.resolve("cli/target/.built"), FileTime.from(Instant.now().minusSeconds(50)));
    }

    @Test
    void aFailedBuildIsToldAndTriedAgain() throws Exception {
        withTools();
        LauncherProcess failed = run(Map.of("MVN_EXIT", "1"), "demo");
        assertThat(failed.exitCode()).isEqualTo(69);
        assertThat(failed.errors()).contains("evalstream: the build failed; see ");
        assertThat(failed.out()).isEmpty();
        assertThat(run("demo").exitCode()).isZero();
        assertThat(builds()).hasSize(2);
    }

    @Test
    void twoAtOnceBuildOnce() throws Exception {
        withTools();
        path.script(
                "mvn",
                "echo begin >> \"$BUILDS\"",
                // Long enough to be met, and ended by the other one waiting.
                "until grep -q waiting \"$OTHER\"; do sleep 0.05; done",
                "echo end >> \"$BUILDS\"");
        Path other = Files.createFile(directory.resolve("other"));
        Map<String, String> variables = Map.of("OTHER", other.toString());
        LauncherProcess first = run(variables, "demo");
        Conditions.await("build", Duration.ofMinutes(3), () -> !builds().isEmpty(), first::errors);
        LauncherProcess second = run(variables, "demo");
        second.awaitText("evalstream: waiting for another build");
        Files.writeString(other, "waiting");
        assertThat(first.exitCode()).as(first.errors()).isZero();
        assertThat(second.exitCode()).as(second.errors()).isZero();
        assertThat(builds()).containsExactly("begin", "end");
    }

    @Test
    void theLockOfAKilledBuildIsNotWaitedFor() throws Exception {
        withTools();
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        write(".evalstream-build.lock/pid", gone.pid() + "\n");
        assertThat(run("demo").exitCode()).isZero();
        assertThat(builds()).hasSize(1);
        assertThat(home.resolve(".evalstream-build.lock")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "2", "64", "70"})
    void passesExitCodesOn(int code) throws Exception {
        withTools();
        assertThat(run(Map.of("FAKE_EXIT", Integer.toString(code)), "gate").exitCode())
                .isEqualTo(code);
    }

    @Test
    void worksThroughLinksAndStaysWhereItIsCalled() throws Exception {
        withTools();
        Path link = directory.resolve("link");
        Path second = directory.resolve("second");
        Files.createSymbolicLink(link, Path.of("home of it", "evalstream"));
        Files.createSymbolicLink(second, link);
        LauncherProcess process =
                LauncherProcess.startCommand(
                        directory, variables(Map.of()), List.of(second.toString(), "two words"));
        assertThat(process.exitCode()).as(process.errors()).isZero();
        assertThat(process.out())
                .isEqualToIgnoringNewLines("ran in " + directory.toRealPath() + " with two words");
        assertThat(builds().get(0)).contains("-f " + home.toRealPath() + "/pom.xml");
        Files.delete(second);
        Files.delete(link);
    }

    private void assertMissing(String complaint) throws Exception {
        assertThat(fault("demo")).contains(complaint);
    }

    /** The only line on stderr of a launch that ends with 69. */
    private String fault(String... arguments) throws Exception {
        LauncherProcess process = run(arguments);
        assertThat(process.exitCode()).as(process.errors()).isEqualTo(69);
        assertThat(process.errors().lines()).hasSize(1);
        assertThat(process.errors()).startsWith("evalstream: ");
        assertThat(process.out()).isEmpty();
        return process.errors();
    }

    private LauncherProcess run(String... arguments) throws Exception {
        return run(Map.of(), arguments);
    }

    private LauncherProcess run(Map<String, String> changes, String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(home.resolve("evalstream").toString());
        command.addAll(List.of(arguments));
        LauncherProcess process =
                LauncherProcess.startCommand(directory, variables(changes), command);
        started.add(process);
        return process;
    }

    private Map<String, String> variables(Map<String, String> changes) {
        Map<String, String> all = new HashMap<>(changes);
        all.put("PATH", path.toString());
        all.put("BUILDS", directory.resolve("builds").toString());
        all.put("EVALSTREAM_NO_BUILD", "");
        return all;
    }

    private List<String> builds() throws Exception {
        Path builds = directory.resolve("builds");
        return Files.exists(builds) ? Files.readAllLines(builds) : List.of();
    }
}
