package io.evalstream.jobs.dedup;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;

import io.evalstream.jobs.config.ConfigurationException;
import io.evalstream.jobs.config.LocatedYaml;
import io.evalstream.jobs.config.OptionFolder;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.util.ParameterTool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Options as they are written: {@code --option value}, YAML under {@code --config FILE}, and a file
 * for each option in {@code --options.folder DIR}.
 */
final class DedupArguments {

    private static final String FILE = "config";
    private static final String FOLDER = "options.folder";

    private DedupArguments() {}

    /**
     * Reads arguments; those of the command line count more than those of the YAML file, and those
     * more than the files of the folder.
     *
     * @throws ConfigurationException when the file holds something else than options, or there is
     *     no such folder
     */
    static Configuration read(String[] arguments) throws IOException {
        ParameterTool written = ParameterTool.fromArgs(arguments);
        Configuration options = new Configuration();
        if (written.has(FOLDER)) {
            options.addAll(OptionFolder.read(Path.of(written.get(FOLDER))));
        }
        if (written.has(FILE)) {
            LocatedYaml yaml = LocatedYaml.read(Path.of(written.get(FILE)));
            add("", JsonPointer.empty(), yaml.root(), yaml, options);
        }
        written.toMap().forEach(options::setString);
        return options;
    }

    private static void add(
            String prefix,
            JsonPointer place,
            JsonNode node,
            LocatedYaml yaml,
            Configuration options)
            throws ConfigurationException {
        if (!node.isObject()) {
            throw yaml.fault(
                    place, prefix, "holds no options; write lines such as dedup.mode: EVAL");
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String key = prefix.isEmpty() ? field.getKey() : prefix + "." + field.getKey();
            JsonPointer below = place.appendProperty(field.getKey());
            JsonNode value = field.getValue();
            if (value.isObject()) {
                add(key, below, value, yaml, options);
            } else if (value.isArray()) {
                List<String> entries = new ArrayList<>();
                value.forEach(entry -> entries.add(entry.asText()));
                options.setString(key, String.join(";", entries));
            } else if (value.isNull()) {
                throw yaml.fault(below, key, "has no value; write one after the colon");
            } else {
                options.setString(key, value.asText());
            }
        }
    }
}
