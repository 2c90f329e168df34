package io.evalstream.udfs.verdict;

import io.evalstream.contract.Outcome;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is known of metrics by task and name; the first definition that matches counts.
 *
 * <p>Thread-safe. A name is looked up once for each result, so what was found is remembered.
 */
public final class MetricCatalogue implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Names remembered; a sender of ever new ones must not fill the memory. */
    private static final int MAX_REMEMBERED = 10_000;

    private final List<MetricDefinition> definitions;
    private transient Map<Name, Optional<MetricDefinition>> remembered = new ConcurrentHashMap<>();

    private record Name(String task, String metric) {}

    /**
     * @param definitions in order of precedence
     */
    public MetricCatalogue(List<MetricDefinition> definitions) {
        this.definitions = List.copyOf(definitions);
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        remembered = new ConcurrentHashMap<>();
    }

    /** All definitions, in order of precedence. */
    public List<MetricDefinition> definitions() {
        return definitions;
    }

    /** The definition of a metric, or empty when the catalogue does not name it. */
    public Optional<MetricDefinition> find(String task, String metric) {
        Name name = new Name(task, metric);
        Optional<MetricDefinition> known = remembered.get(name);
        if (known == null) {
            known = search(task, metric);
            if (remembered.size() < MAX_REMEMBERED) {
                remembered.put(name, known);
            }
        }
        return known;
    }

    private Optional<MetricDefinition> search(String task, String metric) {
        for (MetricDefinition definition : definitions) {
            if (definition.matches(task, metric)) {
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
    public MetricDefinition findOrInfer(
            String task, String metric, double smallest, double largest) {
        return find(task, metric)
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
    public boolean higherIsBetter(String task, String metric, Boolean stated) {
        return stated != null
                ? stated
                : find(task, metric).map(MetricDefinition::higherIsBetter).orElse(true);
    }

    /**
     * The score a result counts with.
     *
     * @param value the measured value, or NaN
     * @param stated direction the event states, or null
     * @return the value; the worst possible score for an answer the model failed to give; NaN when
     *     the sample is missing, which is also so for a failed answer on a metric without range
     */
    public double score(String task, String metric, Outcome outcome, double value, Boolean stated) {
        if (!outcome.isMeasured()) {
            return Double.NaN;
        }
        MetricDefinition definition = findOrInfer(task, metric, 0, 1);
        if (outcome == Outcome.UNREADABLE_ANSWER
                && definition.unreadable() == MetricDefinition.Unreadable.MISSING) {
            return Double.NaN;
        }
        if (!Double.isNaN(value)) {
            return value;
        }
        boolean higherIsBetter = stated == null ? definition.higherIsBetter() : stated;
        double worst = higherIsBetter ? definition.lowest() : definition.highest();
        return Double.isFinite(worst) ? worst : Double.NaN;
    }
}
