package io.evalstream.jobs.quality;

import io.evalstream.udfs.verdict.Slice;
import io.evalstream.udfs.verdict.SliceEngine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How many items of a baseline are in each slice, and what their means add up to. */
final class BaselineSlices {

    private final List<SortedResults> runs;
    private final ItemMeans means;
    private final TreeMap<String, Content> byName = new TreeMap<>();
    private boolean isWhole;

    /** What is in one slice. */
    private static final class Content {
        private int items;
        private double sum;
    }

    private BaselineSlices(List<SortedResults> runs, ItemMeans means) {
        this.runs = runs;
        this.means = means;
    }

    /**
     * @param runs oldest first; the latest of them that knows the slice of an item decides
     * @param means of these runs
     */
    static BaselineSlices of(List<SortedResults> runs, ItemMeans means) {
        BaselineSlices slices = new BaselineSlices(runs, means);
        Text[] sliceOf = new Text[means.size()];
        for (SortedResults run : runs) {
            int place = 0;
            for (int row = 0; row < run.size(); row++) {
                if (!run.slice(row).isEmpty() && !run.item(row).isEmpty()) {
                    place = ItemNumbers.seek(run.item(row), means.items(), place);
                    if (place < sliceOf.length && means.items()[place] == run.item(row)) {
                        sliceOf[place] = run.slice(row);
                    }
                }
            }
        }
        Map<Text, Content> contents = new HashMap<>();
        int sliced = 0;
        for (int place : means.inSummationOrder()) {
            Text slice = sliceOf[place];
            if (slice != null) {
                Content content = contents.computeIfAbsent(slice, s -> new Content());
                content.sum =
                        content.items == 0
                                ? means.means()[place]
                                : content.sum + means.means()[place];
                content.items++;
                sliced++;
            }
        }
        boolean isPooled = true;
        for (Map.Entry<Text, Content> entry : contents.entrySet()) {
            slices.byName.put(entry.getKey().toString(), entry.getValue());
            isPooled &= entry.getValue().items < SliceEngine.MINIMUM_SAMPLES;
        }
        slices.isWhole = sliced == means.size() && (isPooled || contents.size() == 1);
        return slices;
    }

    /** Whether they were made of the very same. */
    @SuppressWarnings("ReferenceEquality")
    boolean isOf(List<SortedResults> others, ItemMeans otherMeans) {
        return means == otherMeans && GatheredScores.areSame(runs, others);
    }

    /**
     * Size and baseline of each, in order of their names; none if one is the whole.
     *
     * @param width of the metric's scale
     */
    List<Slice> onScale(double width) {
        List<Slice> slices = new ArrayList<>();
        if (!isWhole) {
            byName.forEach(
                    (name, content) ->
                            slices.add(
                                    new Slice(
                                            name,
                                            content.items,
                                            content.sum / content.items / width)));
        }
        return slices;
    }
}
