package io.evalstream.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evalstream.embedded.ServiceUnavailableException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

/** A demo deletes what demos have left, and nothing else. */
class DemoDirectoryTest {

    @TempDir private Path directory;

    @Test
    void dataOfSomebodyElseStays() throws Exception {
        Path precious = directory.resolve("data/model.bin");
        Files.createDirectories(precious.getParent());
        Files.writeString(precious, "weights");
        Path before = directory.resolve("data/.hidden");
        Files.createFile(before);

        Command demo = Command.run("demo", "--out", directory.toString());

        assertThat(demo.code()).as(demo.errors()).isEqualTo(64);
        assertThat(demo.errorLines()).hasSize(1);
        assertThat(demo.fault())
                .contains("--out: " + directory.resolve("data") + " holds data that no demo has");
        assertThat(precious).hasContent("weights");
        assertThat(directory.resolve("data")).isDirectoryNotContaining("glob:**stack.lock");
        assertThat(before).exists();
    }

    @Test
    void dataOfAStackThatIsNoDemoStays() throws Exception {
        Path data = directory.resolve("data");
        Path log = Files.createDirectories(data.resolve("kafka/log"));
        DirectoryLock.take(data).close();
        assertThatThrownBy(() -> DemoDirectory.prepare(data)).isInstanceOf(UsageException.class);
        assertThat(log).exists();
    }

    @Test
    void anEarlierDemoIsReplaced() throws Exception {
        Path data = directory.resolve("data");
        DemoDirectory.prepare(data);
        for (int demo = 0; demo < 2; demo++) {
            Files.createDirectories(data.resolve("kafka/log/topic"));
            Files.createFile(data.resolve("kafka/log/topic/0.log"));
            DemoDirectory.prepare(data);
            assertThat(data.resolve("kafka")).doesNotExist();
        }
    }

    @Test
    void aDemoThatAStackRunsOnIsLeftAlone() throws Exception {
        Path data = directory.resolve("data");
        DemoDirectory.prepare(data);
        Path log = Files.createDirectories(data.resolve("kafka/log"));
        try (DirectoryLock lock = DirectoryLock.take(data)) {
            assertThat(lock.isAt(data.resolve("stack.lock"))).isTrue();
            assertThatThrownBy(() -> DemoDirectory.prepare(data))
                    .isInstanceOf(ServiceUnavailableException.class)
                    .hasMessageContaining("is used by another running stack");
        }
        assertThat(log).exists();
    }
}
