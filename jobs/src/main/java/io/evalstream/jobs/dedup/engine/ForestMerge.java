package io.evalstream.jobs.dedup.engine;

import io.evalstream.udfs.cluster.DisjointSets;
import io.evalstream.udfs.cluster.KeepRule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Merges the forests of several partitions: of the edges it is given it hands on those that connect
 * something, which are fewer than there are documents in them.
 */
public final class ForestMerge {

    private final boolean keepsAll;
    private final List<Block.Edges> blocks = new ArrayList<>();

    public ForestMerge(DedupParameters parameters) {
        // Leaders need every edge of a component.
        this.keepsAll = parameters.keep() == KeepRule.LEADER;
    }

    public void add(Block.Edges block, BlockOutput output) {
        if (keepsAll) {
            output.accept(block);
        } else {
            blocks.add(block);
        }
    }

    public void finish(BlockOutput output) {
        LongList ends = new LongList();
        for (Block.Edges block : blocks) {
            ends.addAll(block.first());
            ends.addAll(block.second());
        }
        long[] nodes = ends.toSortedSet();
        DisjointSets forest = new DisjointSets(nodes.length);
        EdgeWriter writer = new EdgeWriter(output);
        for (Block.Edges block : blocks) {
            for (int i = 0; i < block.first().length; i++) {
                int a = Arrays.binarySearch(nodes, block.first()[i]);
                int b = Arrays.binarySearch(nodes, block.second()[i]);
                if (forest.union(a, b)) {
                    writer.add(
                            block.first()[i],
                            block.second()[i],
                            block.distances()[i],
                            block.lengths()[i],
                            block.firstAnswers()[i],
                            block.secondAnswers()[i]);
                }
            }
        }
        writer.flush();
        blocks.clear();
    }
}
