package io.evalstream.readers;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

class LongSetTest {

    @Property(tries = 100)
    void agreesWithTheSetOfTheLibrary(
            @ForAll @Size(max = 500) List<@LongRange(min = -200, max = 200) Long> numbers) {
        LongSet set = new LongSet();
        Set<Long> reference = new HashSet<>();
        for (long number : numbers) {
            assertThat(set.add(number)).isEqualTo(reference.add(number));
        }
    }

    @Test
    void holdsManyConsecutiveNumbers() {
        LongSet set = new LongSet();
        for (long number = 0; number < 100_000; number++) {
            assertThat(set.add(number)).isTrue();
        }
        for (long number = 0; number < 100_000; number++) {
            assertThat(set.add(number)).isFalse();
        }
    }
}
