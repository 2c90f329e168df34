package io.evalstream.datasets;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The records of one file turned into items; values no field is mapped to are passed over. */
final class ItemMapper {

    private static final ObjectMapper JSON = Json.STRICT;
    private static final JsonFactory FACTORY = JSON.getFactory();

    /** First byte of a character behind U+3000, the last that is a blank. */
    private static final byte FIRST_BEHIND_BLANKS = (byte) 0xE4;

    private static final Slot[] NOT_MAPPED = {};
    private static final int MOST_FIELDS = 10_000;

    private final Path file;
    private final String fileName;
    private final FieldMapping mapping;
    private final Slot[] question;
    private final Slot[] choices;
    private final Slot[] answer;
    private final Slot[] context;
    private final Slot[] id;
    private final Slot[] all;

    /** By the first name of their paths, for all fields that are known. */
    private final Map<String, Slot[]> byField = new HashMap<>();

    private final FlatRecord flat = new FlatRecord();

    /** Whether questions are one field each, and choices at most one. */
    private final boolean isOneField;

    /** One mapped path and the value of the record at hand. */
    private static final class Slot {
        final FieldPath path;
        final FieldPath inside;
        int field;

        /** Where the value still is; null where it was taken, or came another way. */
        FlatRecord flat;

        String text;
        JsonNode tree;
        boolean number;

        Slot(FieldPath path) {
            this.path = path;
            this.inside = path.behindFirst();
        }

        void clear() {
            flat = null;
            text = null;
            tree = null;
            number = false;
        }

        /** Whether the record surely lacks the value, without taking it. */
        boolean isAbsent() {
            return flat == null ? text == null && tree == null : !flat.has(field);
        }

        String asText() {
            if (flat != null) {
                String written = flat.text(field);
                text = number ? FieldTexts.number(written) : written;
                flat = null;
            }
            return tree == null ? text : FieldTexts.of(tree);
        }
    }

    ItemMapper(Path file, FieldMapping mapping) {
        this.file = file;
        this.fileName = String.valueOf(file.getFileName());
        this.mapping = mapping;
        this.question = slots(mapping.question());
        this.choices = slots(mapping.choices());
        this.answer = slots(mapping.answer());
        this.context = slots(mapping.context());
        this.id = slots(mapping.id());
        this.isOneField =
                question.length == 1 && choices.length <= 1 && mapping.questionPrefix().isEmpty();
        List<Slot> slots = new ArrayList<>();
        for (Slot[] role : List.of(question, choices, answer, context, id)) {
            slots.addAll(Arrays.asList(role));
        }
        this.all = slots.toArray(Slot[]::new);
        for (Slot slot : slots) {
            Slot[] there = byField.getOrDefault(slot.path.first(), new Slot[0]);
            Slot[] longer = Arrays.copyOf(there, there.length + 1);
            longer[there.length] = slot;
            byField.put(slot.path.first(), longer);
            slot.field = slot.inside.names().isEmpty() ? flat.add(slot.path.first()) : -1;
        }
    }

    private static Slot[] slots(List<FieldPath> paths) {
        Slot[] slots = new Slot[paths.size()];
        for (int i = 0; i < slots.length; i++) {
            slots[i] = new Slot(paths.get(i));
        }
        return slots;
    }

    /** Takes the fields of a record for known, whether they are mapped or not. */
    void accept(JsonNode record) {
        if (byField.size() > MOST_FIELDS) {
            byField.values().removeIf(slots -> slots.length == 0);
        }
        for (String name : (Iterable<String>) record::fieldNames) {
            byField.putIfAbsent(name, NOT_MAPPED);
            flat.add(name);
        }
    }

