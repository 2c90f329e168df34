package io.evalstream.cli.dedup;

import io.evalstream.datasets.DatasetFiles;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Turns what the job has written into the reports. */
final class DedupReports {

    private final DedupDirectory directory;
    private final Map<String, DatasetFiles> files;
    private final boolean withContext;

    /**
     * @param files of the suites and the pools by their names
     */
    DedupReports(DedupDirectory directory, Map<String, DatasetFiles> files, boolean withContext) {
        this.directory = directory;
        this.files = new LinkedHashMap<>(files);
        this.withContext = withContext;
    }

    /**
     * Writes {@code report.json} and {@code report.html} beside the files of the job.
     *
     * @param version of this program
     * @param parameters what was asked for, by name
     * @param counters how much work it was, by name
     */
    DedupReport write(
            String version,
            Map<String, String> parameters,
            Map<String, Long> counters,
            Deduplication.Inputs inputs,
            Clock clock)
            throws IOException {
        List<Finding> findings = FindingReader.all(directory.removed());
        List<Cluster> clusters = Cluster.group(findings);
        List<String> names = new ArrayList<>();
        inputs.suites().forEach(suite -> names.add(suite.name()));
        DedupReport report =
                new DedupReport(
                        clock.instant(),
                        parameters,
                        counters,
                        SuiteSummary.all(inputs.suites(), protectedNames(inputs), findings),
                        inputs.pools(),
                        Overlap.of(names, findings),
                        inputs.contaminations(),
                        clusters,
                        outputs());
        Files.writeString(
                directory.reportHtml(),
                DedupPage.of(report, SuiteScan.items(files, shown(report), withContext)));
        ReportJson.write(directory.reportJson(), version, report, inputs.suites());
        return report;
    }

    private static Set<String> protectedNames(Deduplication.Inputs inputs) {
        Set<String> names = new HashSet<>();
        for (SuiteSource source : inputs.sources()) {
            if (source.isProtected()) {
                names.add(source.name());
            }
        }
        return names;
    }

    private static Set<Finding.Place> shown(DedupReport report) {
        Set<Finding.Place> places = new HashSet<>();
        for (Cluster cluster : DedupPage.shown(report)) {
            places(cluster.findings(), PairHtml.MOST_COPIES, places);
        }
        for (Contamination contamination : report.contaminations()) {
            places(contamination.findings(), PairHtml.MOST_CONTAMINATED, places);
        }
        return places;
    }

    private static void places(List<Finding> findings, int most, Set<Finding.Place> places) {
        for (Finding finding : findings.subList(0, Math.min(most, findings.size()))) {
            places.add(finding.place());
            places.add(finding.keptPlace());
        }
    }

    private List<InputFile> outputs() throws IOException {
        List<Path> written = new ArrayList<>(List.of(directory.removed()));
        try (Stream<Path> kept = Files.list(directory.kept())) {
            kept.sorted().forEach(written::add);
        }
        List<InputFile> outputs = new ArrayList<>();
        for (Path file : written) {
            outputs.add(FileDigest.of(file, directory.path().relativize(file).toString()));
        }
        return outputs;
    }
}
