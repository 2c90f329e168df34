package io.evalstream.contract;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Generates records near the border between valid and invalid; one seed, one record. */
final class RecordGenerator {
    static final List<String> INTEGERS =
            List.of(
                    "schema_version",
                    "ts",
                    "dispatch_index",
                    "repeat",
                    "shard",
                    "attempt",
                    "shards",
                    "dispatch_seed");

    private static final Set<String> SERIES_FIELDS =
            Set.of("task", "metric", "filter", "slice", "samples");
    static final List<String> RUN_FIELDS =
            List.of(
                    "schema_version",
                    "type",
                    "run_id",
                    "model",
                    "model_tag",
                    "image_digest",
                    "ts",
                    "expected",
                    "shard",
                    "shards",
                    "sent",
                    "dispatch_seed",
                    "labels");
    static final List<String> SAMPLE_FIELDS =
            Arrays.stream(SampleField.values()).map(SampleField::jsonName).toList();

    private static final String[] TEXTS = {
        "a",
        "run-7",
        "llama-3:release-41",
        "gsm8k",
        "정확도",
        "naïve",
        "😀",
        "",
        " ",
        "\\n\\t\\\"\\\\\\/",
        "\\u0041\\u00e9\\ud55c",
        "\\ud83d\\ude00",
        "\\ud83d",
        "\\ude00",
        "x\\u0000y",
        "\\b\\f\\r",
        "0123456789abcdef0123456789abcdef",
        "0123456789ABCDEF0123456789abcdef",
        "release-1",
        "qwen-release-2",
        "\u007f",
        "\u2028"
    };
    private static final String[] NUMBERS = {
        "0",
        "1",
        "-1",
        "-0",
        "0.5",
        "1.0",
        "0.8333333333333334",
        "1e2",
        "1E+2",
        "-2.5e-3",
        "1e400",
        "-1e400",
        "1e-400",
        "2147483647",
        "2147483648",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775808",
        "-9223372036854775809",
        "01",
        "1.",
        ".5",
        "+1",
        "1e",
        "NaN",
        "-",
        "Infinity",
        "0e0",
        "0.0",
        "-0.0",
        "1.7976931348623157e308",
        "4.9e-324",
        "2.2250738585072011e-308",
        "123456789012345678901234567890",
        "0.1234567890123456789012345",
        "1000",
        "42",
        "7.25"
    };
    private static final String[] TIMES = {
        "\"2026-01-31T23:59:59Z\"",
        "\"2026-01-31T23:59:59.999+09:00\"",
        "1767225600000",
        "\"2024-02-29t00:00:00.123456789z\"",
        "\"2023-02-29T00:00:00Z\"",
        "\"2026-01-01T00:00:60Z\"",
        "\"2016-12-31T23:59:60Z\"",
        "\"2026-01-01 00:00:00Z\"",
        "\"1969-12-31T23:59:59Z\"",
        "\"1970-01-01T00:00:00+01:00\"",
        "\"2299-12-31T23:59:59.999Z\"",
        "\"2300-01-01T00:00:00Z\"",
        "\"2026-01-01T00:00:00\"",
        "\"2026-13-01T00:00:00Z\"",
        "\"2026-04-31T00:00:00Z\"",
        "\"2026-01-01T24:00:00Z\"",
        "\"2026-01-01T00:00:00.Z\"",
        "\"2026-01-01T00:00:00-00:00\"",
        "\"2026-01-01T00:00:00+23:59\"",
        "\"2026-01-01T00:00:00+18:01\"",
        "\"2026-01-01T00:00:00.1234567891Z\"",
        "\"2026-01-01T00:00:00\\u005a\"",
        "10413791999999",
        "10413792000000",
        "-1",
        "1.5",
        "0",
        "1e3",
        "\"0\""
    };
    private static final String[] TOKENS = {
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "null", "true", "false", "0", "-", ".",
        "e", " ", "\n", "\t", "\r", "\u000b", "\u0000", "/*", "//", "'", "\ufeff", "é", "한", "😀",
        "\"ts\":", "1"
    };

    private final SplittableRandom random;

