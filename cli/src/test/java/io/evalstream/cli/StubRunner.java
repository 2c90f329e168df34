package io.evalstream.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.evalstream.contract.EventIds;
import io.evalstream.contract.Outcome;
import io.evalstream.contract.RunEvent;
import io.evalstream.contract.SampleEvent;
import io.evalstream.contract.SeriesCount;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * A STUB of the runner, strict about its plan and variables: asks {@link StubModel} one hundred
 * items of each task and sends what came of them. A file in the folder of STUB_FAULTS makes a shard
 * fail: {@code crash-0} once, {@code data-0} with exit code 65, {@code hang-0} as long as it is
 * there.
 */
final class StubRunner {

    static final int ITEMS = 100;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private StubRunner() {}

    /** A script that runs it with the classes of this JVM. */
    static Path script(Path directory) throws IOException {
        Path script = directory.resolve("stub-runner");
        Files.writeString(
                script,
                "#!/bin/sh\nexec '"
                        + Path.of(System.getProperty("java.home"), "bin", "java")
                        + "' -XX:TieredStopAtLevel=1 -Xmx128m -cp '"
                        + System.getProperty("java.class.path")
                        + "' "
                        + StubRunner.class.getName()
                        + " \"$@\"\n");
        if (!script.toFile().setExecutable(true)) {
            throw new IOException(script + " cannot be made executable");
        }
        return script;
    }

    public static void main(String[] arguments) throws Exception {
        String run = variable("EVALSTREAM_RUN_ID");
        if (arguments[0].equals("warm-up") && arguments[1].equals("--requests")) {
            for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
                isRight(i);
            }
            return;
        }
        if (!arguments[0].equals("run") || !arguments[1].equals("--plan")) {
            throw new IllegalArgumentException(String.join(" ", arguments));
        }
        int index = Integer.parseInt(variable("JOB_COMPLETION_INDEX"));
        System.out.println("run=" + run + " shard " + index + " begins");
        fail(index);
        try (EventProducer producer = new EventProducer(variable("EVALSTREAM_KAFKA_BOOTSTRAP"))) {
            JsonNode plan = JSON.readTree(Path.of(arguments[2]).toFile());
            new Shard(run, plan, index, producer).ask();
        }
    }

    private static void fail(int index) throws Exception {
        Path faults = Path.of(variable("STUB_FAULTS"));
        if (Files.deleteIfExists(faults.resolve("crash-" + index))) {
            System.exit(1);
        }
        if (Files.exists(faults.resolve("data-" + index))) {
            System.exit(65);
        }
        if (Files.exists(faults.resolve("hang-" + index))) {
            Files.writeString(faults.resolve("hanging-" + index), "");
            new CountDownLatch(1).await();
        }
    }

    private static String variable(String name) {
        String value = System.getenv(name);
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException(name + " is not set");
        }
        return value;
    }

    private static boolean isRight(int item) throws IOException, InterruptedException {
        String body =
                "{\"model\":\""
                        + variable("EVALSTREAM_SERVED_MODEL")
                        + "\",\"messages\":[{\"role\":\"user\",\"content\":\""
                        + item
                        + "\"}]}";
        HttpResponse<String> answer =
                CLIENT.send(
                        HttpRequest.newBuilder(
                                        URI.create(
                                                variable("EVALSTREAM_ENDPOINT")
                                                        + "/chat/completions"))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        return answer.body().contains("right");
    }

    /** What one process asks. */
    private record Shard(String run, JsonNode plan, int index, EventProducer producer) {

        void ask() throws Exception {
            List<SeriesCount> sent = new ArrayList<>();
            for (JsonNode piece : plan.path("shards").path(index)) {
                String task = piece.path("task").asText();
                int count = 0;
                for (int item = piece.path("part").asInt();
                        item < ITEMS;
                        item += piece.path("parts").asInt()) {
                    producer.send(sample(task, item, isRight(item)));
                    count++;
                }
                sent.add(new SeriesCount(task, "exact_match", "", "", count));
            }
            // The end must not overtake the samples.
            producer.flush();
            producer.send(
                    new RunEvent(
                            RunEvent.Type.SHARD_FINISHED,
                            run,
                            variable("EVALSTREAM_MODEL"),
                            variable("EVALSTREAM_MODEL_TAG"),
                            variable("EVALSTREAM_IMAGE_DIGEST"),
                            System.currentTimeMillis(),
                            List.of(),
                            shard(),
                            Integer.parseInt(variable("EVALSTREAM_SHARDS")),
                            sent,
                            Long.parseLong(variable("EVALSTREAM_DISPATCH_SEED")),
                            Map.of()));
            producer.flush();
        }

        private int shard() {
            return Integer.parseInt(variable("EVALSTREAM_FIRST_SHARD")) + index;
        }

        private SampleEvent sample(String task, int item, boolean isRight) {
            String suite = variable("EVALSTREAM_SUITE");
            String key = task + "-" + item;
            return new SampleEvent(
                    EventIds.of(run, "stub", suite, task, key, "exact_match", "", 0),
                    run,
                    variable("EVALSTREAM_MODEL"),
                    variable("EVALSTREAM_MODEL_TAG"),
                    variable("EVALSTREAM_IMAGE_DIGEST"),
                    System.currentTimeMillis(),
                    "stub",
                    "1",
                    suite,
                    task,
                    "1",
                    "exact_match",
                    "",
                    "",
                    key,
                    item,
                    0,
                    shard(),
                    0,
                    Outcome.SCORED,
                    isRight ? 1 : 0,
                    true,
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    Double.NaN,
                    Double.NaN,
                    Double.NaN,
                    Double.NaN,
                    Double.NaN,
                    "",
                    "",
                    "",
                    "");
        }
    }
}
