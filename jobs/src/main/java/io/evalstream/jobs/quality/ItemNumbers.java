package io.evalstream.jobs.quality;

import java.util.Arrays;

/** A number for each of some items, such as its score in one run; in order of the items. */
final class ItemNumbers {

    private final SortedResults results;
    private Text[] items;
    private double[] numbers;
    private int[] rows;
    private int size;

    /**
     * Without any number yet.
     *
     * @param results whose items these are
     * @param capacity most items there can be
     */
    ItemNumbers(SortedResults results, int capacity) {
        this.results = results;
        items = new Text[capacity];
        numbers = new double[capacity];
        rows = new int[capacity];
    }

    /**
     * Adds the number of a row; of several rows of one item the last counts.
     *
     * @return the place of its item
     */
    int add(int row, double number) {
        Text item = results.item(row);
        if (size == 0 || items[size - 1] != item) {
            items[size] = item;
            rows[size++] = row;
        }
        numbers[size - 1] = number;
        return size - 1;
    }

    /** Gives back what was not needed. */
    ItemNumbers trimmed() {
        if (size < items.length) {
            items = Arrays.copyOf(items, size);
            numbers = Arrays.copyOf(numbers, size);
            rows = Arrays.copyOf(rows, size);
        }
        return this;
    }

    int size() {
        return size;
    }

    /** In their order; not to be changed. */
    Text[] items() {
        return items;
    }

    /** Not to be changed. */
    double[] numbers() {
        return numbers;
    }

    /** The places of the items in {@link io.evalstream.udfs.verdict.ItemOrder}. */
    int[] inItemOrder() {
        int[] all = results.inItemOrder();
        if (size == all.length) {
            return all;
        }
        int[] ranks = results.ranks();
        long[] numbered = new long[size];
        for (int place = 0; place < size; place++) {
            numbered[place] = (long) ranks[rows[place]] << Integer.SIZE;
        }
        return RowOrder.of(numbered, (a, b) -> 0);
    }

    /**
     * The numbers of other items.
     *
     * @param items sorted, each as often as wanted
     * @param from those there are numbers for, sorted, each once
     * @return NaN for an item without
     */
    static double[] of(Text[] items, Text[] from, double[] numbers) {
        double[] found = new double[items.length];
        int place = 0;
        for (int i = 0; i < items.length; i++) {
            place = seek(items[i], from, place);
            found[i] = place < from.length && from[place] == items[i] ? numbers[place] : Double.NaN;
        }
        return found;
    }

    /** The first place, from one on, whose item is not before another. */
    static int seek(Text item, Text[] from, int start) {
        int place = start;
        // Runs are of the same items: mostly it is this one or the next.
        if (place + 1 < from.length && from[place + 1] == item) {
            return place + 1;
        }
        while (place < from.length
                && from[place] != item
                && from[place].toString().compareTo(item.toString()) < 0) {
            place++;
        }
        return place;
    }
}
