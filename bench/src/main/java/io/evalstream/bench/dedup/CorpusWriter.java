package io.evalstream.bench.dedup;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** Writes a corpus; it is there, whole, when it is closed with {@link #finish}. */
final class CorpusWriter implements AutoCloseable {
    private final String name;
    private final Path file;
    private final Path part;
    private final DigestOutputStream out;
    private final JsonGenerator json;
    private int[] gold = new int[1024];
    private int documents;

    /**
     * @param folder where {@code name.jsonl} is put
     */
    CorpusWriter(Path folder, String name) throws IOException {
        this.name = name;
        Files.createDirectories(folder);
        this.file = folder.resolve(name + ".jsonl");
        this.part = folder.resolve(name + ".jsonl.part");
        OutputStream bytes = new BufferedOutputStream(Files.newOutputStream(part), 1 << 16);
        this.out = new DigestOutputStream(bytes, sha256());
        this.json = new JsonFactory().createGenerator(out);
        json.setRootValueSeparator(null);
    }

    void add(CorpusText document) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", document.id());
        json.writeStringField("question", document.text());
        json.writeEndObject();
        json.writeRaw('\n');
        if (documents == gold.length) {
            gold = Arrays.copyOf(gold, documents * 2);
        }
        gold[documents++] = document.gold();
    }

    /** Puts the file in its place. */
    Corpus finish() throws IOException {
        json.close();
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        String digest = HexFormat.of().formatHex(out.getMessageDigest().digest());
        return new Corpus(name, file, digest, Files.size(file), Arrays.copyOf(gold, documents));
    }

    @Override
    public void close() throws IOException {
        json.close();
        Files.deleteIfExists(part);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
