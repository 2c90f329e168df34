package io.evalstream.contract;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What Jackson and a published schema make of a record, for comparison with the readers.
 *
 * <p>Four rules of the contract are beyond both and are added here one by one: a text must not hold
 * half a surrogate pair, no field of the contract occurs twice in one object, an integer is written
 * without fraction and exponent, and a time with an offset stays in range in UTC.
 */
final class ReferenceJson {
    private static final ObjectMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(64)
                                                    .maxNumberLength(Integer.MAX_VALUE)
                                                    .maxNameLength(Integer.MAX_VALUE)
                                                    .maxStringLength(Integer.MAX_VALUE)
                                                    .build())
                                    .build())
                    .build();

    private static final Pattern LINE_BREAK_AT_END = Pattern.compile("\\R\\z");

    private static final Set<String> ENUMERATIONS = Set.of("schema_version", "outcome", "type");

    private final List<String> fields;
    private final JsonSchema schema;

    ReferenceJson(String schemaName, List<String> fields) {
        this.fields = fields;
        try (InputStream in = ReferenceJson.class.getResourceAsStream(schemaName)) {
            schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A record: its tree, or why it has none or none that is valid. */
    record Reading(Optional<JsonNode> tree, Optional<RejectReason> structuralFault) {
        static Reading fault(RejectReason reason) {
            return new Reading(Optional.empty(), Optional.of(reason));
        }

        /** Well-formed, but not valid. */
        static Reading invalid() {
            return new Reading(Optional.empty(), Optional.empty());
        }
    }

    Reading read(byte[] record) {
        if (record.length == 0) {
            return Reading.fault(RejectReason.EMPTY);
        }
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(record)).toString();
        } catch (CharacterCodingException e) {
            return Reading.fault(RejectReason.NOT_UTF8);
        }
        // Jackson passes over a byte order mark, which RFC 8259 forbids to send.
        if (text.startsWith("\uFEFF")) {
            return Reading.fault(RejectReason.NOT_JSON);
        }
        JsonNode tree;
        Scan scan;
        try {
            scan = scan(text);
            tree = MAPPER.readTree(text);
        } catch (IOException e) {
            return Reading.fault(RejectReason.NOT_JSON);
        }
        if (!tree.isObject()) {
            return Reading.fault(RejectReason.NOT_JSON);
        }
        if (scan.otherVersion()) {
            return Reading.fault(RejectReason.UNKNOWN_VERSION);
        }
        boolean valid =
                !scan.duplicates()
                        && numbersAreFinite(tree)
                        && patternsSpanTheWholeText(tree)
                        && schema.validate(tree).isEmpty()
                        && integersAreLiterals(tree)
                        && tsIsInRange(tree.path("ts"));
        for (String name : scan.negativeZeros()) {
            ((ObjectNode) tree).put(name, -0.0);
        }
        return valid ? new Reading(Optional.of(tree), Optional.empty()) : Reading.invalid();
    }

    /**
     * What a tree no longer shows.
     *
     * @param duplicates whether a field of the contract is written twice in one object
     * @param negativeZeros fields that are {@code -0}, which a tree of integers has no sign for
     * @param otherVersion whether some {@code schema_version} is an integer other than 1
     */
    private record Scan(boolean duplicates, boolean otherVersion, Set<String> negativeZeros) {}

    /** Fails unless the text is one JSON value. */
    private Scan scan(String text) throws IOException {
        boolean duplicates = false;
        boolean otherVersion = false;
        Set<String> negativeZeros = new HashSet<>();
        ArrayDeque<Set<String>> names = new ArrayDeque<>();
        ArrayDeque<String> path = new ArrayDeque<>();
        try (JsonParser parser = MAPPER.createParser(text)) {
            String name = "";
            int depth = 0;
            while (true) {
                JsonToken token = parser.nextToken();
                if (token == null) {
                    throw new IOException("no value");
                }
                switch (token) {
                    case START_OBJECT, START_ARRAY -> {
                        depth++;
                        names.push(new HashSet<>());
                        path.addLast(name);
                        name = "";
                    }
                    case END_OBJECT, END_ARRAY -> {
                        depth--;
                        names.pop();
                        name = path.removeLast();
                    }
                    case FIELD_NAME -> {
                        name = parser.currentName();
                        checkSurrogates(name);
                        if (ofContract(String.join("/", path), name) && !names.peek().add(name)) {
                            duplicates = true;
                        }
                    }
                    case VALUE_STRING -> checkSurrogates(parser.getText());
                    case VALUE_NUMBER_INT -> {
                        String number = parser.getText();
                        otherVersion |=
                                depth == 1 && name.equals("schema_version") && !number.equals("1");
                        if (depth == 1 && number.equals("-0")) {
                            negativeZeros.add(name);
                        }
                    }
                    default -> parser.getText();
                }
                if (depth == 0) {
                    break;
                }
            }
            if (parser.nextToken() != null) {
                throw new IOException("something follows");
            }
        }
        return new Scan(duplicates, otherVersion, negativeZeros);
    }

    private boolean ofContract(String path, String name) {
        return switch (path) {
            case "" -> fields.contains(name);
            case "/labels" -> true;
            case "/expected/", "/sent/" -> RecordGenerator.isSeriesField(name);
            default -> false;
        };
    }

    private static void checkSurrogates(String text) throws IOException {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new IOException("half a surrogate pair");
        }
    }

    /** In {@code java.util.regex}, unlike in JSON Schema, $ also matches before a line break. */
    private boolean patternsSpanTheWholeText(JsonNode tree) {
        for (String name : new String[] {"event_id", "image_digest", "ts"}) {
            if (fields.contains(name)
                    && LINE_BREAK_AT_END.matcher(tree.path(name).asText()).find()) {
                return false;
            }
        }
        return true;
    }

    /** The validator cannot stand an infinite number in what it compares with an enumeration. */
    private boolean numbersAreFinite(JsonNode tree) {
        for (Map.Entry<String, JsonNode> member : tree.properties()) {
            String name = member.getKey();
            if (ENUMERATIONS.contains(name)
                    && fields.contains(name)
                    && member.getValue().isContainerNode()) {
                return false;
            }
            if (fields.contains(name)
                    && Double.isInfinite(member.getValue().doubleValue())
                    && member.getValue().isFloatingPointNumber()) {
                return false;
            }
        }
        return true;
    }

    private boolean integersAreLiterals(JsonNode tree) {
        for (String name : RecordGenerator.INTEGERS) {
            JsonNode node = tree.path(name);
            if (fields.contains(name) && node.isNumber() && !node.isIntegralNumber()) {
                return false;
            }
        }
        for (String name : new String[] {"expected", "sent"}) {
            for (JsonNode count : tree.path(name)) {
                if (count.path("samples").isNumber() && !count.path("samples").isIntegralNumber()) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean tsIsInRange(JsonNode ts) {
        long millis = millis(ts);
        return millis >= 0 && millis <= Timestamps.MAX_MILLIS;
    }

    static long millis(JsonNode ts) {
        if (!ts.isTextual()) {
            return ts.longValue();
        }
        String text = ts.textValue().toUpperCase(Locale.ROOT);
        boolean utc = text.endsWith("Z");
        int end = text.length() - (utc ? 1 : 6);
        long millis =
                LocalDateTime.parse(text.substring(0, end))
                        .toInstant(ZoneOffset.UTC)
                        .toEpochMilli();
        if (utc) {
            return millis;
        }
        // ZoneOffset ends at 18 hours, RFC 3339 does not.
        long minutes =
                Duration.ofHours(Long.parseLong(text.substring(end + 1, end + 3)))
                        .plusMinutes(Long.parseLong(text.substring(end + 4)))
                        .toMinutes();
        return millis - 60_000 * (text.charAt(end) == '-' ? -minutes : minutes);
    }
}
