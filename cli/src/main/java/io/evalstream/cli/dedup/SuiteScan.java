package io.evalstream.cli.dedup;

import io.evalstream.datasets.DatasetFiles;
import io.evalstream.datasets.DatasetItem;
import io.evalstream.datasets.DatasetReader;
import io.evalstream.udfs.sketch.DistinctSketch;
import io.evalstream.udfs.text.Closeness;
import io.evalstream.udfs.text.TextNormalization;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads suites and pools for what the report says of them beside their duplicates. */
final class SuiteScan {

    private final Closeness closeness;
    private final boolean withContext;
    private final List<Pool> pools = new ArrayList<>();
    private final List<Contamination> contaminations = new ArrayList<>();

    private record Pool(SuiteInput input, PoolIndex index) {}

    /**
     * @param withContext whether contexts are compared, too
     */
    SuiteScan(Closeness closeness, boolean withContext) {
        this.closeness = closeness;
        this.withContext = withContext;
    }

    /** Reads a few-shot pool; every suite that is read after it is compared with it. */
    SuiteInput pool(SuiteSource source) throws IOException {
        PoolIndex index = new PoolIndex(closeness);
        DistinctSketch texts = DistinctSketch.empty();
        long items = 0;
        try (DatasetReader reader = source.files().open()) {
            for (DatasetItem item = reader.next(); item != null; item = reader.next()) {
                String text = text(item);
                texts.add(text);
                index.add(item.id(), text);
                items++;
            }
        }
        SuiteInput pool = input(source, items, texts);
        pools.add(new Pool(pool, index));
        return pool;
    }

    /** Reads a suite, one item in memory at a time. */
    SuiteInput suite(SuiteSource source) throws IOException {
        List<List<Finding>> found = new ArrayList<>();
        pools.forEach(pool -> found.add(new ArrayList<>()));
        DistinctSketch texts = DistinctSketch.empty();
        long items = 0;
        try (DatasetReader reader = source.files().open()) {
            for (DatasetItem item = reader.next(); item != null; item = reader.next()) {
                String text = text(item);
                texts.add(text);
                items++;
                for (int i = 0; i < pools.size(); i++) {
                    Optional<PoolIndex.Match> match = pools.get(i).index.find(text);
                    if (match.isPresent()) {
                        found.get(i)
                                .add(finding(source.name(), item, pools.get(i).input, match.get()));
                    }
                }
            }
        }
        SuiteInput suite = input(source, items, texts);
        for (int i = 0; i < pools.size(); i++) {
            SuiteInput pool = pools.get(i).input;
            byte[] common = DistinctSketch.intersection(suite.texts(), pool.texts());
            contaminations.add(
                    new Contamination(
                            source.name(),
                            pool.name(),
                            suite.items(),
                            pool.items(),
                            Math.round(DistinctSketch.estimate(common)),
                            found.get(i)));
        }
        return suite;
    }

    /** What was found of all suites in all pools so far. */
    List<Contamination> contaminations() {
        return List.copyOf(contaminations);
    }

    private static Finding finding(
            String suite, DatasetItem item, SuiteInput pool, PoolIndex.Match match) {
        return new Finding(
                suite,
                item.id(),
                item.row(),
                pool.name(),
                match.id(),
                match.row(),
                match.distance() == 0 ? Finding.Kind.EXACT : Finding.Kind.NEAR,
                match.distance(),
                match.length(),
                match.row(),
                Finding.Action.REPORTED,
                "");
    }

    private String text(DatasetItem item) {
        return TextNormalization.normalize(item.comparedText(withContext));
    }

    private static SuiteInput input(SuiteSource source, long items, DistinctSketch texts) {
        return new SuiteInput(
                source.name(), source.digests(), items, texts.image(), texts.estimate());
    }

    /**
     * The items at these places, as people read them.
     *
     * @param suites the files of suites and pools by their names
     */
    static Map<Finding.Place, ShownItem> items(
            Map<String, DatasetFiles> suites, Set<Finding.Place> places, boolean withContext)
            throws IOException {
        Map<String, Long> last = new HashMap<>();
        for (Finding.Place place : places) {
            last.merge(place.suite(), place.row(), Math::max);
        }
        Map<Finding.Place, ShownItem> items = new HashMap<>();
        for (Map.Entry<String, DatasetFiles> suite : suites.entrySet()) {
            long end = last.getOrDefault(suite.getKey(), -1L);
            try (DatasetReader reader = suite.getValue().open()) {
                for (long row = 0; row <= end; row++) {
                    DatasetItem item = reader.next();
                    Finding.Place place = new Finding.Place(suite.getKey(), row);
                    if (places.contains(place)) {
                        items.put(place, shown(item, withContext));
                    }
                }
            }
        }
        return items;
    }

    private static ShownItem shown(DatasetItem item, boolean withContext) {
        return new ShownItem(
                item.comparedText(withContext), item.answer() == null ? "" : item.answer());
    }
}
