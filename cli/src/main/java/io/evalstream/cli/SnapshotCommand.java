package io.evalstream.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.evalstream.embedded.EmbeddedObjectStore;
import io.evalstream.jobs.kafka.Topics;
import io.evalstream.jobs.snapshot.SnapshotOptions;

import org.apache.flink.configuration.Configuration;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;

/** Makes a dataset of a day of service queries, without personal data. */
@Command(
        name = "snapshot",
        mixinStandardHelpOptions = true,
        description = {
            "Reads the queries of a day from a topic or from files, replaces personal data and"
                    + " secrets, drops duplicates, draws a stratified sample, and keeps it as"
                    + " NAME/DATE/data.jsonl.zst with a manifest.",
            "A version never changes: the same queries again are fine, others are refused."
        })
final class SnapshotCommand implements Callable<Integer> {

    @ParentCommand private Evalstream root;

    @Option(
            names = "--bootstrap",
            paramLabel = "H:P",
            description = "Kafka brokers to read the queries from.")
    private String bootstrap = "";

    @Option(
            names = "--topic",
            description = "Topic of the queries. Default: " + Topics.QUERIES + ".")
    private String topic = Topics.QUERIES;

    @Option(
            names = "--queries",
            paramLabel = "PATH",
            arity = "1..*",
            description =
                    "Files of queries instead, JSON Lines, also .gz and .zst, or folders of them; with"
                            + " --endpoint also s3://BUCKET/KEY and s3://BUCKET/PREFIX/.")
    private List<String> queries = new ArrayList<>();

    @Option(
            names = "--date",
            paramLabel = "YYYY-MM-DD",
            description = "Day of the queries. Default: yesterday.")
    private String date;

    @Option(names = "--zone", description = "Time zone of the day. Default: UTC.")
    private String zone = "UTC";

    @Option(names = "--name", description = "Name of the dataset. Default: service-queries.")
    private String name = SnapshotOptions.NAME.defaultValue();

    @Option(names = "--size", description = "How many items are wanted. Default: 1000.")
    private int size = SnapshotOptions.SIZE.defaultValue();

    @Option(
            names = "--stratify",
            paramLabel = "FIELD",
            split = ",",
            description =
                    "Fields such as language,route whose values share the items out in proportion,"
                            + " each at least one.")
    private List<String> stratify = new ArrayList<>();

    @Option(names = "--seed", description = "Seed of the random order. Default: 1.")
    private long seed = SnapshotOptions.SEED.defaultValue();

    @Option(
            names = "--names",
            paramLabel = "FILE",
            description = "People's names to replace, one a line.")
    private Path names;

    @Option(names = "--out", paramLabel = "DIR", description = "Directory the dataset goes to.")
    private Path out;

    @Option(
            names = "--endpoint",
            paramLabel = "URL",
            description = "S3 or MinIO address it goes to instead; 'up' prints that of its own.")
    private String endpoint = "";

    @Option(names = "--bucket", description = "Its bucket. Default: llm-eval-ds.")
    private String bucket = SnapshotOptions.BUCKET.defaultValue();

    @Option(
            names = "--access-key",
            defaultValue = "${env:EVALSTREAM_SNAPSHOT_ACCESS_KEY}",
            description =
                    "S3 access key that may write there. Default: EVALSTREAM_SNAPSHOT_ACCESS_KEY of"
                            + " the environment, else that of 'up'.")
    private String accessKey;

    @Option(
            names = "--secret-key",
            defaultValue = "${env:EVALSTREAM_SNAPSHOT_SECRET_KEY}",
            description =
                    "Its secret; others on the machine see what a command line says. Default:"
                            + " EVALSTREAM_SNAPSHOT_SECRET_KEY of the environment, else that of"
                            + " 'up'.")
    private String secretKey;

    @Override
    public Integer call() throws Exception {
        Configuration options = options();
        Console console = Console.standard();
        try (ScratchDirectory scratch = ScratchDirectory.create("evalstream-snapshot")) {
            if (out != null) {
                Directories.create("--out", out);
            }
            Path logs = out == null ? scratch.path() : out;
            Logs.to(logs.resolve("evalstream.log"), root.verbose);
            console.line("reading the queries of " + options.get(SnapshotOptions.DATE));
            byte[] manifest = SnapshotService.run(options, scratch.path());
            print(console, new ObjectMapper().readTree(manifest));
        }
        return ExitCode.PASS;
    }

    private Configuration options() throws Exception {
        if (bootstrap.isBlank() == queries.isEmpty()) {
            throw new UsageException("name the queries by either --bootstrap or --queries");
        }
        if ((out == null) == endpoint.isBlank()) {
            throw new UsageException("say where the dataset goes by either --out or --endpoint");
        }
        if (endpoint.isBlank() && queries.stream().anyMatch(path -> path.startsWith("s3://"))) {
            throw new UsageException("--queries: give --endpoint to read from a bucket");
        }
        Configuration options = new Configuration();
        options.set(SnapshotOptions.KAFKA_BOOTSTRAP, bootstrap);
        options.set(SnapshotOptions.TOPIC, topic);
        options.set(SnapshotOptions.QUERIES, QueryPaths.files(queries));
        options.set(SnapshotOptions.DATE, date == null ? yesterday() : date);
        options.set(SnapshotOptions.ZONE, zone);
        options.set(SnapshotOptions.NAME, name);
        options.set(SnapshotOptions.SIZE, size);
        options.set(SnapshotOptions.STRATIFY, stratify);
        options.set(SnapshotOptions.SEED, seed);
        options.set(SnapshotOptions.NAMES, names == null ? "" : names.toString());
        options.set(SnapshotOptions.DIRECTORY, out == null ? "" : out.toString());
        options.set(SnapshotOptions.ENDPOINT, endpoint);
        options.set(SnapshotOptions.BUCKET, bucket);
        options.set(
                SnapshotOptions.ACCESS_KEY,
                accessKey == null ? EmbeddedObjectStore.ACCESS_KEY : accessKey);
        options.set(
                SnapshotOptions.SECRET_KEY,
                secretKey == null ? EmbeddedObjectStore.SECRET_KEY : secretKey);
        return options;
    }

    private String yesterday() {
        try {
            return LocalDate.now(Clock.system(ZoneId.of(zone))).minusDays(1).toString();
        } catch (DateTimeException e) {
            throw new UsageException(
                    "--zone: '" + zone + "' is no time zone; write one such as Asia/Seoul", e);
        }
    }

    private static void print(Console console, JsonNode manifest) {
        JsonNode counts = manifest.path("queries");
        console.result(
                String.format(
                        Locale.ROOT,
                        "%s/%s: %,d items of %,d queries",
                        manifest.path("name").asText(),
                        manifest.path("version").asText(),
                        manifest.path("items").asLong(),
                        counts.path("sampled_from").asLong()));
        console.result(
                String.format(
                        Locale.ROOT,
                        "  read %,d, malformed %,d, exact duplicates %,d, near duplicates %,d",
                        counts.path("read").asLong(),
                        counts.path("malformed").asLong(),
                        counts.path("exact_duplicates").asLong(),
                        counts.path("near_duplicates").asLong()));
        for (Map.Entry<String, JsonNode> kind : manifest.path("replaced").properties()) {
            console.result(
                    String.format(
                            Locale.ROOT,
                            "  replaced %,d × %s",
                            kind.getValue().asLong(),
                            kind.getKey()));
        }
        for (JsonNode example : manifest.path("malformed_examples")) {
            console.warn(example.asText());
        }
        console.result("  sha256 " + manifest.path("sha256").asText());
    }
}
