package io.evalstream.jobs.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

class AllocationTest {

    @Test
    void largestRemaindersGetWhatIsLeft() {
        assertThat(Allocation.of(Map.of("a", 47L, "b", 16L, "c", 158L, "d", 37L), 10))
                .isEqualTo(Map.of("a", 2, "b", 1, "c", 6, "d", 1));
        assertThat(Allocation.of(Map.of("a", 900L, "b", 100L), 10))
                .isEqualTo(Map.of("a", 9, "b", 1));
        assertThat(Allocation.of(Map.of("a", 1L, "b", 1L, "c", 1L), 2))
                .isEqualTo(Map.of("a", 1, "b", 1, "c", 0));
    }

    @Test
    void whatIsRareGetsOneFromThoseWithMostAboveTheirShare() {
        assertThat(Allocation.of(Map.of("a", 9_900L, "b", 99L, "c", 1L), 100))
                .isEqualTo(Map.of("a", 98, "b", 1, "c", 1));
    }

    @Test
    void ofFewerThanAreWantedAllAreTaken() {
        assertThat(Allocation.of(Map.of("a", 3L, "b", 2L), 1000)).isEqualTo(Map.of("a", 3, "b", 2));
    }

    @Property(tries = 2000)
    void allAreGivenOutNearTheirShare(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 300) int size) {
        Map<String, Long> queries = queries(seed);
        Map<String, Integer> items = Allocation.of(queries, size);
        long all = queries.values().stream().mapToLong(Long::longValue).sum();
        long wanted = Math.min(size, all);
        assertThat(items.values().stream().mapToLong(Integer::longValue).sum()).isEqualTo(wanted);
        for (Map.Entry<String, Integer> stratum : items.entrySet()) {
            double exact = (double) wanted * queries.get(stratum.getKey()) / all;
            assertThat((long) stratum.getValue())
                    .isLessThanOrEqualTo(queries.get(stratum.getKey()));
            assertThat((double) stratum.getValue()).isLessThan(Math.max(1, exact) + 1);
            if (queries.size() <= wanted) {
                assertThat(stratum.getValue()).isPositive();
            }
        }
    }

    @Property(tries = 500)
    void theSampleIsThatOfAllCandidatesWhateverTheirOrderAndFewAreHeld(@ForAll long seed)
            throws Exception {
        Map<String, Long> queries = queries(seed);
        Random random = new Random(seed);
        int size = 1 + random.nextInt(60);
        Map<String, List<CleanQuery>> strata = new TreeMap<>();
        for (Map.Entry<String, Long> stratum : queries.entrySet()) {
            List<CleanQuery> list = new ArrayList<>();
            for (int i = 0; i < stratum.getValue(); i++) {
                long rank = random.nextLong();
                list.add(new CleanQuery(i, rank, "" + rank, stratum.getKey(), "", ""));
            }
            list.sort(CleanQuery.RANDOM_ORDER);
            strata.put(stratum.getKey(), list);
        }
        List<CleanQuery> expected = new ArrayList<>();
        Allocation.of(queries, size)
                .forEach((name, n) -> expected.addAll(strata.get(name).subList(0, n)));
        Sample sample = new Sample(size);
        for (Candidate candidate : mixed(strata, size, random)) {
            sample.add(candidate);
            assertThat(sample.held()).isLessThanOrEqualTo(2L * (size + 2L * queries.size()));
        }
        assertThat(sample.choose(Allocation.of(sample.queries(), size)))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    /** In a random order, but those of one stratum in theirs. */
    private static List<Candidate> mixed(
            Map<String, List<CleanQuery>> strata, int size, Random random) {
        List<String> turns = new ArrayList<>();
        strata.forEach((name, list) -> turns.addAll(Collections.nCopies(list.size(), name)));
        Collections.shuffle(turns, random);
        Map<String, Integer> places = new HashMap<>();
        List<Candidate> mixed = new ArrayList<>();
        for (String name : turns) {
            int place = places.merge(name, 1, Integer::sum) - 1;
            List<CleanQuery> list = strata.get(name);
            if (place < size) {
                mixed.add(new Candidate(list.get(place), list.size(), place));
            }
        }
        return mixed;
    }

    private static Map<String, Long> queries(long seed) {
        Random random = new Random(seed);
        Map<String, Long> queries = new HashMap<>();
        for (int i = 1 + random.nextInt(20); i > 0; i--) {
            queries.put("s" + i, 1 + (long) random.nextInt(random.nextBoolean() ? 4 : 400));
        }
        return queries;
    }
}
