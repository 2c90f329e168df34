package io.evalstream.jobs.dedup.engine;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Every pair of texts compared by the definition, to know what there is to find. */
final class BruteForce {

    private BruteForce() {}

    static String normal(String text) {
        String lower = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        return Normalizer.normalize(lower, Normalizer.Form.NFKC).replaceAll("\\s+", " ").strip();
    }

    /** Whether each pair differs in less than a fifth of the longer one, or not at all. */
    static boolean[][] near(List<String> texts) {
        List<int[]> points = new ArrayList<>();
        for (String text : texts) {
            points.add(normal(text).codePoints().toArray());
        }
        boolean[][] near = new boolean[texts.size()][texts.size()];
        for (int a = 0; a < near.length; a++) {
            for (int b = 0; b < a; b++) {
                int longer = Math.max(points.get(a).length, points.get(b).length);
                int shorter = Math.min(points.get(a).length, points.get(b).length);
                boolean fits = 5 * (longer - shorter) < longer || longer == 0;
                int distance = fits ? distance(points.get(a), points.get(b)) : longer;
                near[a][b] = distance == 0 || 5 * distance < longer;
                near[b][a] = near[a][b];
            }
        }
        return near;
    }

    private static int distance(int[] a, int[] b) {
        int[] row = new int[b.length + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length; i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length; j++) {
                int above = row[j];
                int replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[b.length];
    }

    /** For each text the first one it is connected with. */
    static int[] components(boolean[][] near) {
        int[] first = new int[near.length];
        for (int i = 0; i < first.length; i++) {
            first[i] = i;
        }
        for (boolean changed = true; changed; ) {
            changed = false;
            for (int a = 0; a < near.length; a++) {
                for (int b = 0; b < near.length; b++) {
                    if (near[a][b] && first[b] < first[a]) {
                        first[a] = first[b];
                        changed = true;
                    }
                }
            }
        }
        return first;
    }

    /** For each text the first one that stays and is near to it; itself where it stays. */
    static int[] leaders(boolean[][] near) {
        int[] kept = new int[near.length];
        for (int a = 0; a < near.length; a++) {
            kept[a] = a;
            for (int b = a - 1; b >= 0; b--) {
                if (near[a][b] && kept[b] == b) {
                    kept[a] = b;
                }
            }
        }
        return kept;
    }
}
