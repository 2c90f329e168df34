package io.evalstream.jobs.dedup.engine;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.evalstream.udfs.cluster.KeepRule;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Suites and searches of tests. */
public final class Searches {

    private Searches() {}

    /** A suite whose items may go. */
    static Suite suite(String name, String path) {
        return new Suite(name, List.of(path), Suite.usualPriority(false), false);
    }

    /** A suite whose items are only reported. */
    static Suite protectedSuite(String name, String path) {
        return new Suite(name, List.of(path), Suite.usualPriority(true), true);
    }

    static DedupParameters leaders(DedupParameters parameters) {
        return new DedupParameters(
                parameters.mode(),
                KeepRule.LEADER,
                parameters.closeness(),
                parameters.withContext(),
                parameters.removeDifferentAnswers(),
                parameters.bucketCap());
    }

    /** What the plain engine finds; small splits, so that there are several. */
    public static DedupResult run(DedupParameters parameters, int threads, List<Suite> suites)
            throws IOException, InterruptedException {
        DedupPlan plan =
                DedupPlan.of(suites, parameters, 20_000, new SuiteFiles(parameters.withContext()));
        return new LocalDedup(plan, threads).run();
    }

    /** A JSONL file of questions. */
    static String questions(Path file, List<String> questions) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String question : questions) {
            lines.add(
                    new ObjectMapper()
                            .createObjectNode()
                            .put("question", question)
                            .put("answer", "")
                            .toString());
        }
        Files.write(file, lines);
        return file.toString();
    }
}
