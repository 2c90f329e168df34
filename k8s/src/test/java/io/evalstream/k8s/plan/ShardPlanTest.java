package io.evalstream.k8s.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** Shards take about equally long. */
class ShardPlanTest {

    @Test
    void weighsPiecesInsteadOfCountingThem() {
        ShardPlan plan =
                ShardPlan.longestFirst(
                        List.of(piece("a", 100), piece("b", 10), piece("c", 10), piece("d", 10)),
                        2);

        assertThat(plan.shards().get(0)).extracting(Piece::task).containsExactly("a");
        assertThat(plan.shards().get(1)).extracting(Piece::task).containsExactly("b", "c", "d");
        assertThat(plan.longest()).isEqualTo(100);
    }

    @Property(tries = 500)
    void everyPieceIsInOneShardAndNoneTakesLongerThanTheBound(
            @ForAll @Size(min = 1, max = 60) List<@IntRange(max = 1000) Integer> seconds,
            @ForAll @IntRange(min = 1, max = 12) int count) {
        List<Piece> pieces = new ArrayList<>();
        double sum = 0;
        double longest = 0;
        for (int i = 0; i < seconds.size(); i++) {
            pieces.add(piece("t" + i, seconds.get(i)));
            sum += seconds.get(i);
            longest = Math.max(longest, seconds.get(i));
        }

        ShardPlan plan = ShardPlan.longestFirst(pieces, count);

        List<Piece> planned = new ArrayList<>();
        plan.shards().forEach(planned::addAll);
        assertThat(planned).containsExactlyInAnyOrderElementsOf(pieces);
        assertThat(plan.shards()).noneMatch(List::isEmpty);
        assertThat(plan.size()).isEqualTo(Math.min(count, pieces.size()));
        assertThat(plan.seconds()).isEqualTo(sum, within(1e-6));
        // List scheduling: what is over the mean is less than one piece.
        assertThat(plan.longest()).isLessThanOrEqualTo(sum / plan.size() + longest + 1e-6);
    }

    private static Piece piece(String task, double seconds) {
        return new Piece(task, 0, 1, seconds);
    }
}
