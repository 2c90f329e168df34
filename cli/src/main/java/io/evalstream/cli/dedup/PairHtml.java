package io.evalstream.cli.dedup;

import io.evalstream.cli.html.Html;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Items beside what they are the same as, with what differs marked. */
final class PairHtml {

    /** Copies of one cluster that are shown. */
    static final int MOST_COPIES = 20;

    /** Items of one suite and pool that are shown. */
    static final int MOST_CONTAMINATED = 50;

    /** Letters of a text that are compared and shown. */
    static final int MOST_LETTERS = 20_000;

    /** Where texts are alike for longer than twice this, the middle is left out. */
    private static final int CONTEXT = 160;

    private final StringBuilder html;
    private final Map<Finding.Place, ShownItem> items;

    PairHtml(StringBuilder html, Map<Finding.Place, ShownItem> items) {
        this.html = html;
        this.items = items;
    }

    /**
     * @param suites in their order, by which the filter knows them
     */
    void cluster(Cluster cluster, List<String> suites) {
        Set<String> kinds = new LinkedHashSet<>();
        Set<String> decisions = new LinkedHashSet<>();
        Set<String> members = new LinkedHashSet<>();
        Map<Finding.Place, List<Finding>> byKept = new LinkedHashMap<>();
        for (Finding finding : cluster.findings()) {
            kinds.add(finding.kind().name());
            decisions.addAll(decisions(finding));
            members.add(String.valueOf(suites.indexOf(finding.suite())));
            members.add(String.valueOf(suites.indexOf(finding.keptSuite())));
            byKept.computeIfAbsent(finding.keptPlace(), kept -> new ArrayList<>()).add(finding);
        }
        html.append("<article data-kinds=\"")
                .append(String.join(" ", kinds))
                .append("\" data-decisions=\"")
                .append(String.join(" ", decisions))
                .append("\" data-suites=\"")
                .append(String.join(" ", members))
                .append("\">");
        int left = MOST_COPIES;
        for (List<Finding> copies : byKept.values()) {
            for (Finding copy : copies.subList(0, Math.min(left, copies.size()))) {
                pair(copy, copy.action() == Finding.Action.REMOVED ? "kept" : "first");
                left--;
            }
        }
        int more = cluster.findings().size() - MOST_COPIES;
        if (more > 0) {
            html.append("<p class=\"facts\">and ")
                    .append(Figures.of(more, "copy more", "copies more"))
                    .append(" in report.json</p>");
        }
        html.append("</article>\n");
    }

    /** The first items of a suite that are in a pool, closed until they are asked for. */
    void contaminated(Contamination contamination) {
        List<Finding> findings = contamination.findings();
        if (findings.isEmpty()) {
            return;
        }
        int shown = Math.min(MOST_CONTAMINATED, findings.size());
        html.append("<details><summary>")
                .append(Html.escaped(contamination.suite()))
                .append(" in ")
                .append(Html.escaped(contamination.pool()))
                .append(": ")
                .append(Figures.of(findings.size(), "item", "items"));
        if (shown < findings.size()) {
            html.append(", the first ").append(shown).append(" shown; report.json has all");
        }
        html.append("</summary><article>");
        for (Finding finding : findings.subList(0, shown)) {
            pair(finding, "pool");
        }
        html.append("</article></details>");
    }

    private void pair(Finding finding, String leftRole) {
        ShownItem kept = items.getOrDefault(finding.keptPlace(), ShownItem.UNKNOWN);
        ShownItem copy = items.getOrDefault(finding.place(), ShownItem.UNKNOWN);
        html.append("<div class=\"copy\"><p class=\"marks\">");
        if (finding.kind() == Finding.Kind.EXACT) {
            mark("exact", "exact");
        } else {
            mark("near", "near " + Figures.percent(finding.share()));
        }
        boolean isInPool = leftRole.equals("pool");
        if (!isInPool && finding.action() == Finding.Action.REMOVED) {
            mark("removed", "removed");
        }
        if (finding.why().contains("PROTECTED")) {
            mark("plain", "protected: stays");
        }
        boolean isDifferent = finding.why().contains(Finding.DIFFERENT_ANSWER);
        if (isDifferent && finding.action() == Finding.Action.REPORTED && !isInPool) {
            mark("differs", "different answer: stays");
        } else if (isDifferent || !kept.answer().equals(copy.answer())) {
            mark("differs", "different answer");
        }
        if (finding.kind() == Finding.Kind.NEAR) {
            html.append(" <span class=\"facts\">")
                    .append(Figures.of(finding.distance(), "letter", "letters"))
                    .append(" of ")
                    .append(Figures.grouped(finding.length()))
                    .append(" differ</span>");
        }
        html.append("</p><div class=\"pair\">");
        List<TextDiff.Piece> pieces = TextDiff.of(readable(kept.text()), readable(copy.text()));
        boolean areEqual = kept.equals(copy);
        side(leftRole, finding.keptSuite(), finding.keptItem(), pieces, TextDiff.Side.FIRST);
        answer(kept, copy, "del");
        html.append("</div>");
        side(
                isInPool || finding.action() == Finding.Action.REMOVED ? "copy" : "second",
                finding.suite(),
                finding.item(),
                areEqual ? List.of() : pieces,
                TextDiff.Side.SECOND);
        if (areEqual) {
            html.append("<p class=\"facts\">the same, letter by letter</p>");
        } else {
            answer(copy, kept, "ins");
        }
        html.append("</div></div></div>");
    }

