package io.evalstream.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A dashboard that comes with the product.
 *
 * @param file its file name
 * @param json Grafana's classic dashboard model
 */
public record Dashboard(String file, JsonNode json) {

    private static final List<String> FILES = List.of("llm-quality-overview.json", "llm-run.json");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Every dashboard; a new one is a new file and a new line here. */
    public static List<Dashboard> all() {
        List<Dashboard> dashboards = new ArrayList<>();
        for (String file : FILES) {
            dashboards.add(read(file));
        }
        return dashboards;
    }

    private static Dashboard read(String file) {
        try (InputStream stream =
                Dashboard.class.getResourceAsStream("/grafana/dashboards/" + file)) {
            if (stream == null) {
                throw new IllegalStateException("dashboard " + file + " is not packaged");
            }
            return new Dashboard(file, MAPPER.readTree(stream));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String title() {
        return json.path("title").asText();
    }

    /** Its panels but those that are only headings, in their order. */
    List<JsonNode> panels() {
        List<JsonNode> panels = new ArrayList<>();
        for (JsonNode panel : json.path("panels")) {
            if (!panel.path("type").asText().equals("row")) {
                panels.add(panel);
            }
        }
        return panels;
    }

    /** The names of its variables. */
    public List<String> variables() {
        List<String> names = new ArrayList<>();
        for (JsonNode variable : json.path("templating").path("list")) {
            names.add(variable.path("name").asText());
        }
        return names;
    }

    /** Every query of panels, variables and annotations, in their order. */
    public List<DashboardQuery> queries() {
        List<DashboardQuery> queries = new ArrayList<>();
        for (JsonNode panel : panels()) {
            for (JsonNode target : panel.path("targets")) {
                queries.add(query(DashboardQuery.Kind.PANEL, panel.path("title"), target));
            }
        }
        for (JsonNode variable : json.path("templating").path("list")) {
            if (variable.path("type").asText().equals("query")) {
                JsonNode query = variable.path("query");
                queries.add(query(DashboardQuery.Kind.VARIABLE, variable.path("name"), query));
            }
        }
        for (JsonNode annotation : json.path("annotations").path("list")) {
            JsonNode target = annotation.path("target");
            if (target.has("rawSql")) {
                queries.add(query(DashboardQuery.Kind.ANNOTATION, annotation.path("name"), target));
            }
        }
        return queries;
    }

    private static DashboardQuery query(DashboardQuery.Kind kind, JsonNode name, JsonNode target) {
        return new DashboardQuery(
                kind,
                name.asText(),
                target.path("rawSql").asText(),
                DashboardQuery.Format.of(target.path("format").asInt(-1)));
    }
}
