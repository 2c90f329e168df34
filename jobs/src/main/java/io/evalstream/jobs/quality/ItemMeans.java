package io.evalstream.jobs.quality;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The mean number of each item over those of several runs that have it. */
final class ItemMeans {

    static final ItemMeans NONE = new ItemMeans(List.of(), new Text[0], new double[0]);

    private final List<ItemNumbers> runs;
    private final Text[] items;
    private final double[] means;
    private int[] inSummationOrder;
    private Text[] slots;
    private double[] meanAtSlot;

    private ItemMeans(List<ItemNumbers> runs, Text[] items, double[] means) {
        this.runs = runs;
        this.items = items;
        this.means = means;
    }

    /**
     * @param runs oldest first
     */
    static ItemMeans of(List<ItemNumbers> runs) {
        if (runs.isEmpty()) {
            return NONE;
        }
        Text[] items = runs.get(0).items();
        double[] sums = runs.get(0).numbers().clone();
        int[] counts = new int[items.length];
        Arrays.fill(counts, 1);
        for (ItemNumbers run : runs.subList(1, runs.size())) {
            if (!isWithin(run.items(), items)) {
                Text[] union = union(items, run.items());
                int[] placed = new int[union.length];
                double[] moved = new double[union.length];
                int place = 0;
                for (int i = 0; i < items.length; i++) {
                    place = ItemNumbers.seek(items[i], union, place);
                    placed[place] = counts[i];
                    moved[place] = sums[i];
                }
                items = union;
                counts = placed;
                sums = moved;
            }
            int place = 0;
            for (int i = 0; i < run.size(); i++) {
                place = ItemNumbers.seek(run.items()[i], items, place);
                sums[place] =
                        counts[place] == 0 ? run.numbers()[i] : sums[place] + run.numbers()[i];
                counts[place]++;
            }
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] /= counts[i];
        }
        return new ItemMeans(List.copyOf(runs), items, sums);
    }

    private static boolean isWithin(Text[] some, Text[] all) {
        int place = 0;
        for (Text item : some) {
            place = ItemNumbers.seek(item, all, place);
            if (place == all.length || all[place] != item) {
                return false;
            }
        }
        return true;
    }

    private static Text[] union(Text[] some, Text[] others) {
        Text[] union = new Text[some.length + others.length];
        int n = 0;
        int i = 0;
        int j = 0;
        while (i < some.length || j < others.length) {
            boolean isSame = i < some.length && j < others.length && some[i] == others[j];
            boolean isSome =
                    isSame
                            || j == others.length
                            || (i < some.length
                                    && some[i].toString().compareTo(others[j].toString()) < 0);
            union[n++] = isSome ? some[i] : others[j];
            i += isSome ? 1 : 0;
            j += isSame || !isSome ? 1 : 0;
        }
        return Arrays.copyOf(union, n);
    }

    int size() {
        return items.length;
    }

    /** Sorted; not to be changed. */
    Text[] items() {
        return items;
    }

    /** In the order of the items; not to be changed. */
    double[] means() {
        return means;
    }

    /** The means of other items, sorted; NaN for one without. */
    double[] of(Text[] others) {
        return ItemNumbers.of(others, items, means);
    }

    /** The mean of an item; NaN without. */
    double of(Text item) {
        if (slots == null) {
            index();
        }
        int slot = home(item);
        while (slots[slot] != null && slots[slot] != item) {
            slot = (slot + 1) & (slots.length - 1);
        }
        return slots[slot] == null ? Double.NaN : meanAtSlot[slot];
    }

    private void index() {
        int capacity = Integer.highestOneBit(2 * items.length + 1) << 1;
        slots = new Text[capacity];
        meanAtSlot = new double[capacity];
        for (int i = 0; i < items.length; i++) {
            int slot = home(items[i]);
            while (slots[slot] != null) {
                slot = (slot + 1) & (capacity - 1);
            }
            slots[slot] = items[i];
            meanAtSlot[slot] = means[i];
        }
    }

    private int home(Text item) {
        return (int) (item.hash() >>> 32) & (slots.length - 1);
    }

    /**
     * The places of the items in the order in which to add up their means, so that sums end in the
     * same bits in every process: that of the items for one run, else that of a hash table of their
     * keys.
     */
    int[] inSummationOrder() {
        if (inSummationOrder == null) {
            int[] order = new int[items.length];
            int n = 0;
            if (runs.size() == 1) {
                Arrays.setAll(order, i -> i);
            } else {
                for (int place : places().values()) {
                    order[n++] = place;
                }
            }
            inSummationOrder = order;
        }
        return inSummationOrder;
    }

    private Map<String, Integer> places() {
        Map<String, Integer> places = new HashMap<>();
        for (ItemNumbers run : runs) {
            int place = 0;
            for (Text item : run.items()) {
                place = ItemNumbers.seek(item, items, place);
                // Its order is not that of put.
                places.merge(item.toString(), place, (known, same) -> known);
            }
        }
        return places;
    }
}
