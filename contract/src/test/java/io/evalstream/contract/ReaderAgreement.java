package io.evalstream.contract;

import com.fasterxml.jackson.databind.JsonNode;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Compares the readers with Jackson and the schemas on generated records.
 *
 * <p>As a program it takes the number of records and the first seed.
 */
final class ReaderAgreement {
    private static final Set<RejectReason> STRUCTURAL =
            Set.of(
                    RejectReason.EMPTY,
                    RejectReason.TOO_LARGE,
                    RejectReason.NOT_UTF8,
                    RejectReason.NOT_JSON,
                    RejectReason.UNKNOWN_VERSION);

    private static final int RECORDS_PER_SEED = 3;

    private final ReferenceJson samples =
            new ReferenceJson("sample-event.schema.json", RecordGenerator.SAMPLE_FIELDS);
    private final ReferenceJson runs =
            new ReferenceJson("run-event.schema.json", RecordGenerator.RUN_FIELDS);
    private final SampleEventReader sampleReader = new SampleEventReader();
    private final RunEventReader runReader = new RunEventReader();
    private final EventWriter writer = new EventWriter();
    private final Map<String, Integer> tally = new TreeMap<>();

    public static void main(String[] arguments) {
        long count = Long.parseLong(arguments[0]);
        long firstSeed = arguments.length > 1 ? Long.parseLong(arguments[1]) : 0;
        ReaderAgreement agreement = new ReaderAgreement();
        agreement.checkAll(firstSeed, count);
        System.out.println(count + " records, no disagreement: " + agreement.tally());
    }

    /** How many records were accepted, and refused for each reason. */
    Map<String, Integer> tally() {
        return tally;
    }

    void checkAll(long firstSeed, long count) {
        for (long seed = firstSeed; seed < firstSeed + count / RECORDS_PER_SEED; seed++) {
            RecordGenerator generator = new RecordGenerator(seed);
            // Three samples to one run, as the reader of samples has the shortcuts. They are
            // taken by a second record of the same form, so each is followed by changed copies.
            if ((seed & 3) == 3) {
                byte[] record = generator.run();
                checkRun(record);
                checkRun(generator.edit(record));
                checkRun(generator.edit(record));
            } else {
                byte[] record = generator.sample();
                checkSample(record);
                checkSample(generator.edit(record));
                checkSample(generator.edit(record));
            }
        }
    }

    void checkSample(byte[] record) {
        check(record, samples.read(record), sampleReader::read, writer::write, this::sampleOf);
    }

    void checkRun(byte[] record) {
        check(record, runs.read(record), runReader::read, writer::write, ReaderAgreement::runOf);
    }

    private interface Reader<E> {
        E read(byte[] record) throws RejectedEventException;
    }

    private interface Writer<E> {
        byte[] write(E event);
    }

    private interface Binder<E> {
        Optional<E> bind(JsonNode tree, byte[] record);
    }

    private <E> void check(
            byte[] record,
            ReferenceJson.Reading reference,
            Reader<E> reader,
            Writer<E> writer,
            Binder<E> binder) {
        Optional<E> expected = reference.tree().flatMap(tree -> binder.bind(tree, record));
        try {
            E event = reader.read(record);
            count("accepted");
            if (expected.isEmpty()) {
                throw disagreement(record, "accepted, reference says " + reference);
            }
            if (!event.equals(expected.get())) {
                throw disagreement(record, event + "\n  but reference " + expected.get());
            }
            E again = reader.read(writer.write(event));
            if (!again.equals(event)) {
                throw disagreement(record, "does not survive writing: " + again);
            }
        } catch (RejectedEventException e) {
            count(e.reason().name());
            Optional<RejectReason> structural =
                    Optional.of(e.reason()).filter(STRUCTURAL::contains);
            if (expected.isPresent() || !structural.equals(reference.structuralFault())) {
                throw disagreement(record, e.reason() + " " + e.getMessage() + ", " + reference);
            }
        }
    }

    private void count(String outcome) {
        tally.merge(outcome, 1, Integer::sum);
    }

    private static AssertionError disagreement(byte[] record, String what) {
        return new AssertionError(
                what
                        + "\n  record: "
                        + new String(record, StandardCharsets.UTF_8)
                        + "\n  in hexadecimal: "
                        + HexFormat.of().formatHex(record));
    }

