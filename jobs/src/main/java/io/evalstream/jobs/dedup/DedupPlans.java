package io.evalstream.jobs.dedup;

import io.evalstream.jobs.dedup.engine.DataSplit;
import io.evalstream.jobs.dedup.engine.DedupParameters;
import io.evalstream.jobs.dedup.engine.DedupPlan;
import io.evalstream.jobs.dedup.engine.Suite;
import io.evalstream.jobs.dedup.engine.SuiteFiles;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Makes the plan of a job from its options. */
final class DedupPlans {

    private DedupPlans() {}

    /**
     * @throws IllegalArgumentException when an option makes no sense; the message names it
     * @throws IOException when a suite cannot be read; the message names the file
     */
    static DedupPlan of(ReadableConfig options) throws IOException {
        List<Suite> suites = suites(options);
        DedupParameters parameters = parameters(options);
        DatasetBucket bucket = DatasetBucket.of(options);
        List<DataSplit> splits =
                SuiteFiles.split(
                        suites,
                        options.get(DedupOptions.SPLIT_SIZE).getBytes(),
                        path -> path.startsWith(DatasetBucket.SCHEME) ? bucket.list(path) : null);
        SuiteFiles files = new SuiteFiles(parameters.withContext());
        return DedupPlan.of(suites, splits, new BucketFiles(bucket, files), parameters);
    }

    private static List<Suite> suites(ReadableConfig options) {
        List<String> written =
                options.getOptional(DedupOptions.SUITES)
                        .filter(list -> !list.isEmpty())
                        .orElseThrow(() -> fault(DedupOptions.SUITES, "names no suite"));
        Set<String> protectedNames = new HashSet<>(options.get(DedupOptions.PROTECT));
        Set<String> names = new HashSet<>();
        List<Suite> suites = new ArrayList<>();
        for (String suite : written) {
            int end = suite.indexOf('=');
            if (end < 1 || end == suite.length() - 1) {
                throw fault(DedupOptions.SUITES, "'" + suite + "' is not NAME=PATH");
            }
            String name = suite.substring(0, end).strip();
            if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
                throw fault(
                        DedupOptions.SUITES,
                        "'" + name + "' is no name of letters, digits, dots, - and _");
            }
            if (!names.add(name)) {
                throw fault(
                        DedupOptions.SUITES, name + " is there twice; join its paths by commas");
            }
            boolean isProtected = protectedNames.remove(name);
            suites.add(
                    new Suite(
                            name,
                            List.of(suite.substring(end + 1).split(",")),
                            Suite.usualPriority(isProtected),
                            isProtected));
        }
        if (!protectedNames.isEmpty()) {
            throw fault(
                    DedupOptions.PROTECT, "there is no suite " + protectedNames.iterator().next());
        }
        return suites;
    }

    private static DedupParameters parameters(ReadableConfig options) {
        try {
            return new DedupParameters(
                    options.get(DedupOptions.MODE),
                    options.get(DedupOptions.KEEP),
                    DedupParameters.threshold(options.get(DedupOptions.THRESHOLD)),
                    options.get(DedupOptions.WITH_CONTEXT),
                    options.get(DedupOptions.REMOVE_DIFFERENT_ANSWERS),
                    options.get(DedupOptions.BUCKET_CAP));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("dedup: " + e.getMessage(), e);
        }
    }

    private static IllegalArgumentException fault(ConfigOption<?> option, String fault) {
        return new IllegalArgumentException(option.key() + ": " + fault);
    }
}
