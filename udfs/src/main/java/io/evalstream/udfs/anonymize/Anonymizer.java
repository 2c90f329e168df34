package io.evalstream.udfs.anonymize;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Puts placeholders in the place of personal data and secrets. Anonymising twice changes nothing;
 * any string is allowed, also one with half surrogates. Can be used by several threads at once.
 */
public final class Anonymizer {

    /** What is taken out may have hidden something beside it; nothing hides behind more of them. */
    private static final int MOST_PASSES = 8;

    private final Map<DataKind, Detector> detectors = new EnumMap<>(DataKind.class);

    /**
     * @param names whom to look for by name
     */
    public Anonymizer(NameList names) {
        for (DataKind kind : DataKind.values()) {
            detectors.put(kind, kind.detector(names));
        }
    }

    /**
     * The texts of one record without what they held.
     *
     * @param texts as many as were given, in their order
     * @param replaced how often each kind was found; kinds that were not are missing
     */
    public record Result(List<String> texts, Map<DataKind, Integer> replaced) {}

    /** Anonymises the texts of one record, in which the same person keeps one placeholder. */
    public Result anonymize(List<String> texts) {
        Placeholders placeholders = new Placeholders();
        for (String text : texts) {
            placeholders.standing(text);
        }
        Map<DataKind, Integer> replaced = new EnumMap<>(DataKind.class);
        List<String> clean = new ArrayList<>(texts.size());
        for (String text : texts) {
            clean.add(anonymize(text, placeholders, replaced));
        }
        return new Result(clean, replaced);
    }

    private String anonymize(
            String text, Placeholders placeholders, Map<DataKind, Integer> replaced) {
        String current = text;
        for (int pass = 0; pass < MOST_PASSES; pass++) {
            FoldedText folded = new FoldedText(current);
            List<Finding> findings = find(folded, placeholders);
            if (findings.isEmpty()) {
                break;
            }
            StringBuilder clean = new StringBuilder(current.length());
            int done = 0;
            for (Finding finding : findings) {
                clean.append(current, done, finding.from());
                String found = current.substring(finding.from(), finding.to());
                FoldedText plain = new FoldedText(found);
                clean.append(placeholders.of(finding.kind(), plain.text(0, plain.length())));
                replaced.merge(finding.kind(), 1, Integer::sum);
                done = finding.to();
            }
            current = clean.append(current, done, current.length()).toString();
        }
        return current;
    }

    /**
     * What there is in a text.
     *
     * @return in the order of the text, without overlaps
     */
    public List<Finding> find(String text) {
        return find(new FoldedText(text), new Placeholders());
    }

    private List<Finding> find(FoldedText text, Placeholders placeholders) {
        List<Finding> all = new ArrayList<>();
        for (Map.Entry<DataKind, Detector> entry : detectors.entrySet()) {
            DataKind kind = entry.getKey();
            entry.getValue()
                    .detect(
                            text,
                            (from, to) ->
                                    all.add(new Finding(kind, text.start(from), text.end(to - 1))));
        }
        if (all.isEmpty()) {
            return all;
        }
        all.sort(Comparator.comparingInt(Finding::from));
        return apartFrom(placeholders.standing(text.source()), joined(all));
    }

    /** Findings that overlap are one, so that no part of any of them is left. */
    private static List<Finding> joined(List<Finding> sorted) {
        List<Finding> joined = new ArrayList<>();
        Finding last = sorted.get(0);
        for (Finding next : sorted.subList(1, sorted.size())) {
            if (next.from() >= last.to()) {
                joined.add(last);
                last = next;
                continue;
            }
            boolean first = next.kind().compareTo(last.kind()) < 0;
            last =
                    new Finding(
                            first ? next.kind() : last.kind(),
                            last.from(),
                            Math.max(last.to(), next.to()));
        }
        joined.add(last);
        return joined;
    }

    /** Without those in a placeholder, such as the name Phone in {@code [PHONE_1]}. */
    private static List<Finding> apartFrom(
            List<Placeholders.Standing> standing, List<Finding> findings) {
        List<Finding> apart = new ArrayList<>();
        int next = 0;
        for (Finding finding : findings) {
            while (next < standing.size() && standing.get(next).to() <= finding.from()) {
                next++;
            }
            if (next == standing.size() || standing.get(next).from() >= finding.to()) {
                apart.add(finding);
            }
        }
        return apart;
    }
}
