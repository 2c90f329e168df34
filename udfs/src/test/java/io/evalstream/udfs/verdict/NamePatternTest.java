package io.evalstream.udfs.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.regex.Pattern;

class NamePatternTest {

    @ParameterizedTest
    @CsvSource({
        "acc, acc, true",
        "acc, acc_norm, false",
        "acc, ac, false",
        "*, acc, true",
        "*_max, bleu_max, true",
        "*_max, _max, true",
        "*_max, bleu_max_2, false",
        "rouge*_acc, rougeL_acc, true",
        "rouge*_acc, rouge_acc, true",
        "rouge*_acc, rougeL_max, false",
        "acme/*, acme/llm, true",
        "a*b*c, aXbYbZc, true",
        "*, '', true",
        "a, '', false",
    })
    void aStarStandsForAnything(String pattern, String name, boolean matches) {
        assertThat(new NamePattern(pattern).matches(name)).isEqualTo(matches);
    }

    @Property(tries = 2_000)
    void agreesWithARegularExpression(
            @ForAll @CharRange(from = 'a', to = 'b') @StringLength(max = 8) String name,
            @ForAll @CharRange(from = 'a', to = 'c') @StringLength(min = 1, max = 6) String text) {
        String pattern = text.replace('c', '*');
        boolean expected = Pattern.matches(pattern.replace("*", ".*"), name);
        assertThat(new NamePattern(pattern).matches(name)).as(pattern).isEqualTo(expected);
    }

    @Test
    void manyStarsTakeNoLongTime() {
        String name = "a".repeat(100_000);
        assertThat(new NamePattern("a*".repeat(200) + "b").matches(name)).isFalse();
    }

    @Test
    void anEmptyPatternIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new NamePattern(""));
    }
}
