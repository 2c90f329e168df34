package io.evalstream.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files that tell a Grafana of our datasource and dashboards. */
class ProvisioningTest {

    private static JsonNode read(String file) throws IOException {
        return new YAMLMapper().readTree(Files.readString(Path.of("provisioning", file)));
    }

    @Test
    void theDatasourceIsTheReadOnlyUserAndItsPasswordIsNotInTheFile() throws IOException {
        JsonNode root = read("datasources/evalstream.yaml");
        assertThat(root.path("apiVersion").asInt()).isEqualTo(1);
        JsonNode source = root.path("datasources").path(0);
        assertThat(source.path("type").asText()).isEqualTo("grafana-clickhouse-datasource");
        assertThat(source.path("uid").asText()).isNotBlank();
        JsonNode options = source.path("jsonData");
        assertThat(options.path("username").asText()).isEqualTo("evalstream_reader");
        assertThat(options.path("defaultDatabase").asText()).isEqualTo("vllm_eval");
        assertThat(options.path("protocol").asText()).isIn("http", "native");
        assertThat(source.path("secureJsonData").path("password").asText())
                .isEqualTo("$EVALSTREAM_GRAFANA_PASSWORD");
    }

    @Test
    void theDashboardsAreReadFromAFolderAndCannotBeChangedInPlace() throws IOException {
        JsonNode provider = read("dashboards/evalstream.yaml").path("providers").path(0);
        assertThat(provider.path("type").asText()).isEqualTo("file");
        assertThat(provider.path("allowUiUpdates").asBoolean(true)).isFalse();
        assertThat(provider.path("options").path("path").asText()).endsWith("/dashboards");
    }

    @Test
    void theReaderMayReadAndLimitItsQueriesAndNothingElse() throws IOException {
        String users = Files.readString(Path.of("../sql/clickhouse/users/reader.sql"));
        List<String> grants = users.lines().filter(line -> line.contains("GRANT")).toList();
        assertThat(grants).containsExactly("GRANT SELECT ON vllm_eval.* TO evalstream_reader;");
        assertThat(users).contains("readonly = 1", "max_execution_time = 60");
        assertThat(users).containsPattern("max_execution_time = 60[^,;]*CHANGEABLE_IN_READONLY");
    }
}
