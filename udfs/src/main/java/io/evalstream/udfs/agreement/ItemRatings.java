package io.evalstream.udfs.agreement;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The categories many raters gave to items, summed up in whole numbers, and the agreement in it.
 *
 * <p>Items are counted by their number of ratings, so that its size depends on categories and
 * raters alone, and items can be taken back.
 */
public final class ItemRatings {

    /** More categories are no categories any more. */
    public static final int MOST_CATEGORIES = 10_000;

    /** Per category its ratings in items of at least two. */
    private final Map<String, Long> categories = new HashMap<>();

    /** Per number of ratings: items, and pairs of ratings of one item that differ, both ways. */
    private final TreeMap<Integer, long[]> items = new TreeMap<>();

    /**
     * Adds an item, or takes one back.
     *
     * @param ratings its categories, one per rater; an item with fewer than two says nothing about
     *     agreement and is left out
     * @param times 1 to add, −1 to take back
     */
    public void add(List<String> ratings, int times) {
        if (ratings.size() < 2) {
            return;
        }
        Map<String, Long> counts = new HashMap<>();
        for (String rating : ratings) {
            Category.require(rating);
            counts.merge(rating, 1L, Long::sum);
        }
        long differing = (long) ratings.size() * ratings.size();
        for (Map.Entry<String, Long> count : counts.entrySet()) {
            differing -= count.getValue() * count.getValue();
            countCategory(count.getKey(), times * count.getValue());
        }
        countItems(ratings.size(), times, times * differing);
    }

    /** Adds what others have seen. */
    public void merge(ItemRatings other) {
        other.categories.forEach(this::countCategory);
        other.items.forEach((size, sums) -> countItems(size, sums[0], sums[1]));
    }

    /**
     * Fleiss' kappa (Fleiss, "Measuring nominal scale agreement among many raters", 1971).
     *
     * @return at most 1; NaN without items and where all ratings are one category
     * @throws IllegalArgumentException if items differ in their number of ratings
     */
    public double fleissKappa() {
        if (items.isEmpty()) {
            return Double.NaN;
        }
        if (items.size() > 1) {
            throw new IllegalArgumentException(
                    "Fleiss' kappa needs the same number of ratings for each item, there are "
                            + items.firstKey()
                            + " and "
                            + items.lastKey()
                            + "; krippendorff_alpha does not");
        }
        int raters = items.firstKey();
        long[] sums = items.firstEntry().getValue();
        long ratings = sums[0] * raters;
        double byChance = differingByChance(BigInteger.valueOf(ratings)).doubleValue();
        if (byChance == 0) {
            return Double.NaN;
        }
        return 1 - (double) ratings * sums[1] / (raters - 1) / byChance;
    }

    /**
     * Krippendorff's alpha for categories without an order (Krippendorff, "Computing Krippendorff's
     * alpha-reliability", 2011); items may have any number of ratings.
     *
     * @return at most 1; NaN without items and where all ratings are one category
     */
    public double krippendorffAlpha() {
        BigInteger ratings = BigInteger.ZERO;
        double observed = 0;
        for (Map.Entry<Integer, long[]> entry : items.entrySet()) {
            long[] sums = entry.getValue();
            ratings = ratings.add(BigInteger.valueOf(sums[0] * entry.getKey()));
            observed += (double) sums[1] / (entry.getKey() - 1);
        }
        double byChance = differingByChance(ratings).doubleValue();
        if (byChance == 0) {
            return Double.NaN;
        }
        return 1 - (ratings.doubleValue() - 1) * observed / byChance;
    }

    /** Ordered pairs of ratings, of whichever items, that differ. */
    private BigInteger differingByChance(BigInteger ratings) {
        BigInteger differing = ratings.multiply(ratings);
        for (long count : categories.values()) {
            differing = differing.subtract(BigInteger.valueOf(count).pow(2));
        }
        return differing;
    }

    /** Writes it for {@link #read}. */
    public void write(DataOutput out) throws IOException {
        out.writeInt(categories.size());
        for (Map.Entry<String, Long> category : categories.entrySet()) {
            out.writeUTF(category.getKey());
            out.writeLong(category.getValue());
        }
        out.writeInt(items.size());
        for (Map.Entry<Integer, long[]> entry : items.entrySet()) {
            out.writeInt(entry.getKey());
            out.writeLong(entry.getValue()[0]);
            out.writeLong(entry.getValue()[1]);
        }
    }

    /** Reads what {@link #write} wrote. */
    public static ItemRatings read(DataInput in) throws IOException {
        ItemRatings read = new ItemRatings();
        int categories = in.readInt();
        for (int i = 0; i < categories; i++) {
            read.countCategory(in.readUTF(), in.readLong());
        }
        int sizes = in.readInt();
        for (int i = 0; i < sizes; i++) {
            read.countItems(in.readInt(), in.readLong(), in.readLong());
        }
        return read;
    }

    private void countCategory(String category, long times) {
        if (categories.merge(category, times, Long::sum) == 0) {
            categories.remove(category);
        } else if (categories.size() > MOST_CATEGORIES) {
            throw new IllegalArgumentException(
                    "agreement is about categories, these are more than " + MOST_CATEGORIES);
        }
    }

    private void countItems(int size, long times, long differing) {
        long[] sums = items.computeIfAbsent(size, x -> new long[2]);
        sums[0] += times;
        sums[1] += differing;
        if (sums[0] == 0 && sums[1] == 0) {
            items.remove(size);
        }
    }
}