    private Optional<SampleEvent> sampleOf(JsonNode tree, byte[] record) {
        String tag = text(tree, "model_tag");
        String model = text(tree, "model");
        return Optional.of(
                new SampleEvent(
                        idOf(tree, record),
                        text(tree, "run_id"),
                        model.isEmpty() ? ModelTags.defaultModel(tag) : model,
                        tag,
                        text(tree, "image_digest"),
                        ReferenceJson.millis(tree.get("ts")),
                        text(tree, "harness"),
                        text(tree, "harness_version"),
                        text(tree, "suite"),
                        text(tree, "task"),
                        text(tree, "task_version"),
                        text(tree, "metric"),
                        text(tree, "filter"),
                        text(tree, "dataset_digest"),
                        text(tree, "item_key"),
                        tree.path("dispatch_index").asInt(-1),
                        tree.path("repeat").asInt(0),
                        tree.path("shard").asInt(0),
                        tree.path("attempt").asInt(0),
                        tree.path("outcome").isTextual()
                                ? Outcome.valueOf(text(tree, "outcome"))
                                : Outcome.SCORED,
                        number(tree, "value"),
                        tree.path("higher_is_better").isBoolean()
                                ? (Boolean) tree.get("higher_is_better").booleanValue()
                                : null,
                        text(tree, "slice"),
                        text(tree, "cluster"),
                        text(tree, "prompt_hash"),
                        text(tree, "generation_hash"),
                        text(tree, "chat_template_hash"),
                        text(tree, "judge_model"),
                        text(tree, "engine"),
                        number(tree, "latency_ms"),
                        number(tree, "ttft_ms"),
                        number(tree, "input_tokens"),
                        number(tree, "output_tokens"),
                        number(tree, "cost_usd"),
                        text(tree, "input"),
                        text(tree, "output"),
                        text(tree, "expected"),
                        text(tree, "reason")));
    }

    private static Optional<RunEvent> runOf(JsonNode tree, byte[] record) {
        int shard = tree.path("shard").asInt(-1);
        int shards = tree.path("shards").asInt(-1);
        // The one rule of this event that a schema cannot say.
        if (shards >= 0 && shard >= shards) {
            return Optional.empty();
        }
        String tag = text(tree, "model_tag");
        String model = text(tree, "model");
        Map<String, String> labels = new TreeMap<>();
        tree.path("labels")
                .properties()
                .forEach(
                        label -> {
                            if (label.getValue().isTextual()) {
                                labels.put(label.getKey(), label.getValue().textValue());
                            }
                        });
        return Optional.of(
                new RunEvent(
                        RunEvent.Type.valueOf(text(tree, "type")),
                        text(tree, "run_id"),
                        model.isEmpty() ? ModelTags.defaultModel(tag) : model,
                        tag,
                        text(tree, "image_digest"),
                        ReferenceJson.millis(tree.get("ts")),
                        series(tree.path("expected")),
                        shard,
                        shards,
                        series(tree.path("sent")),
                        tree.path("dispatch_seed").asLong(-1),
                        labels));
    }

    private static List<SeriesCount> series(JsonNode array) {
        List<SeriesCount> all = new ArrayList<>();
        for (JsonNode count : array) {
            all.add(
                    new SeriesCount(
                            text(count, "task"),
                            text(count, "metric"),
                            text(count, "filter"),
                            text(count, "slice"),
                            count.get("samples").longValue()));
        }
        return all;
    }

    private static EventId idOf(JsonNode tree, byte[] record) {
        if (!text(tree, "event_id").isEmpty()) {
            byte[] own = HexFormat.of().parseHex(text(tree, "event_id"));
            return new EventId(ByteBuffer.wrap(own).getLong(0), ByteBuffer.wrap(own).getLong(8));
        }
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            for (String name : List.of("run_id", "harness", "suite", "task")) {
                hash(sha256, "", text(tree, name).getBytes(StandardCharsets.UTF_8));
            }
            String key = text(tree, "item_key");
            if (key.isEmpty()) {
                hash(sha256, "e", record);
            } else {
                hash(sha256, "", key.getBytes(StandardCharsets.UTF_8));
            }
            for (String name : List.of("metric", "filter")) {
                hash(sha256, "", text(tree, name).getBytes(StandardCharsets.UTF_8));
            }
            String repeat = Integer.toString(tree.path("repeat").asInt(0));
            hash(sha256, "", repeat.getBytes(StandardCharsets.UTF_8));
            ByteBuffer id = ByteBuffer.wrap(sha256.digest());
            return new EventId(id.getLong(0), id.getLong(8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void hash(MessageDigest sha256, String mark, byte[] bytes) {
        sha256.update((mark + bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        sha256.update(bytes);
    }

    private static String text(JsonNode tree, String name) {
        return tree.path(name).isTextual() ? tree.path(name).textValue() : "";
    }

    private static double number(JsonNode tree, String name) {
        return tree.path(name).isNumber() ? tree.path(name).doubleValue() : Double.NaN;
    }
}
