package io.evalstream.udfs.verdict;

import io.evalstream.contract.Outcome;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * What is known of metrics by name; the first definition whose pattern matches counts.
 *
 * @param definitions in order of precedence
 */
public record MetricCatalogue(List<MetricDefinition> definitions) implements Serializable {

    public MetricCatalogue {
        definitions = List.copyOf(definitions);
    }

    /** The definition of a metric, or empty when the catalogue does not name it. */
    public Optional<MetricDefinition> find(String metric) {
        for (MetricDefinition definition : definitions) {
            if (definition.matches(metric)) {
                return Optional.of(definition);
            }
        }
        return Optional.empty();
    }

    /**
     * The definition of a metric, made up from the values seen where the catalogue has none: a
     * deciding metric when all lie in [0, 1], else a diagnostic.
     *
     * @param smallest smallest value seen
     * @param largest largest value seen
     */
    public MetricDefinition findOrInfer(String metric, double smallest, double largest) {
        return find(metric)
                .orElseGet(
                        () ->
                                smallest >= 0 && largest <= 1
                                        ? new MetricDefinition(metric, true, 0, 1, 1)
                                        : new MetricDefinition(
                                                metric,
                                                true,
                                                smallest >= 0 ? 0 : Double.NEGATIVE_INFINITY,
                                                Double.POSITIVE_INFINITY,
                                                3));
    }

    /**
     * Which direction is better: what the event says, else the catalogue, else higher.
     *
     * @param stated what the event says, or null
     */
    public boolean higherIsBetter(String metric, Boolean stated) {
        return stated != null
                ? stated
                : find(metric).map(MetricDefinition::higherIsBetter).orElse(true);
    }

    /**
     * The score a result counts with.
     *
     * @param value the measured value, or NaN
     * @param stated direction the event states, or null
     * @return the value; the worst possible score for an answer the model failed to give; NaN when
     *     the sample is missing, which is also so for a failed answer on a metric without range
     */
    public double score(String metric, Outcome outcome, double value, Boolean stated) {
        if (!outcome.isMeasured()) {
            return Double.NaN;
        }
        if (!Double.isNaN(value)) {
            return value;
        }
        boolean higherIsBetter = higherIsBetter(metric, stated);
        MetricDefinition definition = findOrInfer(metric, 0, 1);
        double worst = higherIsBetter ? definition.lowest() : definition.highest();
        return Double.isFinite(worst) ? worst : Double.NaN;
    }
}
