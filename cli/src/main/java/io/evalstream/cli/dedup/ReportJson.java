package io.evalstream.cli.dedup;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.evalstream.udfs.sketch.DistinctSketch;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code report.json}: all that was found, for programs. Written as it goes, so that its size is
 * not bound by memory; the same inputs and parameters give the same bytes but for {@code made_at}.
 */
final class ReportJson {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final JsonGenerator json;

    private ReportJson(JsonGenerator json) {
        this.json = json;
    }

    /**
     * @param version of this program
     * @param inputs the suites with their sketches, in the order of the report
     */
    static void write(Path file, String version, DedupReport report, List<SuiteInput> inputs)
            throws IOException {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
        try (OutputStream stream = Files.newOutputStream(file);
                JsonGenerator json = new JsonFactory().createGenerator(stream, JsonEncoding.UTF8)) {
            json.setCodec(MAPPER);
            json.setPrettyPrinter(printer);
            new ReportJson(json).report(version, report, inputs);
            json.writeRaw('\n');
        }
    }

    private void report(String version, DedupReport report, List<SuiteInput> inputs)
            throws IOException {
        json.writeStartObject();
        json.writeStringField("program", "evalstream dedup");
        json.writeStringField("version", version);
        json.writeStringField("made_at", report.madeAt().toString());
        json.writeObjectField("parameters", report.parameters());
        json.writeObjectField("counters", report.counters());
        array("suites", report.suites(), this::suite);
        array("pools", report.pools(), this::pool);
        array("overlaps", report.overlaps(), overlap -> overlap(overlap, inputs));
        array("contamination", report.contaminations(), this::contamination);
        array("clusters", report.clusters(), this::cluster);
        array("outputs", report.outputs(), this::file);
        json.writeEndObject();
    }

    private void suite(SuiteSummary suite) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", suite.name());
        json.writeBooleanField("protected", suite.isProtected());
        json.writeNumberField("items", suite.items());
        json.writeNumberField("exact", suite.exact());
        json.writeNumberField("near", suite.near());
        json.writeNumberField("removed", suite.removed());
        json.writeNumberField("reported", suite.reported());
        json.writeNumberField("kept", suite.kept());
        json.writeNumberField("counted_once", suite.countedOnce());
        json.writeNumberField("distinct_texts_estimate", suite.distinct());
        array("files", suite.files(), this::file);
        json.writeEndObject();
    }

    private void pool(SuiteInput pool) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", pool.name());
        json.writeNumberField("items", pool.items());
        json.writeNumberField("distinct_texts_estimate", Math.round(pool.distinct()));
        array("files", pool.files(), this::file);
        json.writeEndObject();
    }

    private void file(InputFile file) throws IOException {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("path", file.path()).put("bytes", file.bytes()).put("sha256", file.sha256());
        json.writeTree(node);
    }

    private void overlap(Overlap overlap, List<SuiteInput> inputs) throws IOException {
        json.writeStartObject();
        json.writeStringField("first", overlap.first());
        json.writeStringField("second", overlap.second());
        json.writeNumberField("first_items", overlap.firstItems());
        json.writeNumberField("second_items", overlap.secondItems());
        json.writeNumberField("pairs", overlap.pairs());
        if (!overlap.first().equals(overlap.second())) {
            byte[] common =
                    DistinctSketch.intersection(
                            texts(overlap.first(), inputs), texts(overlap.second(), inputs));
            json.writeNumberField(
                    "equal_texts_estimate", Math.round(DistinctSketch.estimate(common)));
        }
        json.writeEndObject();
    }

    private static byte[] texts(String suite, List<SuiteInput> inputs) {
        for (SuiteInput input : inputs) {
            if (input.name().equals(suite)) {
                return input.texts();
            }
        }
        throw new IllegalArgumentException("there is no suite " + suite);
    }

    private void contamination(Contamination contamination) throws IOException {
        json.writeStartObject();
        json.writeStringField("suite", contamination.suite());
        json.writeStringField("pool", contamination.pool());
        json.writeNumberField("items", contamination.items());
        json.writeNumberField("exact", contamination.exact());
        json.writeNumberField("near", contamination.findings().size() - contamination.exact());
        json.writeNumberField("share", contamination.share());
        json.writeNumberField("equal_texts_estimate", contamination.common());
        array(
                "contaminated",
                contamination.findings(),
                finding -> {
                    ObjectNode node = MAPPER.createObjectNode();
                    node.put("item", finding.item()).put("row", finding.row());
                    node.put("pool_item", finding.keptItem()).put("pool_row", finding.keptRow());
                    node.put("kind", finding.kind().name());
                    node.put("distance", finding.distance()).put("length", finding.length());
                    json.writeTree(node);
                });
        json.writeEndObject();
    }

    private void cluster(Cluster cluster) throws IOException {
        json.writeStartObject();
        json.writeNumberField("cluster", cluster.number());
        json.writeNumberField("items", cluster.places().size());
        array(
                "duplicates",
                cluster.findings(),
                finding -> {
                    ObjectNode node = FindingReader.member(finding);
                    node.put("action", finding.action().name()).put("why", finding.why());
                    json.writeTree(node);
                });
        json.writeEndObject();
    }

    private <T> void array(String name, List<T> values, Element<T> element) throws IOException {
        json.writeArrayFieldStart(name);
        for (T value : values) {
            element.write(value);
        }
        json.writeEndArray();
    }

    private interface Element<T> {
        void write(T value) throws IOException;
    }
}
