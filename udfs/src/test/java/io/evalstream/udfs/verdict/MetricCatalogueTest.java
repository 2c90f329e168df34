package io.evalstream.udfs.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.evalstream.contract.Outcome;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;

class MetricCatalogueTest {

    private static final MetricCatalogue CATALOGUE =
            new MetricCatalogue(
                    List.of(
                            new MetricDefinition(
                                    new NamePattern("exact_match"),
                                    new NamePattern("gsm8k*"),
                                    true,
                                    0,
                                    1,
                                    1,
                                    0.02,
                                    Double.NaN,
                                    MetricDefinition.Unreadable.MISSING),
                            new MetricDefinition("exact_match", true, 0, 1, 1),
                            new MetricDefinition("wer", false, 0, 1, 1),
                            new MetricDefinition("ppl", false, 0, Double.POSITIVE_INFINITY, 3)));

    @Test
    void theFirstDefinitionThatFitsTaskAndMetricCounts() {
        assertThat(CATALOGUE.find("gsm8k_cot", "exact_match"))
                .hasValueSatisfying(m -> assertThat(m.practicalMinimum()).isEqualTo(0.02));
        assertThat(CATALOGUE.find("mmlu", "exact_match"))
                .hasValueSatisfying(m -> assertThat(m.practicalMinimum()).isEqualTo(0.01));
        assertThat(CATALOGUE.find("gsm8k", "other")).isEmpty();
    }

    @Test
    void anUnreadableAnswerIsWrongUnlessTheTaskSaysItIsMissing() {
        assertThat(score("mmlu", "exact_match", Outcome.UNREADABLE_ANSWER)).isZero();
        assertThat(score("gsm8k", "exact_match", Outcome.UNREADABLE_ANSWER)).isNaN();
        assertThat(score("gsm8k", "exact_match", Outcome.MODEL_EMPTY)).isZero();
        assertThat(score("any", "wer", Outcome.UNREADABLE_ANSWER)).isEqualTo(1);
        assertThat(score("any", "ppl", Outcome.UNREADABLE_ANSWER)).isNaN();
        assertThat(score("any", "unknown", Outcome.UNREADABLE_ANSWER)).isZero();
        assertThat(score("any", "wer", Outcome.INFRA_ERROR)).isNaN();
    }

    private static double score(String task, String metric, Outcome outcome) {
        return CATALOGUE.score(task, metric, outcome, Double.NaN, null);
    }

    @Test
    void namesWithoutEndAreStillFoundRight() {
        for (int i = 0; i < 12_000; i++) {
            assertThat(CATALOGUE.find("task" + i, "wer")).isPresent();
            assertThat(CATALOGUE.find("task" + i, "wer" + i)).isEmpty();
        }
    }

    @Test
    void travelsToWhereItIsNeeded() throws Exception {
        CATALOGUE.find("mmlu", "exact_match");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(CATALOGUE);
        }
        try (ObjectInputStream in =
                new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            MetricCatalogue copy = (MetricCatalogue) in.readObject();
            assertThat(copy.find("x", "wer")).isEqualTo(CATALOGUE.find("x", "wer"));
        }
    }
}
