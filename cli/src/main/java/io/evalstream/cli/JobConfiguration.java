package io.evalstream.cli;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;

import io.evalstream.jobs.quality.MetricCatalogueFile;
import io.evalstream.jobs.quality.QualityOptions;
import io.evalstream.readers.BadInputException;
import io.evalstream.udfs.verdict.DropRule;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.util.TimeUtils;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads options of the quality job from YAML and refuses what the job does not know. */
final class JobConfiguration {

    private static final ObjectMapper YAML =
            new ObjectMapper(new YAMLFactory())
                    .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                    // A threshold is a decimal: what is written is what counts.
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

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
        requireCatalogue(Path.of(options.get(QualityOptions.METRICS_FILE)));
        return options;
    }

    /** Tells a fault in the catalogue before anything is started. */
    private static void requireCatalogue(Path catalogue) throws BadInputException {
        try {
            MetricCatalogueFile.read(catalogue);
        } catch (IOException e) {
            String message = String.valueOf(e.getMessage());
            String prefix = catalogue + ": ";
            throw new BadInputException(
                    catalogue,
                    0,
                    QualityOptions.METRICS_FILE.key(),
                    message.startsWith(prefix) ? message.substring(prefix.length()) : e.toString(),
                    "configs/metrics.yaml shows how it is done");
        }
    }

    private static void readInto(Configuration options, Path file)
            throws IOException, BadInputException {
        if (!Files.isRegularFile(file)) {
            throw new BadInputException(file, 0, "", "no such file", "check --config");
        }
        Map<String, String> values = new LinkedHashMap<>();
        try {
            JsonNode root = YAML.readTree(Files.readString(file));
            if (!root.isObject() && !root.isMissingNode() && !root.isNull()) {
                throw new BadInputException(
                        file, 0, "", "holds no options", "write lines such as rule.threshold: 0.1");
            }
            flatten(file, "", root, values);
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw new BadInputException(
                    file, line, "", "not YAML: " + e.getOriginalMessage(), "correct the line");
        } catch (CharacterCodingException e) {
            throw new BadInputException(file, 0, "", "not UTF-8 text", "save it as UTF-8");
        } catch (FileSystemException e) {
            throw new BadInputException(
                    file, 0, "", "cannot be read: " + e.getReason(), "check its permissions");
        }
        for (Map.Entry<String, String> value : values.entrySet()) {
            ConfigOption<?> option = option(file, value.getKey());
            options.setString(value.getKey(), value.getValue());
            try {
                options.get(option);
                requireSense(options, option);
            } catch (IllegalArgumentException e) {
                throw new BadInputException(
                        file,
                        0,
                        value.getKey(),
                        "'" + value.getValue() + "' is not a value of it",
                        "write one such as " + example(option));
            }
        }
    }

    /** What the types of the options do not say. */
    private static void requireSense(Configuration options, ConfigOption<?> option) {
        if (option.equals(QualityOptions.THRESHOLD)) {
            // Refuses what is no share; the job makes its own rule of the same text.
            new DropRule(new BigDecimal(options.get(QualityOptions.THRESHOLD)));
        }
        if (option.equals(QualityOptions.BASELINE_RUNS)
                && options.get(QualityOptions.BASELINE_RUNS) < 1) {
            throw new IllegalArgumentException("less than one run");
        }
        Object value = options.get(option);
        boolean mayBeNothing =
                option.equals(QualityOptions.CLICKHOUSE_MAX_AGE)
                        || option.equals(QualityOptions.ROLLING_FLUSH);
        if (value instanceof Duration duration && duration.isZero() && !mayBeNothing) {
            throw new IllegalArgumentException("no time at all");
        }
    }

    private static String example(ConfigOption<?> option) {
        Object value = option.defaultValue();
        return value instanceof Duration duration
                ? TimeUtils.formatWithHighestUnit(duration)
                : String.valueOf(value);
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

    private static void flatten(Path file, String prefix, JsonNode node, Map<String, String> values)
            throws BadInputException {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String key = prefix.isEmpty() ? field.getKey() : prefix + "." + field.getKey();
            JsonNode value = field.getValue();
            if (value.isObject()) {
                flatten(file, key, value, values);
            } else if (value.isArray() || value.isNull()) {
                throw new BadInputException(
                        file, 0, key, "has no single value", "write one value after the colon");
            } else {
                values.put(key, value.asText());
            }
        }
    }
}
