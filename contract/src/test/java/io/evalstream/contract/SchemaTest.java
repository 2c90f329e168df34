package io.evalstream.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

class SchemaTest {
    @ParameterizedTest
    @ValueSource(strings = {"sample-event", "run-event"})
    void isAValidSchemaThatDescribesExactlyTheFieldsOfTheReader(String name) throws Exception {
        JsonNode schema;
        try (InputStream in = SchemaTest.class.getResourceAsStream(name + ".schema.json")) {
            schema = new ObjectMapper().readTree(in);
        }
        List<String> fields = new ArrayList<>();
        schema.get("properties")
                .properties()
                .forEach(
                        property -> {
                            fields.add(property.getKey());
                            assertThat(property.getValue().path("description").asText())
                                    .as(property.getKey())
                                    .endsWith(".");
                        });

        assertThat(fields)
                .isEqualTo(
                        name.startsWith("run")
                                ? RecordGenerator.RUN_FIELDS
                                : RecordGenerator.SAMPLE_FIELDS);
        assertThat(schema.get("$id").asText())
                .isEqualTo("https://evalstream.io/schemas/" + name + ".schema.json");
        assertThat(
                        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                                .getSchema(SchemaLocation.of(schema.get("$schema").asText()))
                                .validate(schema))
                .isEmpty();
    }
}
