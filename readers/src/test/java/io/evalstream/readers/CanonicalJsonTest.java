package io.evalstream.readers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

class CanonicalJsonTest {

    @Test
    void spellsEqualContentAlike() throws IOException {
        assertThat(CanonicalJson.of(Readings.json("{'b': [1.0, 1e2, -0.0], 'a': ' x\\n\\t y '}")))
                .isEqualTo(CanonicalJson.of(Readings.json("{'a':'x y','b':[1,100,0]}")))
                .isEqualTo("{\"a\":\"x y\",\"b\":[1,1E+2,0]}");
    }

    @Test
    void composesAccentsAndPassesOverNulls() throws IOException {
        assertThat(CanonicalJson.of(Readings.json("{'a': 'e\\u0301', 'n': null}")))
                .isEqualTo("{\"a\":\"\u00e9\"}");
    }

    @Test
    void keepsContentApartThatDiffers() throws IOException {
        assertThat(CanonicalJson.of(Readings.json("['1', 'a', null]")))
                .isNotEqualTo(CanonicalJson.of(Readings.json("[1, 'a', null]")))
                .isNotEqualTo(CanonicalJson.of(Readings.json("['1', 'a']")))
                .isNotEqualTo(CanonicalJson.of(Readings.json("['1','A', null]")));
    }

    @Test
    void forgetsAddressesOfPythonObjects() throws IOException {
        assertThat(CanonicalJson.of(Readings.json("'<function f at 0x74ad8eb45360>'")))
                .isEqualTo(CanonicalJson.of(Readings.json("'<function f at 0x7fa84163d2d0>'")))
                .isNotEqualTo(CanonicalJson.of(Readings.json("'<function g at 0x7fa84163d2d0>'")));
        assertThat(CanonicalJson.of(Readings.json("'stop at 0x74ad8eb45360'"))).contains("0x");
    }

    @Test
    void takesPythonsNotNumbers() throws IOException {
        assertThat(CanonicalJson.of(Readings.json("[NaN, Infinity, -Infinity]")))
                .isEqualTo("[NaN,Infinity,-Infinity]");
    }

    @Property(tries = 200)
    void ignoresTheOrderOfKeys(@ForAll Map<String, List<Integer>> fields, @ForAll Random random) {
        List<String> keys = new ArrayList<>(fields.keySet());
        ObjectNode first = object(keys, fields);
        Collections.shuffle(keys, random);
        ObjectNode second = object(keys, fields);

        assertThat(ItemKeys.contentKey(second)).isEqualTo(ItemKeys.contentKey(first));
    }

    private static ObjectNode object(List<String> keys, Map<String, List<Integer>> fields) {
        ObjectNode inner = PythonJson.MAPPER.createObjectNode();
        for (String key : keys) {
            inner.set(key, PythonJson.MAPPER.valueToTree(fields.get(key)));
        }
        ObjectNode outer = inner.deepCopy();
        outer.set("nested", inner);
        return outer;
    }
}