    private void mark(String look, String text) {
        html.append("<span class=\"badge ")
                .append(look)
                .append("\">")
                .append(Html.escaped(text))
                .append("</span> ");
    }

    private void side(
            String role,
            String suite,
            String item,
            List<TextDiff.Piece> pieces,
            TextDiff.Side side) {
        html.append("<div class=\"side\"><p class=\"who\"><span>")
                .append(role)
                .append("</span> <b>")
                .append(Html.name(suite))
                .append("</b> · ")
                .append(Html.name(item))
                .append("</p>");
        if (pieces.isEmpty()) {
            return;
        }
        html.append("<pre dir=\"auto\">");
        String tag = side == TextDiff.Side.FIRST ? "del" : "ins";
        for (int i = 0; i < pieces.size(); i++) {
            TextDiff.Piece piece = pieces.get(i);
            if (piece.side() == TextDiff.Side.BOTH) {
                same(piece.text(), i == 0, i == pieces.size() - 1);
            } else if (piece.side() == side) {
                html.append('<').append(tag).append('>');
                html.append(Html.escaped(piece.text()));
                html.append("</").append(tag).append('>');
            }
        }
        html.append("</pre>");
    }

    /** What is alike, without its middle where it is long. */
    private void same(String text, boolean isFirst, boolean isLast) {
        int head = isFirst && !isLast ? 0 : CONTEXT;
        int tail = isLast && !isFirst ? 0 : CONTEXT;
        if (isFirst && isLast) {
            // Nothing differs: the beginning says what it is.
            head = 4 * CONTEXT;
            tail = 0;
        }
        int length = text.codePointCount(0, text.length());
        if (length <= head + tail + CONTEXT) {
            html.append(Html.escaped(text));
            return;
        }
        html.append(Html.escaped(text.substring(0, text.offsetByCodePoints(0, head))))
                .append("<i>… ")
                .append(Figures.grouped(length - head - tail))
                .append(" letters alike …</i>")
                .append(
                        Html.escaped(
                                text.substring(text.offsetByCodePoints(text.length(), -tail))));
    }

    private void answer(ShownItem own, ShownItem other, String tag) {
        if (own.answer().isEmpty() && other.answer().isEmpty()) {
            return;
        }
        String shown = own.answer().isEmpty() ? "none" : cut(own.answer(), 4 * CONTEXT);
        html.append("<p class=\"answer\">answer: ");
        if (own.answer().equals(other.answer())) {
            html.append(Html.escaped(shown));
        } else {
            html.append('<').append(tag).append('>').append(Html.escaped(shown));
            html.append("</").append(tag).append('>');
        }
        html.append("</p>");
    }

    /** In composed form, since a browser shows both forms alike. */
    private static String readable(String text) {
        return Normalizer.normalize(cut(text, MOST_LETTERS), Normalizer.Form.NFC);
    }

    private static String cut(String text, int most) {
        if (text.length() <= most || text.codePointCount(0, text.length()) <= most) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, most)) + "…";
    }

    /** What the filter can choose by: what became of the item, and what speaks for keeping it. */
    private List<String> decisions(Finding finding) {
        List<String> decisions = new ArrayList<>();
        if (finding.action() == Finding.Action.REMOVED) {
            decisions.add("REMOVED");
        }
        if (!finding.why().isEmpty()) {
            decisions.add(finding.why());
        }
        String kept = items.getOrDefault(finding.keptPlace(), ShownItem.UNKNOWN).answer();
        if (!kept.equals(items.getOrDefault(finding.place(), ShownItem.UNKNOWN).answer())) {
            decisions.add(Finding.DIFFERENT_ANSWER);
        }
        return decisions;
    }
}