    RecordGenerator(long seed) {
        random = new SplittableRandom(seed);
    }

    static boolean isSeriesField(String name) {
        return SERIES_FIELDS.contains(name);
    }

    byte[] sample() {
        return record(SAMPLE_FIELDS, List.of("run_id", "model_tag", "metric", "ts", "value"));
    }

    byte[] run() {
        return record(RUN_FIELDS, List.of("type", "run_id", "ts"));
    }

    private byte[] record(List<String> fields, List<String> required) {
        boolean odd = random.nextInt(3) == 0;
        List<String> chosen = new ArrayList<>(required);
        int optional = random.nextInt(8);
        for (int i = 0; i < optional; i++) {
            String field = fields.get(random.nextInt(fields.size()));
            if (!chosen.contains(field) || odd && random.nextInt(8) == 0) {
                chosen.add(random.nextInt(chosen.size() + 1), field);
            }
        }
        if (odd && random.nextInt(4) == 0) {
            chosen.remove(random.nextInt(chosen.size()));
        }
        int unknown = random.nextInt(3) == 0 ? 1 + random.nextInt(2) : 0;
        for (int i = 0; i < unknown; i++) {
            chosen.add(random.nextInt(chosen.size() + 1), "unknown" + random.nextInt(2));
        }
        StringBuilder json = new StringBuilder();
        json.append(space()).append('{').append(space());
        for (int i = 0; i < chosen.size(); i++) {
            json.append(i == 0 ? "" : "," + space());
            json.append(name(chosen.get(i))).append(space()).append(':').append(space());
            json.append(value(chosen.get(i), odd)).append(space());
        }
        json.append('}').append(space());
        byte[] record = json.toString().getBytes(StandardCharsets.UTF_8);
        int edits = odd || random.nextInt(4) > 0 ? 0 : 1 + random.nextInt(3);
        for (int i = 0; i < edits; i++) {
            record = edit(record);
        }
        return record;
    }

    private String name(String field) {
        if (random.nextInt(40) == 0 && !field.isEmpty()) {
            int at = random.nextInt(field.length());
            return '"'
                    + field.substring(0, at)
                    + String.format("\\u%04X", (int) field.charAt(at))
                    + field.substring(at + 1)
                    + '"';
        }
        return '"' + field + '"';
    }

    private String space() {
        return random.nextInt(6) > 0 ? "" : pick(" ", "  ", "\n", "\t", "\r\n ");
    }

    private String value(String field, boolean odd) {
        if (odd && random.nextInt(6) == 0) {
            return anything(random.nextInt(4) == 0 ? 70 : 3);
        }
        if (random.nextInt(12) == 0) {
            return "null";
        }
        if (field.startsWith("unknown")) {
            return anything(3);
        }
        return switch (field) {
            case "ts" -> odd ? pick(TIMES) : pick(TIMES[0], TIMES[1], TIMES[2], TIMES[3]);
            case "schema_version" -> odd ? pick("1", "2", "1.0", "0", "-0", "1e0") : "1";
            case "type" -> '"' + pick(names(RunEvent.Type.values())) + '"';
            case "outcome" ->
                    '"'
                            + (odd
                                    ? pick("", "scored", "SCOR\\u0045D")
                                    : pick(names(Outcome.values())))
                            + '"';
            case "higher_is_better" -> pick("true", "false");
            case "event_id" -> '"' + (odd ? pick(TEXTS) : TEXTS[16]) + '"';
            case "image_digest" ->
                    '"' + (odd ? pick("", "sha256:", "sha256:" + "A".repeat(64)) : digest()) + '"';
            case "item_key" ->
                    '"'
                            + (odd
                                    ? pick("k".repeat(256), "k".repeat(257), "😀".repeat(256), "한")
                                    : digest())
                            + '"';
            case "dispatch_index", "repeat", "shard", "attempt", "shards", "dispatch_seed" ->
                    odd
                            ? pick(NUMBERS)
                            : Integer.toString(
                                    random.nextInt(1, 9) * (random.nextInt(9) == 0 ? 1000 : 1));
            case "expected", "sent" -> series(odd);
            case "labels" -> labels(odd);
            default -> isNumber(field) ? number(odd) : text(odd);
        };
    }

