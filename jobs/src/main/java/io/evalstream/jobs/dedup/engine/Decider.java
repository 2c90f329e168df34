package io.evalstream.jobs.dedup.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides which items stay, from all that connects two documents.
 *
 * <p>Holds what has a duplicate, nothing of the others. Numbers are in the order in which items are
 * kept, so the first of a group is its lowest number.
 */
public final class Decider {

    private final DedupParameters parameters;
    private final boolean[] isProtected;
    private final List<Block.Edges> edges = new ArrayList<>();
    private final List<Block.Copies> copies = new ArrayList<>();

    /**
     * @param isProtected by split
     */
    public Decider(DedupParameters parameters, boolean[] isProtected) {
        this.parameters = parameters;
        this.isProtected = isProtected.clone();
    }

    public void add(Block.Edges block) {
        edges.add(block);
    }

    public void add(Block.Copies block) {
        copies.add(block);
    }

    /**
     * Hands on what is to happen.
     *
     * @param pairs takes pairs whose distance is to be reported and not known yet
     * @param wantedTexts asks for their texts
     * @param wantedNames asks for the names of everything that is told of
     * @param partitions among which all of that is shared
     */
    public void finish(
            BlockOutput decisions,
            BlockOutput pairs,
            BlockOutput wantedTexts,
            BlockOutput wantedNames,
            int partitions) {
        DuplicateGraph graph = new DuplicateGraph(edges, copies);
        edges.clear();
        copies.clear();
        DecisionWriter writer = new DecisionWriter(graph, decisions);
        switch (parameters.keep()) {
            case COMPONENTS -> components(graph, writer);
            case LEADER -> leaders(graph, writer);
        }
        writer.finish(pairs, wantedTexts, wantedNames, partitions);
    }

    /**
     * An item goes when the first of its component stands for it; one that does not, as its answer
     * is another, goes all the same when an equal text before it stays.
     */
    private void components(DuplicateGraph graph, DecisionWriter writer) {
        Map<Integer, Integer> stayingOfText = new HashMap<>();
        for (int node = 0; node < graph.size(); node++) {
            int kept = graph.component(node);
            if (kept == node) {
                continue;
            }
            Fate fate = fate(graph, node, kept);
            if (!fate.removes()) {
                Integer equal = stayingOfText.putIfAbsent(graph.text(node), node);
                Fate asCopy = equal == null ? fate : fate(graph, node, equal);
                if (asCopy.removes()) {
                    fate = asCopy;
                    kept = equal;
                }
            }
            writer.add(node, kept, fate);
        }
    }

    /** An item goes when a duplicate of it stays; one that is only reported stays as well. */
    private void leaders(DuplicateGraph graph, DecisionWriter writer) {
        boolean[] stays = new boolean[graph.size()];
        for (int node = 0; node < graph.size(); node++) {
            int kept = -1;
            Fate fate = null;
            int[] near = graph.near(node);
            for (int other : near) {
                if (other >= node || !stays[other]) {
                    continue;
                }
                Fate possible = fate(graph, node, other);
                if (fate == null || (possible.removes() && !fate.removes())) {
                    fate = possible;
                    kept = other;
                }
            }
            stays[node] = fate == null || !fate.removes();
            if (fate != null) {
                writer.add(node, kept, fate);
            }
        }
    }

    private Fate fate(DuplicateGraph graph, int node, int kept) {
        return Fate.of(
                graph.text(node) == graph.text(kept),
                isProtected[DocumentNumber.split(graph.number(node))],
                graph.answersDiffer(node, kept),
                parameters.removeDifferentAnswers());
    }

    /** Collects decisions and hands them on. */
    private static final class DecisionWriter {

        private static final int CAPACITY = Block.FULL / (4 * Long.BYTES + 2 * Integer.BYTES + 1);

        private final DuplicateGraph graph;
        private final BlockOutput output;
        private final LongList items = new LongList();
        private final LongList texts = new LongList();
        private final LongList kept = new LongList();
        private final LongList clusters = new LongList();
        private final IntList distances = new IntList();
        private final IntList lengths = new IntList();
        private final IntList fates = new IntList();
        private final LongList named = new LongList();
        private final PairSet unmeasured = new PairSet(Integer.MAX_VALUE - 8, full -> {});

        DecisionWriter(DuplicateGraph graph, BlockOutput output) {
            this.graph = graph;
            this.output = output;
        }

        void add(int node, int keptNode, Fate fate) {
            int text = graph.text(node);
            int keptText = graph.text(keptNode);
            int edge = graph.edge(text, keptText);
            items.add(graph.number(node));
            texts.add(graph.number(text));
            kept.add(graph.number(keptNode));
            clusters.add(graph.number(graph.component(node)));
            if (text == keptText) {
                distances.add(0);
                lengths.add(graph.copyLength(node == text ? keptNode : node));
            } else if (edge >= 0) {
                distances.add(graph.distance(edge));
                lengths.add(graph.length(edge));
            } else {
                distances.add(Block.Decisions.UNMEASURED);
                lengths.add(0);
                unmeasured.add(Math.min(text, keptText), Math.max(text, keptText));
            }
            fates.add(fate.code());
            named.add(graph.number(node));
            named.add(graph.number(keptNode));
            if (items.size() == CAPACITY) {
                flush();
            }
        }

        private void flush() {
            if (items.size() == 0) {
                return;
            }
            byte[] codes = new byte[fates.size()];
            for (int i = 0; i < codes.length; i++) {
                codes[i] = (byte) fates.get(i);
            }
            output.accept(
                    new Block.Decisions(
                            0,
                            items.toArray(),
                            texts.toArray(),
                            kept.toArray(),
                            clusters.toArray(),
                            distances.toArray(),
                            lengths.toArray(),
                            codes));
            items.clear();
            texts.clear();
            kept.clear();
            clusters.clear();
            distances.clear();
            lengths.clear();
            fates.clear();
        }

        void finish(
                BlockOutput pairs,
                BlockOutput wantedTexts,
                BlockOutput wantedNames,
                int partitions) {
            flush();
            unmeasured.compact();
            PairWriter measured = new PairWriter(graph.numbers(), partitions, pairs);
            measured.write(unmeasured);
            measured.finish(wantedTexts);
            WantedWriter names = new WantedWriter(0, partitions, wantedNames);
            for (long number : named.toSortedSet()) {
                names.add(number);
            }
            names.flush();
        }
    }
}
