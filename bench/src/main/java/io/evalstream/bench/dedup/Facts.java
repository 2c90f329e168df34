package io.evalstream.bench.dedup;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** What is known of published copies, counted by brute force, and whether ours finds the same. */
final class Facts {
    private final DedupTable.Judged aime;
    private final DedupTable.Judged gsm8k;
    private final DedupTable.Judged humanEval;

    /**
     * @param aime both copies of AIME 2024, one behind the other
     * @param gsm8k both copies of GSM8K's test part
     * @param humanEval both copies of HumanEval
     */
    Facts(DedupTable.Judged aime, DedupTable.Judged gsm8k, DedupTable.Judged humanEval) {
        this.aime = aime;
        this.gsm8k = gsm8k;
        this.humanEval = humanEval;
    }

    /** All corpora of facts. */
    List<DedupTable.Judged> corpora() {
        return List.of(aime, gsm8k, humanEval);
    }

    /** The facts by brute force, and of each of our results that it agrees. */
    List<Goal> goals(List<Result> results) {
        List<Goal> goals = new ArrayList<>();
        goals.add(
                Goal.fact(
                        "AIME 2024: pairs across the copies, within a copy",
                        "26, 0",
                        Optional.of(across(aime) + ", " + (aime.truth().pairs() - across(aime)))));
        goals.add(
                Goal.fact(
                        "GSM8K: questions with a copy",
                        "1319",
                        Optional.of(Integer.toString(ownCopies(gsm8k)))));
        goals.add(
                Goal.fact(
                        "HumanEval: tasks below 0.2 of each other",
                        "7/29, 40/43, 56/61",
                        Optional.of(differentTasks(humanEval))));
        for (Result result : results) {
            for (DedupTable.Judged judged : corpora()) {
                boolean isHere = result.corpus().name().equals(judged.corpus().name());
                boolean isOurs = result.tool().startsWith("evalstream");
                if (isHere && isOurs && result.scores().isPresent()) {
                    goals.add(agreement(result, judged));
                }
            }
        }
        return goals;
    }

    private static Goal agreement(Result result, DedupTable.Judged judged) {
        Scores scores = result.scores().orElseThrow();
        String wanted = judged.truth().pairs() + " of " + judged.truth().pairs();
        long found = judged.truth().pairs() - scores.lost();
        boolean isMore = scores.precision() < 1;
        return Goal.fact(
                "pairs of "
                        + judged.corpus().name()
                        + " that "
                        + result.tool()
                        + " "
                        + result.setting()
                        + " finds",
                wanted,
                Optional.of(
                        found + " of " + judged.truth().pairs() + (isMore ? " and others" : "")));
    }

    private static int across(DedupTable.Judged judged) {
        int half = judged.truth().documents() / 2;
        int count = 0;
        for (int pair = 0; pair < judged.truth().pairs(); pair++) {
            boolean isAcross =
                    judged.truth().left()[pair] < half && judged.truth().right()[pair] >= half;
            count += isAcross ? 1 : 0;
        }
        return count;
    }

    /** Rows of the first half that are near the same row of the second. */
    private static int ownCopies(DedupTable.Judged judged) {
        int half = judged.truth().documents() / 2;
        int count = 0;
        for (int pair = 0; pair < judged.truth().pairs(); pair++) {
            int distance = judged.truth().right()[pair] - judged.truth().left()[pair];
            count += distance == half ? 1 : 0;
        }
        return count;
    }

    private static String differentTasks(DedupTable.Judged judged) {
        int half = judged.truth().documents() / 2;
        TreeSet<Integer> found = new TreeSet<>();
        for (int pair = 0; pair < judged.truth().pairs(); pair++) {
            int a = judged.truth().left()[pair] % half;
            int b = judged.truth().right()[pair] % half;
            if (a != b) {
                found.add(Math.min(a, b) * half + Math.max(a, b));
            }
        }
        List<String> tasks = new ArrayList<>();
        for (int pair : found) {
            tasks.add(pair / half + "/" + pair % half);
        }
        return String.join(", ", tasks);
    }
}
