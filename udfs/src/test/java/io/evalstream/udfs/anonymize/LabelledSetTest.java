package io.evalstream.udfs.anonymize;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How much of the marked texts is found, and what is found wrongly; kept in their README. */
class LabelledSetTest {

    private static final String START = "<!-- results: kept by LabelledSetTest -->\n";
    private static final String END = "<!-- end of results -->";

    /** What one kind has reached. */
    private static final class Score {
        private int right;
        private int missed;
        private int wrong;
    }

    private final StringBuilder faults = new StringBuilder();

    @Test
    void theReadmeSaysWhatIsFoundAndWhatIsNot() throws IOException {
        Anonymizer anonymizer = anonymizer();
        Map<DataKind, Score> dev = scores(anonymizer, "dev.txt");
        Map<DataKind, Score> heldOut = scores(anonymizer, "held-out.txt");
        StringBuilder results = new StringBuilder();
        results.append("| kind | dev: marked | precision | recall ");
        results.append(
                "| held out: marked | precision | recall |\n|---|---|---|---|---|---|---|\n");
        for (DataKind kind : DataKind.values()) {
            results.append("| ").append(kind).append(cells(dev.get(kind)));
            results.append(cells(heldOut.get(kind))).append(" |\n");
        }
        results.append("| all").append(cells(sum(dev))).append(cells(sum(heldOut)));
        results.append(" |\n\n```\n").append(faults).append("```\n");
        System.out.print(results);
        String readme = Files.readString(MarkedText.SET.resolve("README.md"));
        String kept = readme.substring(readme.indexOf(START) + START.length(), readme.indexOf(END));
        assertThat(kept).isEqualTo(results.toString());
    }

    @Test
    void theHeldOutTextsStayAboveWhatIsPromised() throws IOException {
        Anonymizer anonymizer = anonymizer();
        Score dev = sum(scores(anonymizer, "dev.txt"));
        assertThat(recall(dev)).isGreaterThanOrEqualTo(0.99);
        assertThat(precision(dev)).isGreaterThanOrEqualTo(0.99);
        Score heldOut = sum(scores(anonymizer, "held-out.txt"));
        assertThat(recall(heldOut)).isGreaterThanOrEqualTo(0.85);
        assertThat(precision(heldOut)).isGreaterThanOrEqualTo(0.85);
    }

    private static Anonymizer anonymizer() throws IOException {
        return new Anonymizer(new NameList(NameList.read(MarkedText.SET.resolve("names.txt"))));
    }

    private Map<DataKind, Score> scores(Anonymizer anonymizer, String file) throws IOException {
        Map<DataKind, Score> scores = new EnumMap<>(DataKind.class);
        for (DataKind kind : DataKind.values()) {
            scores.put(kind, new Score());
        }
        for (MarkedText marked : MarkedText.read(file)) {
            List<Finding> found = anonymizer.find(marked.text());
            List<Finding> wrong = new ArrayList<>(found);
            wrong.removeAll(marked.marks());
            for (Finding mark : marked.marks()) {
                if (found.contains(mark)) {
                    scores.get(mark.kind()).right++;
                } else {
                    scores.get(mark.kind()).missed++;
                    fault("missed", file, marked, mark);
                }
            }
            for (Finding finding : wrong) {
                scores.get(finding.kind()).wrong++;
                fault("wrong ", file, marked, finding);
            }
        }
        return scores;
    }

    private void fault(String what, String file, MarkedText marked, Finding finding) {
        String text = marked.text().substring(finding.from(), finding.to());
        faults.append(what).append(' ').append(file).append(':').append(marked.line());
        faults.append(' ').append(finding.kind()).append(": ").append(text).append('\n');
    }

    private static Score sum(Map<DataKind, Score> scores) {
        Score sum = new Score();
        for (Score score : scores.values()) {
            sum.right += score.right;
            sum.missed += score.missed;
            sum.wrong += score.wrong;
        }
        return sum;
    }

    private static String cells(Score score) {
        return String.format(
                Locale.ROOT,
                " | %d | %.3f | %.3f",
                score.right + score.missed,
                precision(score),
                recall(score));
    }

    private static double precision(Score score) {
        return score.right + score.wrong == 0
                ? 1
                : (double) score.right / (score.right + score.wrong);
    }

    private static double recall(Score score) {
        return (double) score.right / (score.right + score.missed);
    }
}
