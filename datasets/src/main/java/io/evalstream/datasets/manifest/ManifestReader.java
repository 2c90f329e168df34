package io.evalstream.datasets.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;

import io.evalstream.datasets.BadDatasetException;
import io.evalstream.datasets.DataFormat;
import io.evalstream.datasets.FieldMapping;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads manifests, which are YAML; {@code dataset-manifest.schema.json} beside this class says the
 * same as a JSON Schema.
 */
public final class ManifestReader {

    private static final ObjectMapper YAML =
            new ObjectMapper(
                    YAMLFactory.builder()
                            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                            .build());

    private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9-]{1,61}[a-z0-9]");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern FILE_PATH =
            Pattern.compile(
                    "(?!\\.{0,2}/)(?!.*/\\.{0,2}/)(?!.*/\\.{0,2}$)(?!\\.{1,2}$)[^\\\\\\x00]+");

    private static final Set<String> FIELDS =
            Set.of(
                    "name",
                    "version",
                    "description",
                    "licence",
                    "priority",
                    "protect",
                    "bucket",
                    "format",
                    "mapping",
                    "files");
    private static final Set<String> FILE_FIELDS = Set.of("path", "size", "sha256", "source");

    private ManifestReader() {}

    /**
     * Reads the manifests of a folder by their names.
     *
     * @throws BadDatasetException when one is faulty, two have the same name, or there is none
     */
    public static List<DatasetManifest> readFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new BadDatasetException(folder, 0, "", "no such folder", "check the path");
        }
        List<DatasetManifest> manifests = new ArrayList<>();
        Map<String, Path> named = new HashMap<>();
        try (Stream<Path> list = Files.list(folder)) {
            for (Path file : list.filter(ManifestReader::isYaml).sorted().toList()) {
                DatasetManifest manifest = read(file);
                Path other = named.putIfAbsent(manifest.name(), file);
                if (other != null) {
                    throw new BadDatasetException(
                            file,
                            0,
                            "name",
                            "\"" + manifest.name() + "\" is the name in " + other.getFileName(),
                            "name one of them otherwise");
                }
                manifests.add(manifest);
            }
        }
        if (manifests.isEmpty()) {
            throw new BadDatasetException(
                    folder, 0, "", "the folder holds no manifest", "give a folder of YAML files");
        }
        return manifests;
    }

    private static boolean isYaml(Path path) {
        String name = path.getFileName().toString();
        return name.endsWith(".yaml") || name.endsWith(".yml");
    }

    /**
     * Reads one manifest.
     *
     * @throws BadDatasetException when it is missing or faulty; it names the field
     */
    public static DatasetManifest read(Path file) throws IOException {
        JsonNode written;
        try {
            written = YAML.readTree(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            throw new BadDatasetException(file, 0, "", "no such file", "check the path");
        } catch (JsonProcessingException e) {
            long line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            String said = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
            throw new BadDatasetException(
                    file, Math.max(0, line), "", "no valid YAML (" + said + ")", "correct it");
        }
        return manifest(file, written);
    }

    private static DatasetManifest manifest(Path file, JsonNode written) throws IOException {
        ManifestFields fields = new ManifestFields(file, "", written, FIELDS);
        return new DatasetManifest(
                fields.text("name", NAME, "gsm8k or arc-challenge"),
                fields.text("version", VERSION, "\"1.0\""),
                fields.text("description"),
                fields.text("licence"),
                (int) fields.number("priority", 0, 1_000_000),
                fields.truth("protect"),
                fields.text("bucket", BUCKET, "llm-eval-ds"),
                format(fields),
                mapping(fields),
                files(file, fields));
    }

    private static Optional<DataFormat> format(ManifestFields fields) throws BadDatasetException {
        String written = fields.textOrEmpty("format");
        if (written.isEmpty()) {
            return Optional.empty();
        }
        for (DataFormat format : DataFormat.values()) {
            if (format.name().toLowerCase(Locale.ROOT).equals(written)) {
                return Optional.of(format);
            }
        }
        throw fields.bad(
                "format",
                "\"" + written + "\" is no format",
                "write csv, json, jsonl, parquet or tsv");
    }

    private static Optional<FieldMapping> mapping(ManifestFields fields)
            throws BadDatasetException {
        if (fields.get("mapping").isMissingNode()) {
            return Optional.empty();
        }
        try {
            return Optional.of(FieldMapping.of(fields.get("mapping")));
        } catch (IllegalArgumentException e) {
            throw fields.bad("mapping", e.getMessage(), "correct the mapping");
        }
    }

    private static List<ManifestFile> files(Path file, ManifestFields fields)
            throws BadDatasetException {
        JsonNode written = fields.get("files");
        if (!written.isArray() || written.isEmpty()) {
            throw fields.bad("files", "is no list of files", "list at least one");
        }
        List<ManifestFile> files = new ArrayList<>();
        Set<String> paths = new HashSet<>();
        for (int i = 0; i < written.size(); i++) {
            ManifestFields one =
                    new ManifestFields(file, "files[" + i + "].", written.get(i), FILE_FIELDS);
            String path = one.text("path", FILE_PATH, "gsm8k/test.jsonl, below the data folder");
            if (!paths.add(path)) {
                throw one.bad("path", "\"" + path + "\" is listed twice", "remove one of the two");
            }
            files.add(
                    new ManifestFile(
                            path,
                            one.number("size", 1, Long.MAX_VALUE),
                            one.text("sha256", SHA256, "64 hexadecimal digits in lower case"),
                            one.textOrEmpty("source")));
        }
        return files;
    }
}
