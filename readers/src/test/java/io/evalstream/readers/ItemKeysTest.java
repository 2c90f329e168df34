package io.evalstream.readers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.Map;

class ItemKeysTest {

    @Test
    void dependOnContentAndNotOnNumbering() throws IOException {
        assertThat(ItemKeys.contentKey(Readings.json("{'id': 1, 'q': 'why'}")))
                .matches("[0-9a-f]{64}")
                .isEqualTo(ItemKeys.contentKey(Readings.json("{'q': 'why', 'ID': 9, 'idx': 3}")))
                .isNotEqualTo(ItemKeys.contentKey(Readings.json("{'id': 1, 'q': 'how'}")));
    }

    @Test
    void keepNestedNumbersBecauseOnlyTheTopLevelIsBookkeeping() throws IOException {
        assertThat(ItemKeys.contentKey(Readings.json("{'q': {'id': 1}}")))
                .isNotEqualTo(ItemKeys.contentKey(Readings.json("{'q': {'id': 2}}")));
    }

    @Test
    void fallBackToTheNumberOfAnItemThatHasNothingElse() throws IOException {
        assertThat(ItemKeys.contentKey(Readings.json("{'id': 1}")))
                .isNotEqualTo(ItemKeys.contentKey(Readings.json("{'id': 2}")));
    }

    @Test
    void tellDuplicatesApartAndShareKeysAmongFilters() throws IOException {
        JsonNode doc = Readings.json("{'q': 'why'}");
        ItemKeys keys = new ItemKeys();
        String first = keys.next(doc, "strict");
        String second = keys.next(doc, "strict");

        assertThat(second).isNotEqualTo(first).matches("[0-9a-f]{64}");
        assertThat(keys.next(doc, "loose")).isEqualTo(first);
        assertThat(keys.next(doc, "loose")).isEqualTo(second);
        assertThat(keys.itemsByFilter()).isEqualTo(Map.of("strict", 2L, "loose", 2L));
    }

    @Test
    void digestOfADataSetIgnoresOrderAndFiltersButNotDuplicates() throws IOException {
        JsonNode a = Readings.json("{'q': 'a'}");
        JsonNode b = Readings.json("{'q': 'b'}");
        ItemKeys forward = new ItemKeys();
        forward.next(a, "x");
        forward.next(b, "x");
        ItemKeys backward = new ItemKeys();
        backward.next(b, "x");
        backward.next(a, "x");
        backward.next(a, "y");
        backward.next(b, "y");
        assertThat(backward.datasetDigest()).isEqualTo(forward.datasetDigest());

        forward.next(b, "x");
        assertThat(backward.datasetDigest()).isNotEqualTo(forward.datasetDigest());
    }
}
