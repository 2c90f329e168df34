package io.evalstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The run that is made by hand is the one that a push would make. */
class ControllerTriggerTest {

    private static final String DIGEST = "sha256:0123abcd" + "0".repeat(56);

    @TempDir private Path directory;
    private Path template;

    @BeforeEach
    void write() throws Exception {
        template = directory.resolve("releases.yaml");
        Files.writeString(
                template,
                """
                releases:
                  - images: ["ghcr.io/acme/*"]
                    run:
                      suites:
                        - {name: general, harness: LM_EVAL, tasks: [arc_easy]}
                """);
    }

    private Command trigger(String image, String tag, String... more) {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "controller",
                                "trigger",
                                "--image",
                                image,
                                "--tag",
                                tag,
                                "--template",
                                template.toString(),
                                "--dry-run"));
        arguments.addAll(List.of(more));
        return Command.run(arguments.toArray(String[]::new));
    }

    @Test
    void aDryRunPrintsTheResource() {
        Command command = trigger("ghcr.io/acme/MiniLM", "release-1", "--digest", DIGEST);
        assertThat(command.errors()).isEmpty();
        assertThat(command.code()).isEqualTo(ExitCode.PASS);
        assertThat(command.out().replace("\"", ""))
                .contains("kind: EvalRun", "apiVersion: evalstream.io/v1alpha1")
                .contains("name: minilm-release-1-0123abcd")
                .contains("image: ghcr.io/acme/minilm", "tag: release-1")
                .contains("harness: LM_EVAL");
    }

    @Test
    void whatCannotBeTriggeredIsSaidInOneLine() throws Exception {
        assertThat(trigger("minilm", "release-1", "--digest", DIGEST))
                .satisfies(
                        command -> {
                            assertThat(command.code()).isEqualTo(ExitCode.USAGE);
                            assertThat(command.fault()).contains("--image: 'minilm' is not like");
                        });
        assertThat(trigger("ghcr.io/acme/m", "main", "--digest", DIGEST))
                .satisfies(
                        command -> {
                            assertThat(command.code()).isEqualTo(ExitCode.USAGE);
                            assertThat(command.fault()).contains("no rule of", "acme/m:main");
                        });
        assertThat(trigger("ghcr.io/acme/m", "release-1", "--digest", "sha256:1").fault())
                .contains("--digest: 'sha256:1' is not");
        Files.writeString(template, "releases: []");
        assertThat(trigger("ghcr.io/acme/m", "release-1", "--digest", DIGEST))
                .satisfies(
                        command -> {
                            assertThat(command.code()).isEqualTo(ExitCode.BAD_INPUT);
                            assertThat(command.fault()).contains("releases.yaml: releases: name");
                        });
    }

    @Test
    void aRegistryThatIsNotThereIsAServiceThatIsUnavailable() throws Exception {
        Files.writeString(template, Files.readString(template).replace("ghcr.io", "127.0.0.1:1"));
        Command command = trigger("127.0.0.1:1/acme/m", "release-1");
        assertThat(command.code()).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(command.fault()).contains("127.0.0.1 cannot be asked");
    }
}
