package io.evalstream.cli.dedup;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import io.evalstream.datasets.DatasetFiles;
import io.evalstream.datasets.DatasetItem;
import io.evalstream.datasets.DatasetReader;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Copies of suites whose manifest says how to read them, with the fields every reader knows: the
 * job reads files by their shape alone.
 */
final class PlainCopy {

    private PlainCopy() {}

    /**
     * The request with such suites replaced by copies in a folder; their rows and ids are the same.
     */
    static DedupRequest in(Path folder, DedupRequest request) throws IOException {
        List<SuiteSource> sources = new ArrayList<>();
        for (SuiteSource source : request.suites()) {
            sources.add(source.isMapped() ? copy(folder, source) : source);
        }
        return request.withSuites(sources);
    }

    private static SuiteSource copy(Path folder, SuiteSource source) throws IOException {
        Path copy = folder.resolve(source.name() + ".jsonl");
        try (DatasetReader reader = source.files().open();
                OutputStream file = new BufferedOutputStream(Files.newOutputStream(copy))) {
            for (DatasetItem item = reader.next(); item != null; item = reader.next()) {
                JsonGenerator json =
                        new JsonFactory()
                                .createGenerator(file)
                                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
                json.writeStartObject();
                json.writeStringField("id", item.id());
                json.writeStringField("question", item.question());
                if (!item.choices().isEmpty()) {
                    json.writeArrayFieldStart("choices");
                    for (String choice : item.choices()) {
                        json.writeString(choice);
                    }
                    json.writeEndArray();
                }
                if (item.context() != null) {
                    json.writeStringField("context", item.context());
                }
                if (item.answer() != null) {
                    json.writeStringField("answer", item.answer());
                }
                json.writeEndObject();
                json.close();
                file.write('\n');
            }
        }
        return source.readFrom(DatasetFiles.of(copy));
    }
}
