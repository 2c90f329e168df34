package io.evalstream.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;

import io.evalstream.jobs.quality.QualityOptions;
import io.evalstream.readers.BadInputException;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads options of the quality job from YAML and refuses what the job does not know. */
final class JobConfiguration {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    /** Where the catalogue that comes with the product is; set by the launcher. */
    private static final String HOME_PROPERTY = "evalstream.home";

    private JobConfiguration() {}

    /**
     * @param file {@code option: value} lines, nested or with dots; empty for the defaults
     * @throws BadInputException when it is not YAML, or an option or its value is wrong
     */
    static Configuration read(Optional<Path> file) throws IOException, BadInputException {
        Configuration options = new Configuration();
        if (file.isPresent()) {
            readInto(options, file.get());
        }
        if (!options.contains(QualityOptions.METRICS_FILE)) {
            Path home = Path.of(System.getProperty(HOME_PROPERTY, "."));
            options.set(
                    QualityOptions.METRICS_FILE, home.resolve("configs/metrics.yaml").toString());
        }
        return options;
    }

    private static void readInto(Configuration options, Path file)
            throws IOException, BadInputException {
        if (!Files.isRegularFile(file)) {
            throw new BadInputException(file, 0, "", "no such file", "check --config");
        }
        Map<String, String> values = new LinkedHashMap<>();
        try {
            flatten("", YAML.readTree(Files.readString(file)), values);
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw new BadInputException(
                    file, line, "", "not YAML: " + e.getOriginalMessage(), "correct the line");
        }
        for (Map.Entry<String, String> value : values.entrySet()) {
            options.setString(value.getKey(), value.getValue());
            ConfigOption<?> option = option(file, value.getKey());
            try {
                options.get(option);
            } catch (IllegalArgumentException e) {
                throw new BadInputException(
                        file,
                        0,
                        value.getKey(),
                        "'" + value.getValue() + "' is not a value of it",
                        "it takes a " + option.key() + " as the README describes it");
            }
        }
    }

    private static ConfigOption<?> option(Path file, String key) throws BadInputException {
        for (ConfigOption<?> option : QualityOptions.all()) {
            if (option.key().equals(key)) {
                return option;
            }
        }
        throw new BadInputException(
                file, 0, key, "there is no such option", "the README lists the options");
    }

    private static void flatten(String prefix, JsonNode node, Map<String, String> values) {
        node.fields()
                .forEachRemaining(
                        field -> {
                            String key =
                                    prefix.isEmpty()
                                            ? field.getKey()
                                            : prefix + "." + field.getKey();
                            if (field.getValue().isObject()) {
                                flatten(key, field.getValue(), values);
                            } else {
                                values.put(key, field.getValue().asText());
                            }
                        });
    }
}
