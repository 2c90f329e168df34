package io.evalstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class SnapshotCommandITCase {

    @Test
    void aFolderOfQueriesBecomesADataset(@TempDir Path scratch) throws Exception {
        Path queries = Files.createDirectories(scratch.resolve("queries"));
        Files.writeString(
                queries.resolve("a.jsonl"),
                """
                {"question":"내 번호 010-1234-5678 을 지워줘","language":"ko"}
                {"messages":[{"role":"user","content":"hi, I am Ann Lee"}],"language":"en"}
                no JSON
                """);
        Path names = Files.writeString(scratch.resolve("names.txt"), "Ann Lee\n");
        Path out = scratch.resolve("out");
        Command command =
                Command.run(
                        "snapshot",
                        "--queries",
                        queries.toString(),
                        "--date",
                        "2026-05-31",
                        "--stratify",
                        "language",
                        "--names",
                        names.toString(),
                        "--out",
                        out.toString());
        assertThat(command.errors()).doesNotContain("evalstream: ");
        assertThat(command.code()).isZero();
        assertThat(command.out())
                .contains("service-queries/2026-05-31: 2 items of 2 queries")
                .contains("read 3, malformed 1, exact duplicates 0, near duplicates 0")
                .contains("replaced 1 × NAME")
                .contains("replaced 1 × PHONE");
        assertThat(command.errors()).contains("warning: a.jsonl:3: NOT_JSON");
        assertThat(out.resolve("service-queries/2026-05-31/data.jsonl.zst")).exists();
        assertThat(Files.readString(out.resolve("evalstream.log")))
                .doesNotContain("010-1234-5678")
                .doesNotContain("Ann Lee");
    }

    @Test
    void noQueriesAndWrongNamesAreOneLineAndACode(@TempDir Path scratch) throws Exception {
        Path empty = Files.writeString(scratch.resolve("q.jsonl"), "\n");
        String out = scratch.resolve("out").toString();
        Command none = Command.run("snapshot", "--queries", empty.toString(), "--out", out);
        assertThat(none.code()).isEqualTo(65);
        assertThat(none.fault()).contains("there are no queries of ");
        Path names = Files.writeString(scratch.resolve("names.txt"), "X\n");
        Command wrong =
                Command.run(
                        "snapshot",
                        "--queries",
                        empty.toString(),
                        "--out",
                        out,
                        "--names",
                        names.toString());
        assertThat(wrong.code()).isEqualTo(65);
        assertThat(wrong.fault()).contains("names.txt:1: a name has 2 to 64 letters");
        Command absent =
                Command.run("snapshot", "--queries", scratch.resolve("b").toString(), "--out", out);
        assertThat(absent.code()).isEqualTo(65);
        assertThat(absent.fault()).contains("cannot be read; check --queries");
    }

    @Test
    void whatCannotBeMeantIsRefusedBeforeAnythingIsRead(@TempDir Path scratch) throws Exception {
        String file = Files.writeString(scratch.resolve("q.jsonl"), "{}").toString();
        String out = scratch.resolve("out").toString();
        List<List<String>> wrong =
                List.of(
                        List.of("--out", out),
                        List.of("--queries", file, "--bootstrap", "127.0.0.1:1", "--out", out),
                        List.of("--queries", file),
                        List.of("--queries", file, "--out", out, "--date", "31.5.2026"),
                        List.of("--queries", file, "--out", out, "--zone", "Seoul"),
                        List.of("--queries", file, "--out", out, "--size", "0"),
                        List.of("--queries", file, "--out", out, "--name", "../x"),
                        List.of("--queries", file, "--endpoint", "minio:9000"));
        for (List<String> arguments : wrong) {
            List<String> line = new ArrayList<>(List.of("snapshot"));
            line.addAll(arguments);
            Command command = Command.run(line.toArray(String[]::new));
            assertThat(command.code()).as(String.join(" ", arguments)).isEqualTo(64);
            assertThat(command.errorLines().get(command.errorLines().size() - 1))
                    .startsWith("evalstream: ");
        }
    }

    @Test
    void theCronJobCallsItAsItIs() throws Exception {
        Path manifest = Repository.root().resolve("k8s/base/snapshot/cronjob.yaml");
        JsonNode container =
                new YAMLMapper()
                        .readTree(manifest.toFile())
                        .at("/spec/jobTemplate/spec/template/spec/containers/0");
        assertThat(container.path("command").get(0).asText()).isEqualTo("./evalstream");
        List<String> arguments = new ArrayList<>();
        arguments.add(container.path("command").get(1).asText());
        container.path("args").forEach(argument -> arguments.add(argument.asText()));
        CommandLine.ParseResult parsed =
                Evalstream.commandLine().parseArgs(arguments.toArray(String[]::new));
        assertThat(parsed.subcommand().commandSpec().name()).isEqualTo("snapshot");
    }
}
