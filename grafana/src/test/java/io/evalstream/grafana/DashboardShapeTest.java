package io.evalstream.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a dashboard file must be to be provisioned, read and edited by others. */
class DashboardShapeTest {

    private static final String PLUGIN = "grafana-clickhouse-datasource";
    private static final Pattern VARIABLE =
            Pattern.compile("\\$\\{(\\w+)(?::\\w+)?}|\\$([a-z]\\w*)");

    /** What Grafana itself fills in. */
    private static final Set<String> BUILT_IN = Set.of("__url_time_range", "__data", "__field");

    static List<Dashboard> dashboards() {
        return Dashboard.all();
    }

    @Test
    void everyFileIsPackaged() throws IOException {
        Set<String> files = new TreeSet<>();
        try (Stream<Path> found = Files.list(Path.of("dashboards"))) {
            found.forEach(file -> files.add(file.getFileName().toString()));
        }
        Set<String> packaged = new TreeSet<>();
        dashboards().forEach(dashboard -> packaged.add(dashboard.file()));
        assertThat(packaged).isEqualTo(files);
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void itIsAClassicDashboardThatCanBeProvisioned(Dashboard dashboard) {
        JsonNode json = dashboard.json();
        assertThat(json.path("schemaVersion").asInt()).isEqualTo(42);
        assertThat(json.path("uid").asText()).matches("evalstream-[a-z]+");
        assertThat(json.has("id")).isTrue();
        assertThat(json.path("id").isNull()).isTrue();
        assertThat(json.path("timezone").asText()).isEqualTo("utc");
        assertThat(json.path("refresh").asText()).matches("\\d+[smh]");
        assertThat(json.path("graphTooltip").asInt()).isEqualTo(1);
        assertThat(json.path("editable").asBoolean(true)).isFalse();
        assertThat(json.path("tags")).extracting(JsonNode::asText).contains("evalstream");
        assertThat(json.has("__inputs")).isFalse();
        assertThat(json.has("__requires")).isFalse();
        assertThat(json.has("iteration")).isFalse();
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void theFirstVariableChoosesTheDatasourceThatEverythingUses(Dashboard dashboard) {
        JsonNode first = dashboard.json().path("templating").path("list").path(0);
        assertThat(first.path("name").asText()).isEqualTo("datasource");
        assertThat(first.path("type").asText()).isEqualTo("datasource");
        assertThat(first.path("query").asText()).isEqualTo(PLUGIN);
        List<JsonNode> used = new ArrayList<>(dashboard.json().findValues("datasource"));
        assertThat(used).hasSizeGreaterThan(dashboard.panels().size() * 2);
        for (JsonNode datasource : used) {
            String type = datasource.path("type").asText();
            String uid = datasource.path("uid").asText();
            if (type.equals("grafana")) {
                assertThat(uid).isEqualTo("-- Grafana --");
            } else {
                assertThat(type).isEqualTo(PLUGIN);
                assertThat(uid).isEqualTo("${datasource}");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void everyPanelSaysWhatItShows(Dashboard dashboard) {
        Set<String> titles = new HashSet<>();
        Set<Integer> ids = new HashSet<>();
        for (JsonNode panel : dashboard.panels()) {
            String title = panel.path("title").asText();
            assertThat(title).isNotBlank();
            assertThat(titles.add(title)).as(title).isTrue();
            assertThat(ids.add(panel.path("id").asInt())).as(title).isTrue();
            assertThat(panel.path("description").asText()).as(title).hasSizeGreaterThan(20);
            JsonNode defaults = panel.path("fieldConfig").path("defaults");
            assertThat(defaults.path("unit").asText()).as(title).isNotBlank();
            JsonNode steps = defaults.path("thresholds").path("steps");
            assertThat(steps).as(title).isNotEmpty();
            assertThat(steps.path(0).path("value").isNull()).as(title).isTrue();
            for (int i = 2; i < steps.size(); i++) {
                assertThat(steps.path(i).path("value").asDouble())
                        .as(title)
                        .isGreaterThan(steps.path(i - 1).path("value").asDouble());
            }
            if (panel.path("type").asText().equals("timeseries")) {
                JsonNode legend = panel.path("options").path("legend");
                assertThat(legend.path("showLegend").asBoolean()).as(title).isTrue();
                assertThat(legend.path("calcs")).as(title).isNotEmpty();
            }
            assertThat(panel.path("targets")).as(title).isNotEmpty();
            for (JsonNode target : panel.path("targets")) {
                assertThat(target.path("editorType").asText()).as(title).isEqualTo("sql");
                assertThat(target.path("refId").asText()).as(title).isNotBlank();
                boolean series = panel.path("type").asText().equals("timeseries");
                assertThat(target.path("format").asInt(-1)).as(title).isEqualTo(series ? 0 : 1);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void panelsFillTheGridAndDoNotOverlap(Dashboard dashboard) {
        Set<List<Integer>> taken = new HashSet<>();
        for (JsonNode panel : dashboard.json().path("panels")) {
            JsonNode place = panel.path("gridPos");
            int right = place.path("x").asInt() + place.path("w").asInt();
            assertThat(right).as(panel.path("title").asText()).isBetween(1, 24);
            for (int x = place.path("x").asInt(); x < right; x++) {
                int bottom = place.path("y").asInt() + place.path("h").asInt();
                for (int y = place.path("y").asInt(); y < bottom; y++) {
                    assertThat(taken.add(List.of(x, y)))
                            .as("%s at %d, %d", panel.path("title").asText(), x, y)
                            .isTrue();
                }
            }
        }
        int bottom = taken.stream().mapToInt(cell -> cell.get(1)).max().orElseThrow() + 1;
        assertThat(taken).as("cells without a panel").hasSize(24 * bottom);
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void variablesThatAreUsedAreDefinedAndTheOthersAreNot(Dashboard dashboard) {
        Set<String> defined = new TreeSet<>(dashboard.variables());
        Set<String> used = new TreeSet<>();
        Matcher matcher = VARIABLE.matcher(dashboard.json().toString());
        while (matcher.find()) {
            String name = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
            used.add(name);
        }
        used.removeIf(name -> BUILT_IN.contains(name) || name.startsWith("__"));
        assertThat(used).isEqualTo(defined);
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void linksLeadToDashboardsAndReportsThatAreThere(Dashboard dashboard) {
        Set<String> uids = new HashSet<>();
        dashboards().forEach(other -> uids.add(other.json().path("uid").asText()));
        List<String> urls = new ArrayList<>();
        for (JsonNode panel : dashboard.panels()) {
            panel.findValues("url").forEach(url -> urls.add(url.asText()));
        }
        assertThat(urls).isNotEmpty();
        for (String url : urls) {
            if (url.startsWith("/d/")) {
                assertThat(uids).contains(url.substring(3, url.indexOf('?')));
                assertThat(url).contains("var-datasource=${datasource}", "${__url_time_range}");
            } else {
                assertThat(url).startsWith("${report_url}/runs/");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void queriesNameTheirTablesInFullAndReadNoTableWhereTheyCanReadAView(Dashboard dashboard) {
        Pattern from = Pattern.compile("\\bFROM\\s+([a-z_.]+)");
        Set<String> tables = new TreeSet<>();
        for (DashboardQuery query : dashboard.queries()) {
            Matcher matcher = from.matcher(query.sql());
            while (matcher.find()) {
                tables.add(matcher.group(1));
            }
        }
        // Too many rows to be merged for every question; the panels say what that means.
        tables.remove("vllm_eval.samples");
        tables.remove("vllm_eval.series");
        // Only for the release of a run, which every version of its row has.
        tables.remove("vllm_eval.runs");
        assertThat(tables).isNotEmpty().allMatch(name -> name.matches("vllm_eval\\.\\w+_latest"));
    }
}
