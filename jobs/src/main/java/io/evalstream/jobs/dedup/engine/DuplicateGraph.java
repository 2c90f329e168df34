package io.evalstream.jobs.dedup.engine;

import io.evalstream.udfs.cluster.DisjointSets;

import java.util.Arrays;
import java.util.List;

/** Documents that have duplicates, by small numbers in their order, and what connects them. */
final class DuplicateGraph {

    private final long[] numbers;
    private final long[] answers;
    private final int[] texts;
    private final int[] copyLengths;
    private final DisjointSets forest;

    /** Both ends of each near pair in one number, sorted; and the place of the pair's values. */
    private final long[] pairs;

    private final int[] distances;
    private final int[] lengths;

    /** Neighbours of each text and its copies, one node after the other. */
    private final int[] firstNeighbour;

    private final int[] neighbours;

    /** The documents with each text, one text after the other. */
    private final int[] firstMember;

    private final int[] members;

    DuplicateGraph(List<Block.Edges> edges, List<Block.Copies> copies) {
        LongList ends = new LongList();
        int pairCount = 0;
        for (Block.Edges block : edges) {
            ends.addAll(block.first());
            ends.addAll(block.second());
            pairCount += block.first().length;
        }
        for (Block.Copies block : copies) {
            ends.addAll(block.first());
            ends.addAll(block.second());
        }
        numbers = ends.toSortedSet();
        answers = new long[numbers.length];
        texts = new int[numbers.length];
        copyLengths = new int[numbers.length];
        forest = new DisjointSets(numbers.length);
        for (int i = 0; i < texts.length; i++) {
            texts[i] = i;
        }
        for (Block.Copies block : copies) {
            addCopies(block);
        }
        long[] unsorted = new long[pairCount];
        int at = 0;
        for (Block.Edges block : edges) {
            for (int i = 0; i < block.first().length; i++) {
                int a = place(block.first()[i]);
                int b = place(block.second()[i]);
                answers[a] = block.firstAnswers()[i];
                answers[b] = block.secondAnswers()[i];
                forest.union(a, b);
                unsorted[at++] = (long) a << 32 | b;
            }
        }
        pairs = unsorted.clone();
        Arrays.sort(pairs);
        distances = new int[pairCount];
        lengths = new int[pairCount];
        at = 0;
        for (Block.Edges block : edges) {
            for (int i = 0; i < block.first().length; i++) {
                int edge = Arrays.binarySearch(pairs, unsorted[at++]);
                distances[edge] = block.distances()[i];
                lengths[edge] = block.lengths()[i];
            }
        }
        firstNeighbour = new int[numbers.length + 1];
        neighbours = neighbours();
        firstMember = new int[numbers.length + 1];
        members = members();
    }

    private void addCopies(Block.Copies block) {
        for (int i = 0; i < block.first().length; i++) {
            int first = place(block.first()[i]);
            int second = place(block.second()[i]);
            answers[first] = block.firstAnswers()[i];
            answers[second] = block.secondAnswers()[i];
            texts[second] = first;
            copyLengths[second] = block.lengths()[i];
            forest.union(first, second);
        }
    }

    private int place(long number) {
        return Arrays.binarySearch(numbers, number);
    }

    /** Of each text, the texts near to it in ascending order. */
    private int[] neighbours() {
        for (long pair : pairs) {
            firstNeighbour[(int) (pair >>> 32) + 1]++;
            firstNeighbour[(int) pair + 1]++;
        }
        for (int i = 0; i < numbers.length; i++) {
            firstNeighbour[i + 1] += firstNeighbour[i];
        }
        int[] next = firstNeighbour.clone();
        int[] all = new int[2 * pairs.length];
        for (long pair : pairs) {
            all[next[(int) (pair >>> 32)]++] = (int) pair;
            all[next[(int) pair]++] = (int) (pair >>> 32);
        }
        return all;
    }

    int size() {
        return numbers.length;
    }

    long number(int node) {
        return numbers[node];
    }

    long[] numbers() {
        return numbers;
    }

    /** The first document with the text of one. */
    int text(int node) {
        return texts[node];
    }

    /** The first document that one is connected with. */
    int component(int node) {
        return forest.find(node);
    }

    /** Both have an answer, and not the same. */
    boolean answersDiffer(int a, int b) {
        return answers[a] != 0 && answers[b] != 0 && answers[a] != answers[b];
    }

    /** The near pair of two texts, or a negative number. */
    int edge(int a, int b) {
        return Arrays.binarySearch(pairs, (long) Math.min(a, b) << 32 | Math.max(a, b));
    }

    int distance(int edge) {
        return distances[edge];
    }

    /** Of the longer text of a near pair, in code points. */
    int length(int edge) {
        return lengths[edge];
    }

    /** Of a copy, in code points. */
    int copyLength(int node) {
        return copyLengths[node];
    }

    /** Everything with the text of a node or one near to it, itself as well, in ascending order. */
    int[] near(int node) {
        int text = texts[node];
        IntList found = new IntList();
        addMembers(text, found);
        for (int i = firstNeighbour[text]; i < firstNeighbour[text + 1]; i++) {
            addMembers(neighbours[i], found);
        }
        int[] sorted = found.toArray();
        Arrays.sort(sorted);
        return sorted;
    }

    private void addMembers(int text, IntList found) {
        for (int i = firstMember[text]; i < firstMember[text + 1]; i++) {
            found.add(members[i]);
        }
    }

    private int[] members() {
        for (int text : texts) {
            firstMember[text + 1]++;
        }
        for (int i = 0; i < numbers.length; i++) {
            firstMember[i + 1] += firstMember[i];
        }
        int[] next = firstMember.clone();
        int[] all = new int[numbers.length];
        for (int i = 0; i < texts.length; i++) {
            all[next[texts[i]]++] = i;
        }
        return all;
    }
}
