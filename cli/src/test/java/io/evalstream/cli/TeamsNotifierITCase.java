package io.evalstream.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evalstream.embedded.TeamsRecorder;
import io.evalstream.k8s.reconcile.Notifier.Notice;
import io.evalstream.k8s.reconcile.TeamsNotifier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Notices of the controller are what a Teams workflow takes. */
class TeamsNotifierITCase {

    @TempDir private Path directory;

    @Test
    void aNoticeIsACardThatMentionsNobody() throws Exception {
        try (TeamsRecorder recorder = TeamsRecorder.start(directory, 0)) {
            TeamsNotifier notifier = new TeamsNotifier(Optional.of(recorder.url()));
            notifier.tell(
                    new Notice(
                            "run-1",
                            "m:release-1",
                            "BudgetExceeded",
                            "<at>all</at> \"quoted\" 한국어 " + "x".repeat(30_000)));
            notifier.tell(new Notice("run-2", "m:release-2", "Failed", "line\nbreak"));
            assertThat(recorder.cards()).hasSize(2);
            assertThat(Files.readString(recorder.cards().get(0)))
                    .contains("BudgetExceeded: m:release-1", "Run run-1", "한국어")
                    .doesNotContain("<at>");
        }
    }

    @Test
    void aRefusalNamesNoAddress() {
        try (TeamsRecorder recorder = TeamsRecorder.start(directory, 0)) {
            URI secret = recorder.url().resolve("/workflows/secret-of-ours");
            assertThatThrownBy(
                            () ->
                                    new TeamsNotifier(Optional.of(secret))
                                            .tell(new Notice("run-1", "m:1", "Failed", "why")))
                    .isInstanceOf(IOException.class)
                    .hasMessage("Teams answered 404");
            recorder.close();
            assertThatThrownBy(
                            () ->
                                    new TeamsNotifier(Optional.of(secret))
                                            .tell(new Notice("run-1", "m:1", "Failed", "why")))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("Teams did not answer")
                    .hasNoCause();
        }
    }
}
