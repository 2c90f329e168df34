package io.evalstream.jobs.table.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClickHouseTypesTest {

    private static String of(String name) {
        return ClickHouseTypes.of(name).orElseThrow().toString();
    }

    @Test
    void readsNestedNames() {
        assertThat(of("LowCardinality(Nullable(FixedString(2)))")).isEqualTo("BYTES");
        assertThat(of("Nullable(Decimal(9, 2))")).isEqualTo("DECIMAL(9, 2)");
        assertThat(of("Decimal(76, 5)")).isEqualTo("STRING NOT NULL");
        assertThat(of("SimpleAggregateFunction(max, DateTime64(6, 'Asia/Seoul'))"))
                .isEqualTo("TIMESTAMP(6) NOT NULL");
        assertThat(of("Enum8('a,(b' = 1, 'c\\'d' = 2)")).isEqualTo("STRING NOT NULL");
        assertThat(of("Map(LowCardinality(String), Array(Nullable(UInt8)))"))
                .isEqualTo("MAP<STRING NOT NULL, ARRAY<SMALLINT> NOT NULL> NOT NULL");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Tuple(a String, b Int8)",
                "Array(DateTime)",
                "Map(String, Tuple(Int8))",
                "AggregateFunction(uniq, String)",
                "JSON",
                "Nothing"
            })
    void hasNoneForWhatWouldLoseValues(String name) {
        assertThat(ClickHouseTypes.of(name)).isEmpty();
    }

    @Test
    void textThatTheBinaryWriterRefusesIsKnown() {
        assertThat(ClickHouseTypes.isWrittenAsBinary("Array(Nullable(UUID))")).isFalse();
        assertThat(ClickHouseTypes.isWrittenAsBinary("IPv6")).isFalse();
        assertThat(ClickHouseTypes.isWrittenAsBinary("LowCardinality(String)")).isTrue();
    }
}
