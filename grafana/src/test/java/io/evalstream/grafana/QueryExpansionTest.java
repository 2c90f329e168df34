package io.evalstream.grafana;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Map;

class QueryExpansionTest {

    private static final TimeRange WEEK =
            new TimeRange(
                    Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2026-01-08T00:00:00Z"));

    private static String expand(String sql, Map<String, List<String>> choices) {
        return new QueryExpansion(WEEK, choices).expand(sql);
    }

    @Test
    void timesAreThoseOfTheRange() {
        assertThat(expand("$__timeFilter_ms(r.ts) AND $__timeFilter(at)", Map.of()))
                .isEqualTo(
                        "r.ts >= fromUnixTimestamp64Milli(1767225600000) AND r.ts <="
                                + " fromUnixTimestamp64Milli(1767830400000) AND at >="
                                + " toDateTime(1767225600) AND at <= toDateTime(1767830400)");
        assertThat(expand("$__fromTime_ms $__toTime $__interval_s", Map.of()))
                .isEqualTo("fromUnixTimestamp64Milli(1767225600000) toDateTime(1767830400) 604");
        assertThat(expand("$__timeInterval(max(ts))", Map.of()))
                .isEqualTo("toStartOfInterval(toDateTime(max(ts)), INTERVAL 604 second)");
    }

    @Test
    void aConditionIsLeftOutForAll() {
        String sql = "$__conditionalAll(tag IN (${tag:singlequote}), $tag) AND x";
        assertThat(expand(sql, Map.of("tag", List.of()))).isEqualTo("1=1 AND x");
        assertThat(expand(sql, Map.of("tag", List.of("it's", "a$1\\"))))
                .isEqualTo("tag IN ('it\\'s','a$1\\') AND x");
    }

    @Test
    void whatNobodyWouldReplaceIsRefused() {
        assertThatThrownBy(() -> expand("$__timeGroup(ts, 5m)", Map.of()))
                .hasMessage("$__timeGroup is not known");
        assertThatThrownBy(() -> expand("${gone:singlequote}", Map.of()))
                .hasMessage("the variable gone is not known");
        assertThatThrownBy(() -> expand("${tag}", Map.of("tag", List.of("x"))))
                .hasMessageContaining("is not quoted");
        assertThatThrownBy(
                        () -> expand("$__conditionalAll(x, '$tag')", Map.of("tag", List.of("x"))))
                .hasMessageContaining("bare variable");
    }
}
