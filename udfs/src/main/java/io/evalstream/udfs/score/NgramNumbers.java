package io.evalstream.udfs.score;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers tokens and n-grams from 0, so that counting them is counting in an array. */
final class NgramNumbers {

    private final Map<String, Integer> tokens = new HashMap<>();

    /** Per order from 2: number of the n-gram without its last token, and that token. */
    private final List<Map<Long, Integer>> longer = new ArrayList<>();

    /** The numbers of tokens. */
    int[] number(List<String> words) {
        int[] numbers = new int[words.size()];
        for (int i = 0; i < numbers.length; i++) {
            Integer next = tokens.size();
            Integer known = tokens.putIfAbsent(words.get(i), next);
            numbers[i] = known == null ? next : known;
        }
        return numbers;
    }

    /**
     * The numbers of the n-grams of one order.
     *
     * @param shorter numbers of the n-grams of the order below, as this method gave them
     * @param order at least 2
     * @return as many as there are, none for a text that is too short
     */
    int[] extend(int[] words, int[] shorter, int order) {
        while (longer.size() < order - 1) {
            longer.add(new HashMap<>());
        }
        Map<Long, Integer> ngrams = longer.get(order - 2);
        int[] numbers = new int[Math.max(0, words.length - order + 1)];
        for (int i = 0; i < numbers.length; i++) {
            Long key = (long) shorter[i] << Integer.SIZE | words[i + order - 1];
            Integer next = ngrams.size();
            Integer known = ngrams.putIfAbsent(key, next);
            numbers[i] = known == null ? next : known;
        }
        return numbers;
    }

    /** How many different n-grams of an order were numbered. */
    int size(int order) {
        if (order == 1) {
            return tokens.size();
        }
        return longer.size() < order - 1 ? 0 : longer.get(order - 2).size();
    }

    /** How often each number occurs. */
    static int[] count(int[] numbers, int size) {
        int[] counts = new int[size];
        for (int number : numbers) {
            counts[number]++;
        }
        return counts;
    }
}
