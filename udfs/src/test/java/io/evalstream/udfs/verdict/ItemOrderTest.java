package io.evalstream.udfs.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

class ItemOrderTest {

    @Test
    void owesNothingToTheOrderInWhichKeysComeOrAreMade() {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            keys.add("q" + (10_000 + i));
        }
        List<String> ordered = ItemOrder.of(keys);
        assertThat(ordered).containsExactlyInAnyOrderElementsOf(keys);
        int rises = 0;
        for (int i = 1; i < ordered.size(); i++) {
            rises += ordered.get(i).compareTo(ordered.get(i - 1)) > 0 ? 1 : 0;
        }
        assertThat(rises).isBetween(440, 560);
        Collections.shuffle(keys, new Random(1));
        assertThat(ItemOrder.of(keys)).isEqualTo(ordered);
    }
}
