package io.evalstream.jobs.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.evalstream.contract.Outcome;
import io.evalstream.udfs.verdict.ItemOrder;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/** Orders and means of items, against those of their strings in the collections of Java. */
class SortedResultsTest {

    private final TextPool pool = new TextPool();
    private final Random random = new Random(1);

    private String key(int kind, int item) {
        return switch (kind) {
            case 0 -> Long.toHexString(item * 0x9E3779B97F4A7C15L);
            case 1 -> "benchmark/subject/" + item;
            case 2 -> (item % 2 == 0 ? "\uE000" : "\uD83D\uDE00") + item % 40;
            case 3 -> "a".repeat(item % 20) + (char) (120 + item % 12) + item % 30;
            default -> item == 0 ? "" : "문항-" + item % 100;
        };
    }

    private ResultLog log(int kind, int first, int results) {
        ResultLog log = new ResultLog();
        List<Integer> items = new ArrayList<>();
        for (int item = first; item < first + results; item++) {
            items.add(item);
        }
        Collections.shuffle(items, random);
        for (int item : items) {
            int row = log.add(random.nextLong(), item, 0, random.nextDouble(), true, 0);
            Text text = pool.of(key(kind, item));
            Text none = pool.of("");
            log.detail(row, text, none, none, -1, Outcome.SCORED.ordinal(), Double.NaN);
        }
        return log;
    }

    private static List<String> items(SortedResults results, int[] rows) {
        List<String> items = new ArrayList<>();
        for (int row : rows) {
            items.add(results.item(row).toString());
        }
        return items;
    }

    private static List<String> strings(Text[] items) {
        List<String> strings = new ArrayList<>();
        for (Text item : items) {
            strings.add(item.toString());
        }
        return strings;
    }

    @Test
    void resultsAreInTheOrderOfTheStringsOfTheirItems() {
        for (int kind = 0; kind < 5; kind++) {
            for (int results : new int[] {0, 1, 2, 17, 900}) {
                assertThat(strings(log(kind, 0, results).results().items()))
                        .hasSize(results)
                        .isSorted();
            }
        }
    }

    @Test
    void itemsAreOrderedByTheirHashes() {
        for (int kind = 0; kind < 5; kind++) {
            SortedResults results = log(kind, 0, 500).results();
            assertThat(new ArrayList<>(new LinkedHashSet<>(items(results, results.inItemOrder()))))
                    .isEqualTo(ItemOrder.of(new TreeSet<>(strings(results.items()))));
            ItemNumbers some = new ItemNumbers(results, results.size());
            for (int row = 0; row < results.size(); row += 1 + random.nextInt(3)) {
                some.add(row, row);
            }
            List<String> ordered = new ArrayList<>();
            for (int place : some.trimmed().inItemOrder()) {
                ordered.add(some.items()[place].toString());
            }
            assertThat(ordered).isEqualTo(ItemOrder.of(strings(some.items())));
        }
    }

    @Test
    void meansAreTakenOverTheRunsThatHaveTheItemAndAddedUpInOneOrder() {
        for (int kind = 0; kind < 5; kind++) {
            List<ItemNumbers> runs = new ArrayList<>();
            Map<String, Double> sums = new HashMap<>();
            Map<String, Integer> counts = new HashMap<>();
            for (int run = 0; run < 4; run++) {
                SortedResults results = log(kind, run == 2 ? 0 : random.nextInt(60), 300).results();
                ItemNumbers scores = new ItemNumbers(results, results.size());
                Map<String, Double> byItem = new TreeMap<>();
                for (int row = 0; row < results.size(); row++) {
                    scores.add(row, results.score(row));
                    byItem.put(results.item(row).toString(), results.score(row));
                }
                runs.add(scores.trimmed());
                byItem.forEach(
                        (item, score) -> {
                            sums.merge(item, score, Double::sum);
                            counts.merge(item, 1, Integer::sum);
                        });
            }
            sums.replaceAll((item, sum) -> sum / counts.get(item));
            ItemMeans means = ItemMeans.of(runs);
            List<String> order = new ArrayList<>();
            for (int place : means.inSummationOrder()) {
                String item = means.items()[place].toString();
                order.add(item);
                assertThat(means.means()[place]).isEqualTo(sums.get(item));
                assertThat(means.of(means.items()[place])).isEqualTo(sums.get(item));
            }
            assertThat(order).isEqualTo(new ArrayList<>(sums.keySet()));
            assertThat(strings(means.items())).isSorted();
            assertThat(means.of(pool.of("another"))).isNaN();
        }
    }
}
