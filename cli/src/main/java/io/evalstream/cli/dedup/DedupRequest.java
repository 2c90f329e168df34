package io.evalstream.cli.dedup;

import io.evalstream.jobs.dedup.engine.DedupParameters;
import io.evalstream.jobs.dedup.engine.DedupPlan;
import io.evalstream.jobs.dedup.engine.Suite;
import io.evalstream.jobs.dedup.engine.SuiteFiles;
import io.evalstream.udfs.cluster.KeepRule;
import io.evalstream.udfs.sketch.SketchMode;
import io.evalstream.udfs.text.Closeness;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What is to be de-duplicated and how.
 *
 * @param suites in the order in which they were given; at least one
 * @param pools few-shot pools, which are only compared with
 * @param removesDifferentAnswers whether a near duplicate goes although its answer is another one
 */
public record DedupRequest(
        List<SuiteSource> suites,
        List<SuiteSource> pools,
        SketchMode mode,
        KeepRule keep,
        Closeness closeness,
        boolean withContext,
        boolean removesDifferentAnswers) {

    /** The same with suites in other files. */
    DedupRequest withSuites(List<SuiteSource> others) {
        return new DedupRequest(
                others, pools, mode, keep, closeness, withContext, removesDifferentAnswers);
    }

    /**
     * The search for it.
     *
     * @throws IOException when a file is missing
     */
    public DedupPlan plan() throws IOException {
        List<Suite> searched = new ArrayList<>();
        for (SuiteSource source : suites) {
            List<String> files = source.files().files().stream().map(Path::toString).toList();
            searched.add(new Suite(source.name(), files, source.priority(), source.isProtected()));
        }
        DedupParameters parameters =
                new DedupParameters(
                        mode,
                        keep,
                        closeness,
                        withContext,
                        removesDifferentAnswers,
                        DedupParameters.DEFAULT.bucketCap());
        return DedupPlan.of(
                searched, parameters, SuiteFiles.SPLIT_BYTES, new SuiteFiles(withContext));
    }

    /** What was asked for, by name, as the report says it. */
    Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("mode", mode.name().toLowerCase(Locale.ROOT));
        parameters.put("shingle", String.valueOf(mode.shingle()));
        parameters.put("bands", String.valueOf(mode.bands()));
        parameters.put("rows", String.valueOf(mode.rows()));
        parameters.put("keep", keep.name().toLowerCase(Locale.ROOT));
        parameters.put("threshold", threshold());
        parameters.put("with_context", String.valueOf(withContext));
        parameters.put("remove_different_answers", String.valueOf(removesDifferentAnswers));
        return parameters;
    }

    private String threshold() {
        return new BigDecimal(closeness.numerator())
                .divide(new BigDecimal(closeness.denominator()), MathContext.DECIMAL32)
                .toPlainString();
    }
}
