package io.evalstream.jobs.dedup.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Puts decisions, distances, names and rows together to what people read. */
public final class Report {

    private final List<Suite> suites;
    private final RowNumbers rows;
    private final TextStore names = new TextStore();
    private final List<Block.Decisions> decisions = new ArrayList<>();
    private final List<Block.Edges> measured = new ArrayList<>();
    private final List<LongList> removed = new ArrayList<>();

    public Report(DedupPlan plan) {
        this.suites = plan.suites();
        this.rows = new RowNumbers(plan.splits(), suites.size());
        for (int i = 0; i < suites.size(); i++) {
            removed.add(new LongList());
        }
    }

    /** Takes any block that has to do with it. */
    public void add(Block block) {
        if (block instanceof Block.Decisions decided) {
            decisions.add(decided);
        } else if (block instanceof Block.Edges edges) {
            measured.add(edges);
        } else if (block instanceof Block.Texts texts) {
            names.add(texts);
        } else if (block instanceof Block.Rows counted) {
            rows.add(counted);
        } else {
            throw new IllegalArgumentException("nothing for a report: " + block.getClass());
        }
    }

    /**
     * Everything that has a duplicate before it.
     *
     * @return by suite, as they were given, and row
     */
    public List<Duplicate> finish() {
        names.index();
        rows.sum();
        Measured distances = new Measured(measured);
        List<Placed> placed = new ArrayList<>();
        for (Block.Decisions block : decisions) {
            for (int i = 0; i < block.items().length; i++) {
                placed.add(
                        new Placed(rows.overall(block.items()[i]), duplicate(block, i, distances)));
            }
        }
        placed.sort(Comparator.comparingLong(Placed::place));
        List<Duplicate> duplicates = new ArrayList<>(placed.size());
        for (Placed one : placed) {
            duplicates.add(one.duplicate());
        }
        return duplicates;
    }

    /**
     * Hands on which rows of each suite go, also where none does.
     *
     * @param partitions among which suites are shared
     */
    public void removals(int partitions, BlockOutput output) {
        for (int suite = 0; suite < suites.size(); suite++) {
            output.accept(
                    new Block.Removals(
                            suite % partitions,
                            suite,
                            rows.rowsOfSuite(suite),
                            removed.get(suite).toSortedSet()));
        }
    }

    /** How many rows a suite has; known when finished. */
    public long rowsOf(int suite) {
        return rows.rowsOfSuite(suite);
    }

    private record Placed(long place, Duplicate duplicate) {}

    private Duplicate duplicate(Block.Decisions block, int i, Measured distances) {
        long item = block.items()[i];
        long kept = block.kept()[i];
        int distance = block.distances()[i];
        int length = block.lengths()[i];
        if (distance == Block.Decisions.UNMEASURED) {
            int place = distances.place(block.texts()[i], kept);
            distance = distances.distance(place);
            length = distances.length(place);
        }
        Fate fate = Fate.of(block.fates()[i]);
        if (fate.removes()) {
            removed.get(rows.suite(item)).add(rows.row(item));
        }
        return new Duplicate(
                suites.get(rows.suite(item)).name(),
                name(item),
                rows.row(item),
                suites.get(rows.suite(kept)).name(),
                name(kept),
                rows.row(kept),
                fate.kind(),
                distance,
                length,
                rows.overall(block.clusters()[i]),
                fate.action(),
                fate.why());
    }

    private String name(long number) {
        int place = names.place(number);
        return place >= 0 ? names.string(place) : rows.derivedName(number);
    }

    /** Distances by the two texts. */
    private static final class Measured {

        private final long[][] pairs;

        Measured(List<Block.Edges> blocks) {
            List<long[]> all = new ArrayList<>();
            for (Block.Edges block : blocks) {
                for (int i = 0; i < block.first().length; i++) {
                    all.add(
                            new long[] {
                                block.first()[i],
                                block.second()[i],
                                block.distances()[i],
                                block.lengths()[i]
                            });
                }
            }
            pairs = all.toArray(long[][]::new);
            Arrays.sort(pairs, Measured::order);
        }

        private static int order(long[] a, long[] b) {
            int first = Long.compare(a[0], b[0]);
            return first != 0 ? first : Long.compare(a[1], b[1]);
        }

        int place(long a, long b) {
            long[] sought = {Math.min(a, b), Math.max(a, b)};
            int place = Arrays.binarySearch(pairs, sought, Measured::order);
            if (place < 0) {
                throw new IllegalStateException("the distance of two duplicates was not measured");
            }
            return place;
        }

        int distance(int place) {
            return (int) pairs[place][2];
        }

        int length(int place) {
            return (int) pairs[place][3];
        }
    }
}
