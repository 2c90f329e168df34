package io.evalstream.jobs.table;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.evalstream.contract.SampleEvent;

import org.apache.flink.table.api.Schema;
import org.apache.flink.table.catalog.CatalogTable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

class KafkaTablesTest {

    private final KafkaTables tables = new KafkaTables("host:1", "c.kafka.event_time");

    @ParameterizedTest
    @CsvSource({"samples, sample-event.schema.json", "runs, run-event.schema.json"})
    void theColumnsAreTheFieldsOfTheContract(String table, String schema) throws Exception {
        List<String> fields = new ArrayList<>();
        try (InputStream in = SampleEvent.class.getResourceAsStream(schema)) {
            JsonNode properties = new ObjectMapper().readTree(in).path("properties");
            properties.fieldNames().forEachRemaining(fields::add);
        }
        assertThat(physical(tables.table(table).orElseThrow()))
                .containsExactlyInAnyOrderElementsOf(fields);
    }

    private static List<String> physical(CatalogTable table) {
        return table.getUnresolvedSchema().getColumns().stream()
                .filter(Schema.UnresolvedPhysicalColumn.class::isInstance)
                .map(Schema.UnresolvedColumn::getName)
                .toList();
    }
}
