package io.evalstream.bench.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.HexFormat;

/** The bytes of columns, as ClickHouse itself writes them. */
class NativeColumnTest {

    private final NativeBytes out = new NativeBytes();

    private String hex() {
        return HexFormat.of().formatHex(Arrays.copyOf(out.array(), out.size()));
    }

    @Test
    void plainValuesFollowNameAndType() {
        NativeColumn.Plain column = new NativeColumn.Plain("n", "Int32");
        column.values().putInt32(258);
        column.drainTo(out);
        assertThat(hex()).isEqualTo("016e" + "05496e743332" + "02010000");
        assertThat(column.values().size()).isZero();
    }

    @Test
    void aDictionaryHasEachTextOnceAndForgetsItWithTheBlock() {
        NativeColumn.Dictionary column = new NativeColumn.Dictionary("t");
        for (String text : new String[] {"a", "b", "a"}) {
            column.add(text);
        }
        column.drainTo(out);
        String head = "0174" + "16" + HexFormat.of().formatHex("LowCardinality(String)".getBytes());
        String version = "0100000000000000";
        String flags = "0106000000000000";
        assertThat(hex())
                .isEqualTo(
                        head
                                + version
                                + flags
                                + "0200000000000000"
                                + "01610162"
                                + "0300000000000000"
                                + "000001000000");
        out.clear();
        column.add("b");
        column.drainTo(out);
        assertThat(hex())
                .isEqualTo(
                        head
                                + version
                                + flags
                                + "0100000000000000"
                                + "0162"
                                + "0100000000000000"
                                + "0000");
    }
}