    /**
     * Takes the values of a record.
     *
     * @return whether all its fields are known
     * @throws BadDatasetException when the record is no JSON
     */
    boolean read(RecordSource record) throws IOException {
        if (flat.take(record.buffer(), record.start(), record.end())) {
            for (Slot slot : all) {
                readFlat(slot);
            }
            return true;
        }
        for (Slot slot : all) {
            slot.clear();
        }
        long line = record.line();
        boolean familiar = true;
        try (JsonParser parser =
                FACTORY.createParser(
                        record.buffer(), record.start(), record.end() - record.start())) {
            JsonToken first = parser.nextToken();
            if (first == JsonToken.START_OBJECT) {
                for (String name = parser.nextFieldName();
                        name != null;
                        name = parser.nextFieldName()) {
                    parser.nextToken();
                    familiar &= readField(parser, name);
                }
            } else if (first == JsonToken.START_ARRAY) {
                for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
                    readField(parser, Integer.toString(i));
                }
            } else {
                throw bad(line, "", "the record is no JSON object", Json.ONE_OBJECT_PER_LINE);
            }
            if (parser.nextToken() != null) {
                throw bad(line, "", "more follows the JSON object", Json.ONE_OBJECT_PER_LINE);
            }
        } catch (JsonProcessingException e) {
            throw Json.broken(file, line, e);
        }
        return familiar;
    }

    /**
     * The item of the record that was read.
     *
     * @param rowInFile from 0, the id of an item that has none of its own
     * @param row from 0 over the whole suite
     * @throws BadDatasetException when the record lacks what an item needs
     */
    DatasetItem item(RecordSource record, long rowInFile, long row) throws BadDatasetException {
        long line = record.line();
        String asked = question(line);
        Choices offered = choices(line);
        return new DatasetItem(
                id(rowInFile),
                asked,
                offered.texts(),
                answer(offered, line),
                context(),
                Arrays.copyOfRange(record.buffer(), record.start(), record.end()),
                row);
    }

    /**
     * What the item of the record that was read is compared by.
     *
     * @param row from 0 over the whole suite
     * @throws BadDatasetException when the record lacks what an item needs
     */
    void text(RecordSource record, long row, boolean withContext, ComparedText into)
            throws BadDatasetException {
        if (!hasQuestionOnly(withContext)) {
            DatasetItem item = item(record, 0, row);
            into.set(item.comparedText(withContext));
            into.about(ownId(), item.answer());
            return;
        }
        into.about(ownId(), answer(Choices.NONE, record.line()));
        // Last, since other values are unescaped into the same place.
        if (findsQuestion()) {
            into.set(flat.found(), flat.foundAt(), flat.foundLength());
        } else {
            into.set(question(record.line()));
        }
    }

    /** Whether the item is compared by nothing but one field, as it is. */
    private boolean hasQuestionOnly(boolean withContext) {
        return isOneField
                && (choices.length == 0 || choices[0].path.optional() && choices[0].isAbsent())
                && !(withContext && isThere(context));
    }

    private static boolean isThere(Slot[] slots) {
        for (Slot slot : slots) {
            if (!slot.isAbsent()) {
                return true;
            }
        }
        return false;
    }

    /** Finds the question where it is there as it is, and surely not blank. */
    private boolean findsQuestion() {
        Slot slot = question[0];
        if (slot.flat == null || !slot.flat.find(slot.field) || slot.flat.foundLength() == 0) {
            return false;
        }
        // No blank is encoded like this; whatever else there is, is looked at by characters.
        byte first = slot.flat.found()[slot.flat.foundAt()];
        return first > ' ' || first >= FIRST_BEHIND_BLANKS && first < 0;
    }

    private void readFlat(Slot slot) {
        slot.clear();
        if (slot.field < 0) {
            return;
        }
        slot.number = flat.isNumber(slot.field);
        slot.flat = flat;
    }

    private boolean readField(JsonParser parser, String name) throws IOException {
        Slot[] slots = byField.get(name);
        if (slots == null || slots.length == 0) {
            parser.skipChildren();
            return slots != null;
        }
        JsonToken token = parser.currentToken();
        if (token.isStructStart()) {
            JsonNode tree = parser.readValueAsTree();
            for (Slot slot : slots) {
                slot.tree = slot.inside.in(tree);
                if (slot.tree != null && slot.tree.isNull()) {
                    slot.tree = null;
                } else if (slot.tree != null && slot.tree.isNumber()) {
                    slot.number = true;
                }
            }
        } else if (token != JsonToken.VALUE_NULL) {
            String text = parser.getText();
            for (Slot slot : slots) {
                if (slot.inside.names().isEmpty()) {
                    slot.number = token.isNumeric();
                    slot.text = slot.number ? FieldTexts.number(text) : text;
                }
            }
        }
        return true;
    }

    private String question(long line) throws BadDatasetException {
        String whole = null;
        for (Slot slot : question) {
            String part = slot.asText();
            if (part == null) {
                if (slot.path.optional()) {
                    continue;
                }
                throw bad(
                        line,
                        slot.path.place(),
                        "the item lacks the question",
                        "complete the item, or mark the field with ? in the mapping");
            }
            whole =
                    whole == null || whole.isEmpty()
                            ? part
                            : part.isEmpty() ? whole : whole + "\n" + part;
        }
        String prefix = mapping.questionPrefix();
        if (whole != null && !prefix.isEmpty() && whole.startsWith(prefix)) {
            whole = whole.substring(prefix.length()).stripLeading();
        }
        if (whole == null || whole.isBlank()) {
            throw bad(
                    line,
                    question[0].path.place(),
                    "the question is empty",
                    "complete or remove the item");
        }
        return whole;
    }

    private Choices choices(long line) throws BadDatasetException {
        if (choices.length == 0) {
            return Choices.NONE;
        }
        if (choices.length > 1) {
            List<String> columns = new ArrayList<>(choices.length);
            for (Slot slot : choices) {
                columns.add(slot.asText());
            }
            return Choices.ofColumns(columns);
        }
        Slot slot = choices[0];
        JsonNode value = slot.tree;
        if (value == null && slot.asText() != null) {
            value = TextNode.valueOf(slot.asText());
        }
        if (value == null) {
            if (slot.path.optional()) {
                return Choices.NONE;
            }
            throw bad(
                    line,
                    slot.path.place(),
                    "the item lacks the choices",
                    "complete the item, or mark the field with ? in the mapping");
        }
        if (value.isArray() && value.isEmpty() && slot.path.optional()) {
            return Choices.NONE;
        }
        try {
            return Choices.of(value);
        } catch (IllegalArgumentException e) {
            throw bad(line, slot.path.place(), e.getMessage(), "correct the item or the mapping");
        }
    }

    private String answer(Choices offered, long line) throws BadDatasetException {
        Slot given = null;
        for (Slot slot : answer) {
            if (slot.asText() != null) {
                given = slot;
                break;
            }
        }
        try {
            return given == null
                    ? Answers.of(null, false, offered, mapping.answerForm())
                    : Answers.of(given.asText(), given.number, offered, mapping.answerForm());
        } catch (IllegalArgumentException e) {
            throw bad(
                    line,
                    given == null ? "" : given.path.place(),
                    e.getMessage(),
                    "correct the item, or name another answer_form in the mapping");
        }
    }

    private String context() {
        String whole = null;
        for (Slot slot : context) {
            String part = slot.asText();
            if (part != null) {
                whole = whole == null ? part : whole + "\n" + part;
            }
        }
        return whole;
    }

    private String id(long rowInFile) {
        String own = ownId();
        return own == null ? fileName + "#" + rowInFile : own;
    }

    private String ownId() {
        for (Slot slot : id) {
            String own = slot.asText();
            if (own != null && !own.isBlank()) {
                return own;
            }
        }
        return null;
    }

    private BadDatasetException bad(long line, String field, String problem, String remedy) {
        return new BadDatasetException(file, line, field, problem, remedy);
    }
}
