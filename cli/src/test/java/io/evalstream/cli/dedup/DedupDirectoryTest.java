package io.evalstream.cli.dedup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;

/** What is replaced in a folder, and what never is. */
class DedupDirectoryTest {

    @TempDir private Path folder;

    @Test
    void replacesWhatItHasMadeAndLeavesTheRest() throws Exception {
        DedupDirectory first = DedupDirectory.prepare(folder);
        Files.writeString(first.removed(), "old");
        Files.writeString(first.kept().resolve("gone.jsonl"), "old");
        Files.writeString(folder.resolve("notes.txt"), "mine");
        Files.writeString(first.kept().resolve("notes.txt"), "mine");

        DedupDirectory second = DedupDirectory.prepare(folder);

        assertThat(second.removed()).doesNotExist();
        assertThat(second.kept().resolve("gone.jsonl")).doesNotExist();
        assertThat(folder.resolve("notes.txt")).hasContent("mine");
        assertThat(second.kept().resolve("notes.txt")).hasContent("mine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"removed.jsonl", "report.json", "report.html", "kept"})
    void refusesFilesOfOthers(String name) throws Exception {
        Path foreign = Files.writeString(folder.resolve(name), "mine");
        assertThatThrownBy(() -> DedupDirectory.prepare(folder))
                .isInstanceOf(DedupDirectory.ForeignFileException.class)
                .hasMessage(
                        foreign
                                + " is there, and no de-duplication has made it; name another"
                                + " directory, or remove it yourself");
        assertThat(foreign).hasContent("mine");
        assertThat(folder).isDirectoryNotContaining(file -> !file.equals(foreign));
    }
}
