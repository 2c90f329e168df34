package io.evalstream.jobs.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

class FindNearDuplicatesHarnessTest {

    private static final String QUESTION =
            "what is the capital of the country to the north of the one i was born in, number ";

    private static final List<QueryText> TEXTS =
            List.of(
                    new QueryText(7, QUESTION + "1"),
                    new QueryText(9, QUESTION + "2"),
                    new QueryText(3, "서울에서 부산까지 기차로 얼마나 걸리나요? 가장 빠른 것으로 알려주세요"),
                    new QueryText(QueryRecord.position(2, 1), QUESTION + "3"),
                    new QueryText(5, "서울에서 부산까지 기차로 얼마나 걸리나요? 가장 빠른 걸로 알려주세요"),
                    new QueryText(1, "2 + 2?"),
                    new QueryText(2, "2 + 3?"),
                    new QueryText(4, "something else entirely, of which there is only one here"));

    private static TreeSet<Long> near(List<QueryText> texts, long mostChars) throws Exception {
        try (OneInputStreamOperatorTestHarness<QueryText, Long> harness =
                new OneInputStreamOperatorTestHarness<>(new FindNearDuplicates(mostChars))) {
            harness.open();
            for (QueryText text : texts) {
                harness.processElement(text, 0);
            }
            harness.endInput();
            assertThat(harness.getSideOutput(CleanQueries.NOTES))
                    .extracting(element -> element.getValue().number())
                    .containsExactly((long) harness.extractOutputValues().size());
            return new TreeSet<>(harness.extractOutputValues());
        }
    }

    @Test
    void theFirstStaysWhateverTheOrderOfArrival() throws Exception {
        List<QueryText> texts = new ArrayList<>(TEXTS);
        for (int seed = 0; seed < 20; seed++) {
            Collections.shuffle(texts, new Random(seed));
            // Of "2 + 2?" and "2 + 3?" one letter in six differs: they are near, too.
            assertThat(near(texts, FindNearDuplicates.MOST_CHARS))
                    .containsExactly(2L, 5L, 9L, QueryRecord.position(2, 1));
        }
    }

    @Test
    void moreThanFitsIsRefusedWithWhatToDo() {
        assertThatThrownBy(() -> near(TEXTS, 500))
                .isInstanceOf(SnapshotException.class)
                .hasMessageContaining("set snapshot.near-duplicates to false");
    }
}
