package io.evalstream.udfs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;

class ClustersTest {

    @Property(tries = 1000)
    void forestsAreWhatASearchFindsHoweverTheEdgesAreSplit(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 60) int nodes,
            @ForAll @IntRange(max = 90) int count) {
        Random random = new Random(seed);
        Edges edges = drawn(random, nodes, count);
        int[] labels = byBreadthFirstSearch(nodes, edges);
        SpanningForest left = new SpanningForest(nodes);
        SpanningForest right = new SpanningForest(nodes);
        for (int edge = 0; edge < edges.size(); edge++) {
            SpanningForest one = random.nextBoolean() ? left : right;
            boolean isConnected = one.isConnected(edges.first(edge), edges.second(edge));
            assertThat(one.add(edges.first(edge), edges.second(edge))).isEqualTo(!isConnected);
        }
        left.merge(Edges.of(right.edges().packed()));
        assertThat(left.labels()).isEqualTo(labels);
        long components = Arrays.stream(labels).distinct().count();
        assertThat(left.edges().size()).isEqualTo((int) (nodes - components));
        assertThat(byBreadthFirstSearch(nodes, left.edges())).isEqualTo(labels);
    }

    @Property(tries = 1000)
    void starsAreWhatASearchFinds(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 60) int nodes,
            @ForAll @IntRange(max = 90) int count) {
        Edges edges = drawn(new Random(seed), nodes, count);
        int[] labels = byBreadthFirstSearch(nodes, edges);
        Edges expected = new Edges();
        for (int node = 0; node < nodes; node++) {
            if (labels[node] != node) {
                expected.add(node, labels[node]);
            }
        }
        assertThat(Stars.components(edges.packed())).isEqualTo(expected.packed());
        assertThat(byBreadthFirstSearch(nodes, Edges.of(Stars.large(edges.packed()))))
                .isEqualTo(labels);
        assertThat(byBreadthFirstSearch(nodes, Edges.of(Stars.small(edges.packed()))))
                .isEqualTo(labels);
    }

    @Test
    void aPathOfAThousandNodesBecomesAStarInFewRounds() {
        Edges edges = new Edges();
        for (int node = 1; node < 1000; node++) {
            edges.add(node - 1, node);
        }
        long[] stars = edges.packed();
        int rounds = 0;
        for (long[] next = null; !Arrays.equals(stars, next); rounds++) {
            next = stars;
            stars = Stars.large(Stars.small(stars));
        }
        assertThat(rounds).isLessThan(15);
        assertThat(stars).hasSize(999).isEqualTo(Stars.components(edges.packed()));
    }

    @Property(tries = 1000)
    void componentsKeepTheFirstOfEach(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int nodes) {
        Random random = new Random(seed);
        Edges edges = drawn(random, nodes, random.nextInt(40));
        int[] priorities = random.ints(nodes, -2, 2).toArray();
        int[] labels = byBreadthFirstSearch(nodes, edges);
        int[] kept = KeepRule.COMPONENTS.keptFor(nodes, priorities, edges);
        for (int node = 0; node < nodes; node++) {
            int first = node;
            for (int other = 0; other < nodes; other++) {
                boolean isBefore =
                        priorities[other] < priorities[first]
                                || priorities[other] == priorities[first] && other < first;
                if (labels[other] == labels[node] && isBefore) {
                    first = other;
                }
            }
            assertThat(kept[node]).isEqualTo(first);
        }
    }

    @Property(tries = 1000)
    void leadersAreChosenGreedilyAndHaveNoEdgeBetweenThem(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int nodes) {
        Random random = new Random(seed);
        Edges edges = drawn(random, nodes, random.nextInt(60));
        int[] priorities = random.ints(nodes, -2, 2).toArray();
        int[] kept = KeepRule.LEADER.keptFor(nodes, priorities, edges);
        List<Integer> order = new ArrayList<>();
        for (int node = 0; node < nodes; node++) {
            order.add(node);
        }
        order.sort((a, b) -> Integer.compare(priorities[a], priorities[b]));
        List<Integer> leaders = new ArrayList<>();
        for (int node : order) {
            int keeper = node;
            for (int leader : leaders) {
                if (keeper == node && isEdge(edges, node, leader)) {
                    keeper = leader;
                }
            }
            if (keeper == node) {
                leaders.add(node);
            }
            assertThat(kept[node]).isEqualTo(keeper);
        }
    }

    @Test
    void agreementIsCountedOverPairs() {
        int[] truth = {0, 0, 0, 1, 1, 2};
        assertThat(ClusterAgreement.of(new int[] {7, 7, 7, 9, 9, -1}, truth))
                .returns(1.0, ClusterAgreement::precision)
                .returns(1.0, ClusterAgreement::recall)
                .returns(1.0, ClusterAgreement::adjustedRandIndex);
        ClusterAgreement some = ClusterAgreement.of(new int[] {0, 0, 1, 1, 2, 2}, truth);
        assertThat(some).isEqualTo(new ClusterAgreement(1, 3, 4, 15));
        assertThat(some.precision()).isEqualTo(1 / 3.0);
        assertThat(some.recall()).isEqualTo(0.25);
        // (1 − 3·4/15) / (3.5 − 3·4/15)
        assertThat(some.adjustedRandIndex()).isCloseTo(0.2 / 2.7, within(1e-12));
        assertThat(ClusterAgreement.of(new int[0], new int[0]).adjustedRandIndex()).isOne();
        assertThatThrownBy(() -> ClusterAgreement.of(new int[1], truth))
                .hasMessage("1 labels do not compare with 6");
    }

    @Property(tries = 300)
    void drawnClustersHaveNoAgreementOnAverage(@ForAll long seed) {
        Random random = new Random(seed);
        int[] truth = random.ints(2000, 0, 20).toArray();
        int[] found = random.ints(2000, 0, 20).toArray();
        assertThat(ClusterAgreement.of(found, truth).adjustedRandIndex())
                .isCloseTo(0, within(0.02));
    }

    private static boolean isEdge(Edges edges, int a, int b) {
        for (int edge = 0; edge < edges.size(); edge++) {
            int first = edges.first(edge);
            int second = edges.second(edge);
            if (first == a && second == b || first == b && second == a) {
                return true;
            }
        }
        return false;
    }

    private static Edges drawn(Random random, int nodes, int count) {
        Edges edges = new Edges();
        for (int i = 0; i < count; i++) {
            edges.add(random.nextInt(nodes), random.nextInt(nodes));
        }
        return edges;
    }

    private static int[] byBreadthFirstSearch(int nodes, Edges edges) {
        List<List<Integer>> neighbours = new ArrayList<>();
        for (int node = 0; node < nodes; node++) {
            neighbours.add(new ArrayList<>());
        }
        for (int edge = 0; edge < edges.size(); edge++) {
            neighbours.get(edges.first(edge)).add(edges.second(edge));
            neighbours.get(edges.second(edge)).add(edges.first(edge));
        }
        int[] labels = new int[nodes];
        Arrays.fill(labels, -1);
        for (int start = 0; start < nodes; start++) {
            if (labels[start] >= 0) {
                continue;
            }
            Deque<Integer> next = new ArrayDeque<>(List.of(start));
            labels[start] = start;
            while (!next.isEmpty()) {
                for (int neighbour : neighbours.get(next.remove())) {
                    if (labels[neighbour] < 0) {
                        labels[neighbour] = start;
                        next.add(neighbour);
                    }
                }
            }
        }
        return labels;
    }
}