    private static boolean isNumber(String field) {
        return Set.of("value", "latency_ms", "ttft_ms", "input_tokens", "output_tokens", "cost_usd")
                .contains(field);
    }

    private String digest() {
        return "sha256:" + String.format("%016x", random.nextLong()).repeat(4);
    }

    private String text(boolean odd) {
        StringBuilder text = new StringBuilder("\"");
        int parts = 1 + random.nextInt(3);
        for (int i = 0; i < parts; i++) {
            text.append(odd ? pick(TEXTS) : TEXTS[random.nextInt(7)]);
        }
        return text.append('"').toString();
    }

    private String number(boolean odd) {
        return switch (random.nextInt(4)) {
            case 0 -> Double.toString(random.nextDouble());
            case 1 -> Integer.toString(random.nextInt(1000));
            case 2 -> random.nextInt(1000) + "." + random.nextInt(1000);
            default -> odd ? pick(NUMBERS) : "0.5";
        };
    }

    private String series(boolean odd) {
        StringBuilder array = new StringBuilder("[");
        int count = random.nextInt(3);
        for (int i = 0; i < count; i++) {
            array.append(i == 0 ? "" : ",").append(space());
            array.append("{\"metric\":").append(text(odd));
            if (random.nextBoolean()) {
                array.append(",\"task\":").append(text(odd));
            }
            if (odd && random.nextInt(4) == 0) {
                array.append(
                        pick(
                                ",\"metric\":\"m\"",
                                ",\"samples\":1",
                                ",\"x\":{}",
                                ",\"slice\":null"));
            }
            array.append(",\"samples\":").append(odd ? pick(NUMBERS) : "100").append('}');
        }
        return array.append(']').toString();
    }

    private String labels(boolean odd) {
        return pick(
                "{}",
                "{\"gpu\":\"H100\",\"team\":\"평가\"}",
                "{\"a\":" + text(odd) + "}",
                odd ? "{\"a\":\"1\",\"\\u0061\":\"2\"}" : "{\"a\":null}",
                odd ? "{\"a\":1}" : "{\"\":\"\"}");
    }

    private String anything(int depth) {
        return switch (random.nextInt(depth > 3 ? 2 : 7)) {
            case 0 -> depth == 0 ? "[]" : "[" + anything(depth - 1) + "]";
            case 1 -> depth == 0 ? "{}" : "{\"a\":" + anything(depth - 1) + "}";
            case 2 -> "[1, 2]";
            case 3 -> pick("true", "false", "null");
            case 4 -> pick(NUMBERS);
            case 5 -> "{\"ts\":1,\"ts\":2}";
            default -> text(true);
        };
    }

    /** The record with one random edit, so that most of it is what a reader saw just before. */
    byte[] edit(byte[] record) {
        int at = random.nextInt(record.length + 1);
        int length = random.nextInt(Math.min(6, record.length - at) + 1);
        byte[] replacement =
                switch (random.nextInt(6)) {
                    case 0 -> new byte[] {(byte) random.nextInt(256)};
                    case 1 -> new byte[0];
                    case 2 -> slice(record);
                    case 3 -> {
                        length = Math.min(1, length);
                        yield length == 0
                                ? new byte[0]
                                : new byte[] {(byte) (record[at] ^ 1 << random.nextInt(8))};
                    }
                    default -> pick(TOKENS).getBytes(StandardCharsets.UTF_8);
                };
        ByteArrayOutputStream edited = new ByteArrayOutputStream();
        edited.write(record, 0, at);
        edited.writeBytes(replacement);
        edited.write(record, at + length, record.length - at - length);
        return edited.size() == 0 ? new byte[] {'{'} : edited.toByteArray();
    }

    private byte[] slice(byte[] record) {
        int from = random.nextInt(record.length);
        return Arrays.copyOfRange(record, from, Math.min(record.length, from + random.nextInt(30)));
    }

    private static String[] names(Enum<?>[] values) {
        return Arrays.stream(values).map(Enum::name).toArray(String[]::new);
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
