package io.evalstream.embedded.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evalstream.embedded.ServiceUnavailableException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

class ChdbLibraryTest {

    @TempDir Path directory;
    private final List<String> progress = new CopyOnWriteArrayList<>();

    private ChdbLibrary library(Map<String, String> environment) {
        return new ChdbLibrary(directory.resolve("cache"), environment, progress::add);
    }

    private Map<String, String> npm(String script) throws IOException {
        Path bin = Files.createDirectories(directory.resolve("bin"));
        Path npm = bin.resolve("npm");
        Files.writeString(npm, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(npm, PosixFilePermissions.fromString("rwxr-xr-x"));
        return Map.of("PATH", bin + ":/usr/bin:/bin");
    }

    /** Puts a file of the library's size and first bytes where npm would. */
    private static String installing(String size) {
        return "while [ $# -gt 0 ]; do case $1 in --prefix) prefix=$2;;"
                + " @chdb/*) name=${1#@chdb/}; name=${name%@*};; esac; shift; done\n"
                + "echo run >> \"$prefix/../../runs\"\n"
                + "mkdir -p \"$prefix/node_modules/@chdb/$name\"\n"
                + "file=\"$prefix/node_modules/@chdb/$name/libchdb.so\"\n"
                + "printf '\\177ELF' > \"$file\"\n"
                + "truncate -s "
                + size
                + " \"$file\"";
    }

    @Test
    void withoutNpmItSaysWhatToInstall() {
        assertThatThrownBy(() -> library(Map.of("PATH", "")).locate())
                .isInstanceOf(ServiceUnavailableException.class)
                .hasMessageStartingWith("npm is not on the PATH")
                .hasMessageContaining("install Node.js");
    }

    @Test
    void withoutANetworkItQuotesNpm() throws IOException {
        Map<String, String> environment =
                npm(
                        "echo 'npm error code ENOTFOUND' >&2\n"
                                + "echo 'npm error network request to the registry failed' >&2\n"
                                + "exit 1");
        assertThatThrownBy(() -> library(environment).locate())
                .isInstanceOf(ServiceUnavailableException.class)
                .hasMessageContaining(
                        "(exit code 1: network request to the registry failed); check the network")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
        assertThat(left()).containsExactly("install.lock");
    }

    @Test
    void quotesNpmWhateverBytesItWrites() throws IOException {
        Map<String, String> environment = npm("printf 'npm error caf\\351\\n'\nexit 1");
        assertThatThrownBy(() -> library(environment).locate())
                .isInstanceOf(ServiceUnavailableException.class)
                .hasMessageContaining("(exit code 1: caf\ufffd)");
    }

    @Test
    void aHalfDownloadIsNeverUsed() throws IOException {
        assertThatThrownBy(() -> library(npm(installing("1M"))).locate())
                .isInstanceOf(ServiceUnavailableException.class)
                .hasMessageContaining("without a whole libchdb");
        assertThat(left()).containsExactly("install.lock");
        assertThat(library(npm(installing("120M"))).locate()).exists();
    }

    @Test
    void whatAnInterruptedRunLeftIsRemoved() throws IOException {
        Path old = directory.resolve("cache/chdb/unfinished-1/node_modules");
        Files.createDirectories(old);
        Files.writeString(old.resolve("part"), "x");
        library(npm(installing("120M"))).locate();
        assertThat(left()).hasSize(2).noneMatch(name -> name.startsWith("unfinished-"));
    }

    @Test
    void itDownloadsOnceForAllWhoAsk() throws Exception {
        Map<String, String> environment = npm(installing("120M"));
        List<CompletableFuture<Path>> asked =
                Stream.generate(
                                () ->
                                        CompletableFuture.supplyAsync(
                                                () -> library(environment).locate()))
                        .limit(4)
                        .toList();
        Path first = asked.get(0).get();
        for (CompletableFuture<Path> one : asked) {
            assertThat(one.get()).isEqualTo(first);
        }
        assertThat(Files.readAllLines(directory.resolve("cache/runs"))).hasSize(1);
        assertThat(progress).filteredOn(line -> line.contains("downloading")).hasSize(1);
    }

    private List<String> left() throws IOException {
        try (Stream<Path> entries = Files.list(directory.resolve("cache/chdb"))) {
            return entries.map(p -> p.getFileName().toString()).toList();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Linux,amd64,linux-x64-gnu",
        "Linux,aarch64,linux-arm64-gnu",
        "Mac OS X,x86_64,darwin-x64",
        "Mac OS X,aarch64,darwin-arm64"
    })
    void knowsThePlatforms(String os, String arch, String name) {
        assertThat(ChdbLibrary.platform(os, arch)).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({"Windows 11,amd64", "Linux,s390x"})
    void refusesOtherPlatforms(String os, String arch) {
        assertThatThrownBy(() -> ChdbLibrary.platform(os, arch))
                .isInstanceOf(ServiceUnavailableException.class)
                .hasMessageContaining(os)
                .hasMessageContaining("give the URL");
    }
}
