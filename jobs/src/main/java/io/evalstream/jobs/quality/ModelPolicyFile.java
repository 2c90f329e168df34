package io.evalstream.jobs.quality;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;

import io.evalstream.jobs.config.ConfigurationException;
import io.evalstream.jobs.config.LocatedYaml;
import io.evalstream.udfs.verdict.NamePattern;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads what differs for single models: {@code models: [{model: PATTERN, OPTION: VALUE, …}]}. */
public final class ModelPolicyFile {

    private static final String MODEL = "model";

    private final LocatedYaml yaml;
    private final Configuration common;

    private ModelPolicyFile(LocatedYaml yaml, Configuration common) {
        this.yaml = yaml;
        this.common = common;
    }

    /**
     * Reads the file that the options name, if they name one.
     *
     * @param options what holds where the file says nothing else
     * @throws ConfigurationException when the file cannot be read or an entry is wrong
     */
    static ModelPolicies read(Configuration options) throws IOException {
        ModelPolicy common = ModelPolicy.of(options);
        String file = options.get(QualityOptions.MODELS_FILE);
        if (file.isEmpty()) {
            return new ModelPolicies(common, List.of());
        }
        return new ModelPolicyFile(LocatedYaml.read(Path.of(file)), options).policies(common);
    }

    /**
     * Reads the file for its faults alone.
     *
     * @throws ConfigurationException when the file cannot be read or an entry is wrong
     */
    public static void validate(Configuration options) throws IOException {
        read(options);
    }

    private ModelPolicies policies(ModelPolicy policy) throws ConfigurationException {
        JsonNode models = yaml.root().path("models");
        if (!models.isArray()) {
            throw yaml.fault(JsonPointer.valueOf("/models"), "models", "must be a list of models");
        }
        List<ModelPolicies.Entry> entries = new ArrayList<>();
        for (JsonNode entry : models) {
            entries.add(entry(entries.size(), entry));
        }
        return new ModelPolicies(policy, entries);
    }

    private ModelPolicies.Entry entry(int index, JsonNode entry) throws ConfigurationException {
        JsonNode pattern = entry.path(MODEL);
        if (!pattern.isTextual() || pattern.asText().isEmpty()) {
            throw fault(index, MODEL, "must be a name, in which * stands for any characters");
        }
        Configuration options = new Configuration(common);
        for (Map.Entry<String, JsonNode> field : entry.properties()) {
            if (!field.getKey().equals(MODEL)) {
                set(index, options, field.getKey(), field.getValue());
            }
        }
        return new ModelPolicies.Entry(new NamePattern(pattern.asText()), ModelPolicy.of(options));
    }

    private void set(int index, Configuration options, String key, JsonNode value)
            throws ConfigurationException {
        List<String> known = new ArrayList<>();
        for (ConfigOption<?> option : ModelPolicy.OPTIONS) {
            known.add(option.key());
        }
        if (!known.contains(key)) {
            throw fault(
                    index, key, "cannot differ by model; known are " + String.join(", ", known));
        }
        if (!value.isValueNode() || value.isNull()) {
            throw fault(index, key, "has no single value");
        }
        options.setString(key, value.asText());
        try {
            QualityOptions.requireSense(options);
        } catch (IllegalArgumentException e) {
            throw fault(index, key, "'" + value.asText() + "' is not a value of it");
        }
    }

    private ConfigurationException fault(int index, String field, String fault) {
        return yaml.fault(
                JsonPointer.valueOf("/models/" + index).appendProperty(field),
                "models[" + index + "]." + field,
                fault);
    }
}
