package io.evalstream.cli;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;

import io.evalstream.jobs.config.ConfigurationException;
import io.evalstream.jobs.config.LocatedYaml;
import io.evalstream.jobs.config.MetricCatalogueFile;
import io.evalstream.jobs.quality.ModelPolicyFile;
import io.evalstream.jobs.quality.QualityOptions;
import io.evalstream.readers.BadInputException;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.util.TimeUtils;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Reads options of the quality job from YAML and refuses what the job does not know. */
final class JobConfiguration {

    /** Where the files that come with the product are; set by the launcher. */
    private static final String HOME_PROPERTY = "evalstream.home";

    private final LocatedYaml yaml;
    private final Configuration options;

    private JobConfiguration(LocatedYaml yaml, Configuration options) {
        this.yaml = yaml;
        this.options = options;
    }

    /**
     * @param file {@code option: value} lines, nested or with dots; empty for the defaults
     * @throws BadInputException when it, or a file it names, is not YAML or has a wrong value
     */
    static Configuration read(Optional<Path> file) throws IOException, BadInputException {
        Configuration options = new Configuration();
        if (file.isPresent()) {
            try {
                new JobConfiguration(LocatedYaml.read(file.get()), options).readInto();
            } catch (ConfigurationException e) {
                throw badInput(e, "check --config");
            }
        }
        setShipped(options, QualityOptions.METRICS_FILE, "configs/metrics.yaml");
        setShipped(options, QualityOptions.MODELS_FILE, "configs/models.yaml");
        try {
            MetricCatalogueFile.read(Path.of(options.get(QualityOptions.METRICS_FILE)));
        } catch (ConfigurationException e) {
            throw badInput(e, "metrics.file names it; configs/metrics.yaml shows how it is done");
        }
        try {
            ModelPolicyFile.validate(options);
        } catch (ConfigurationException e) {
            throw badInput(e, "models.file names it; configs/models.yaml shows how it is done");
        }
        return options;
    }

    private static void setShipped(
            Configuration options, ConfigOption<String> option, String shipped) {
        if (!options.contains(option)) {
            Path home = Path.of(System.getProperty(HOME_PROPERTY, "."));
            options.set(option, home.resolve(shipped).toString());
        }
    }

    private static BadInputException badInput(ConfigurationException fault, String remedy) {
        return new BadInputException(
                fault.file(), fault.line(), fault.field(), fault.fault(), remedy);
    }

    private void readInto() throws BadInputException {
        JsonNode root = yaml.root();
        if (!root.isObject() && !root.isMissingNode() && !root.isNull()) {
            throw refused(
                    JsonPointer.empty(),
                    "",
                    "holds no options",
                    "write lines such as rule.threshold: 0.1");
        }
        readInto("", JsonPointer.empty(), root);
    }

    private void readInto(String prefix, JsonPointer place, JsonNode node)
            throws BadInputException {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String key = prefix.isEmpty() ? field.getKey() : prefix + "." + field.getKey();
            JsonPointer below = place.appendProperty(field.getKey());
            JsonNode value = field.getValue();
            if (value.isObject()) {
                readInto(key, below, value);
            } else if (value.isArray() || value.isNull()) {
                throw refused(below, key, "has no single value", "write one value after the colon");
            } else {
                set(below, key, value.asText());
            }
        }
    }

    private void set(JsonPointer place, String key, String value) throws BadInputException {
        ConfigOption<?> option = option(place, key);
        options.setString(key, value);
        try {
            QualityOptions.requireSense(options);
        } catch (IllegalArgumentException e) {
            throw refused(
                    place,
                    key,
                    "'" + value + "' is not a value of it",
                    "write one such as " + example(option));
        }
    }

    private static String example(ConfigOption<?> option) {
        if (option.equals(QualityOptions.AUDIT_ENDPOINT)) {
            return "http://minio:9000";
        }
        Object value = option.defaultValue();
        return value instanceof Duration duration
                ? TimeUtils.formatWithHighestUnit(duration)
                : String.valueOf(value);
    }

    private ConfigOption<?> option(JsonPointer place, String key) throws BadInputException {
        for (ConfigOption<?> option : QualityOptions.all()) {
            if (option.key().equals(key)) {
                return option;
            }
        }
        throw refused(place, key, "there is no such option", "the README lists the options");
    }

    private BadInputException refused(
            JsonPointer place, String field, String fault, String remedy) {
        return badInput(yaml.fault(place, field, fault), remedy);
    }
}
