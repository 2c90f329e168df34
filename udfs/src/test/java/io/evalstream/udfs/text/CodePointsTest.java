package io.evalstream.udfs.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Arrays;

class CodePointsTest {

    @Test
    void everyCodePointIsReadFromItsBytes() {
        int[] points = new int[Character.MAX_CODE_POINT + 1];
        for (int i = 0; i < points.length; i++) {
            points[i] = i;
        }
        byte[] bytes = Utf8Texts.of(points);
        int[] read = new int[bytes.length];
        int count = CodePoints.decode(bytes, 0, bytes.length, read);
        assertThat(Arrays.copyOf(read, count)).isEqualTo(points);
        assertThat(CodePoints.count(bytes, 0, bytes.length)).isEqualTo(points.length);
    }
}
