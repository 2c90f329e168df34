package io.evalstream.udfs.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.evalstream.udfs.agreement.TwoJudges.Weights;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Against values of scikit-learn 1.9.1 ({@code cohen_kappa_score}), statsmodels 0.15.0 ({@code
 * fleiss_kappa}) and krippendorff 0.9.0 ({@code alpha}, nominal).
 */
class AgreementTest {

    private static final double EXACT = 1e-12;

    private static final List<List<String>> ITEMS =
            List.of(
                    List.of("a", "a", "b"),
                    List.of("a", "a", "a"),
                    List.of("b", "b", "c"),
                    List.of("c", "a", "b"),
                    List.of("b", "b", "b"),
                    List.of("c", "c", "c"));

    @Test
    void kappaIsThatOfScikitLearn() {
        assertThat(judges("yynnymmnyy", "ynnnymynym").kappa()).isCloseTo(0.53125, within(EXACT));
        TwoJudges grades = judges("12345321543", "13354312523");
        assertThat(grades.kappa(Weights.LINEAR)).isCloseTo(0.574585635359116, within(EXACT));
        assertThat(grades.kappa(Weights.QUADRATIC)).isCloseTo(0.7692307692307692, within(EXACT));
    }

    @Test
    void kappaIsUndefinedWithoutChance() {
        assertThat(judges("", "").kappa()).isNaN();
        assertThat(judges("aaa", "aaa").kappa()).isNaN();
        assertThat(judges("ab", "ba").kappa()).isEqualTo(-1);
    }

    @Test
    void agreementOfManyIsThatOfTheReferences() throws IOException {
        ItemRatings items = items(ITEMS);
        assertThat(items.fleissKappa()).isCloseTo(0.4112149532710279, within(EXACT));
        assertThat(items.krippendorffAlpha()).isCloseTo(0.4439252336448598, within(EXACT));
        ItemRatings uneven =
                items(
                        List.of(
                                List.of("a", "a", "b"),
                                List.of("a", "a"),
                                List.of("b", "b", "c", "b"),
                                List.of("c", "a", "b"),
                                List.of("b"),
                                List.of("c", "c", "c", "c", "c")));
        assertThat(uneven.krippendorffAlpha()).isCloseTo(0.41052631578947374, within(EXACT));
        assertThatThrownBy(uneven::fleissKappa)
                .hasMessage(
                        "Fleiss' kappa needs the same number of ratings for each item, there are"
                                + " 2 and 5; krippendorff_alpha does not");
        assertThat(items(List.of(List.of("a", "a"))).krippendorffAlpha()).isNaN();
        assertThat(items(List.of()).fleissKappa()).isNaN();
        ItemRatings read = ItemRatings.read(written(out -> items.write(out)));
        assertThat(read.fleissKappa()).isEqualTo(items.fleissKappa());
    }

    @Property(tries = 200)
    void partsOrderAndItemsTakenBackDoNotShow(@ForAll long seed) {
        Random random = new Random(seed);
        ItemRatings whole = new ItemRatings();
        ItemRatings first = new ItemRatings();
        ItemRatings second = new ItemRatings();
        List<List<String>> foreign = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            List<String> item = new ArrayList<>();
            for (int j = random.nextInt(5); j >= 0; j--) {
                item.add("" + random.nextInt(4));
            }
            whole.add(item, 1);
            (random.nextBoolean() ? first : second).add(item, 1);
            List<String> other = List.of("0", "" + random.nextInt(9));
            first.add(other, 1);
            foreign.add(other);
        }
        foreign.forEach(item -> second.add(item, -1));
        second.merge(first);
        assertThat(second.krippendorffAlpha()).isEqualTo(whole.krippendorffAlpha());
    }

    @Test
    void judgesComeBackFromTheirBytes() throws IOException {
        TwoJudges judges = judges("yynnymmnyy", "ynnnymynym");
        TwoJudges read = TwoJudges.read(written(judges::write));
        assertThat(read.kappa()).isEqualTo(judges.kappa());
        read.merge(judges);
        assertThat(read.kappa()).isCloseTo(judges.kappa(), within(EXACT));
    }

    @Test
    void textsThatAreNoCategoriesAreRefused() {
        assertThatThrownBy(() -> new TwoJudges().add("x".repeat(1001), "y", 1))
                .hasMessage("a category has at most 1000 characters, this has 1001");
        TwoJudges judges = new TwoJudges();
        assertThatThrownBy(
                        () -> {
                            for (int i = 0; i <= TwoJudges.MOST_PAIRS; i++) {
                                judges.add("answer " + i, "y", 1);
                            }
                        })
                .hasMessageContaining("more than 10000 different pairs");
    }

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private static DataInputStream written(Writing writing) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        writing.to(new DataOutputStream(bytes));
        return new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
    }

    private static ItemRatings items(List<List<String>> ratings) {
        ItemRatings items = new ItemRatings();
        ratings.forEach(item -> items.add(item, 1));
        return items;
    }

    private static TwoJudges judges(String first, String second) {
        TwoJudges judges = new TwoJudges();
        for (int i = 0; i < first.length(); i++) {
            judges.add(first.substring(i, i + 1), second.substring(i, i + 1), 1);
        }
        return judges;
    }
}
