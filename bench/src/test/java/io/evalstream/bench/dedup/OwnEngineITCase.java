package io.evalstream.bench.dedup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evalstream.jobs.dedup.engine.Duplicate;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Our engines as the race calls them: again and again, on one cluster. */
class OwnEngineITCase {

    @TempDir Path folder;

    @Test
    void bothEnginesFindTheSameInEveryRound() throws Exception {
        Path corpus = corpus("corpus.jsonl", 40);
        Path smaller = corpus("smaller.jsonl", 10);
        try (OwnEngine threads = OwnEngine.of("threads", "eval", 2);
                OwnEngine flink = OwnEngine.of("flink", "eval", 2)) {
            List<Duplicate> expected = threads.run(corpus).duplicates();
            assertThat(expected).hasSize(40);
            assertThat(flink.run(corpus).duplicates()).isEqualTo(expected);
            assertThat(flink.run(smaller).duplicates())
                    .isEqualTo(threads.run(smaller).duplicates());
            assertThat(flink.run(corpus).duplicates()).isEqualTo(expected);
        }
    }

    @Test
    void aJobThatFailsIsAFaultAndTheNextOneRuns() throws Exception {
        Path corpus = corpus("corpus.jsonl", 4);
        Path broken = folder.resolve("broken.jsonl");
        Files.writeString(broken, "{\"question\":\n");
        try (OwnEngine flink = OwnEngine.of("flink", "eval", 1)) {
            assertThatThrownBy(() -> flink.run(broken)).hasStackTraceContaining("broken.jsonl");
            assertThat(flink.run(corpus).duplicates()).hasSize(4);
        }
    }

    /** Texts, each with a copy that differs in a letter or in none. */
    private Path corpus(String name, int texts) throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < texts; i++) {
            String text =
                    "Number %d of these has a text that is long enough to be looked for by bands %s"
                            .formatted(i, Integer.toString(i * 7919 + 100_000, 36).repeat(12));
            lines.add("{\"id\":\"a%d\",\"question\":\"%s\",\"answer\":\"\"}".formatted(i, text));
            String copy = i % 2 == 0 ? text : text.replace("long", "lung");
            lines.add("{\"id\":\"b%d\",\"question\":\"%s\",\"answer\":\"\"}".formatted(i, copy));
        }
        return Files.write(folder.resolve(name), lines);
    }
}
