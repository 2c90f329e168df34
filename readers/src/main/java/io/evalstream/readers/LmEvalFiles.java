package io.evalstream.readers;

import io.evalstream.readers.InputFiles.InputFile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds what belongs together: each file of rows, the task it is of, and the results file that was
 * written with it, recognised by folder and time stamp.
 */
final class LmEvalFiles {
    private static final String STAMP = "(\\d{4}-\\d{2}-\\d{2}T\\d{2}-\\d{2}-\\d{2}(?:\\.\\d+)?)";
    private static final Pattern SAMPLES =
            Pattern.compile("samples_(.+?)(?:_" + STAMP + ")?\\.jsonl(?:\\.gz)?");
    private static final Pattern STAMPED = Pattern.compile(".*_" + STAMP + "\\.jsonl?(?:\\.gz)?");

    private static final Pattern JSON = Pattern.compile(".*\\.jsonl?(?:\\.gz)?");

    private static final int PATHS_TO_NAME = 4;

    private enum Kind {
        SAMPLES,
        RESULTS,
        OTHER
    }

    /** The rows of one task and what the results file says about them. */
    record TaskFile(Path path, String task, String stamp, Optional<LmEvalResults> results) {}

    /** Files of rows as the user spelt them, by the one spelling that tells them apart. */
    private final Map<Path, Path> samples = new LinkedHashMap<>();

    private final Map<Path, LmEvalResults> resultsByPath = new LinkedHashMap<>();
    private final List<Path> others = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    private LmEvalFiles() {}

    /** Whether the beginning of a file is a row of lm-evaluation-harness. */
    static boolean looksLikeSamples(byte[] head) {
        JsonShape shape = JsonShape.of(head);
        // A document may fill the whole head, so that what follows it is out of sight.
        return shape.has("doc")
                && (shape.has("doc_id") || shape.has("resps") || shape.has("filtered_resps"))
                && (!shape.complete() || shape.has("resps") || shape.has("filtered_resps"));
    }

    /** Whether the beginning of a file is a results file of lm-evaluation-harness. */
    static boolean looksLikeResults(byte[] head) {
        JsonShape shape = JsonShape.of(head);
        if (!shape.has("results") || shape.has("evalId")) {
            return false;
        }
        return shape.has("group_subtasks")
                || shape.has("configs")
                || shape.paths().stream()
                        .anyMatch(path -> path.matches("results/[^/]+/(alias|[^/,]+,[^/,]+)"));
    }

    /**
     * The task files behind the inputs, in the order of their paths, one per task.
     *
     * @param warnings receives what the user should know
     * @throws BadInputException when there are no rows, a named file is of another tool, or a task
     *     has rows from two evaluations
     */
    static List<TaskFile> find(List<Path> inputs, List<String> warnings)
            throws IOException, BadInputException {
        LmEvalFiles files = new LmEvalFiles();
        for (InputFile file : InputFiles.under(inputs)) {
            files.add(file);
        }
        List<TaskFile> found = files.taskFiles(inputs);
        requireOneFilePerTask(inputs, found);
        files.warnAboutTasksWithoutRows(found);
        files.warnAboutOthers();
        warnings.addAll(files.warnings);
        return found;
    }

    private void add(InputFile file) throws IOException, BadInputException {
        Path path = file.path();
        switch (kindOf(file)) {
            case SAMPLES -> samples.putIfAbsent(InputFiles.identity(path), path);
            case RESULTS -> {
                LmEvalResults results = LmEvalResults.read(path);
                resultsByPath.put(InputFiles.identity(path), results);
                if (file.named()) {
                    addSiblingsOf(path);
                }
            }
            case OTHER -> others.add(path);
        }
    }

    private static Kind kindOf(InputFile file) throws IOException, BadInputException {
        Path path = file.path();
        String name = path.getFileName().toString();
        boolean samplesByName = SAMPLES.matcher(name).matches();
        if (!file.named() && !JSON.matcher(name).matches()) {
            return Kind.OTHER;
        }
        byte[] head = InputFiles.head(path);
        if (looksLikeSamples(head)) {
            return Kind.SAMPLES;
        }
        if (looksLikeResults(head)) {
            return Kind.RESULTS;
        }
        if (head.length == 0 && (file.named() || samplesByName)) {
            throw new BadInputException(
                    path, 0, "", "the file is empty", "check that the evaluation has ended well");
        }
        if (samplesByName) {
            // Reading it names the line at fault, which is more than "not recognised".
            return Kind.SAMPLES;
        }
        if (file.named()) {
            throw new BadInputException(
                    path,
                    0,
                    "",
                    "looks like " + ForeignFormat.describe(head) + ", not like lm-eval output",
                    "give samples_*.jsonl, its results_*.json, or their folder");
        }
        return Kind.OTHER;
    }

    private void addSiblingsOf(Path results) throws IOException, BadInputException {
        String stamp = stampOf(results);
        boolean found = false;
        for (Path sibling : filesBeside(results)) {
            if (SAMPLES.matcher(sibling.getFileName().toString()).matches()
                    && stampOf(sibling).equals(stamp)) {
                samples.putIfAbsent(InputFiles.identity(sibling), sibling);
                found = true;
            }
        }
        if (!found) {
            throw new BadInputException(
                    results,
                    0,
                    "",
                    "there are no samples_*" + stamp + ".jsonl beside it",
                    "run lm_eval with --log_samples: means alone cannot be compared");
        }
    }

    private List<TaskFile> taskFiles(List<Path> inputs) throws IOException, BadInputException {
        if (samples.isEmpty()) {
            throw new BadInputException(
                    inputs.get(0),
                    0,
                    "",
                    resultsByPath.isEmpty()
                            ? "there is no lm-eval output in it"
                            : "there are results but no samples_*.jsonl",
                    "run lm_eval with --log_samples and give its output folder");
        }
        List<TaskFile> found = new ArrayList<>();
        for (Path path : samples.values()) {
            Optional<LmEvalResults> results = resultsFor(path);
            if (results.isEmpty()) {
                warnings.add(
                        path
                                + ": no results file was written with it; versions, metric"
                                + " directions and comparability hashes are unknown");
            }
            found.add(new TaskFile(path, taskOf(path, results), stampOf(path), results));
        }
        return found;
    }

    private Optional<LmEvalResults> resultsFor(Path rows) throws IOException, BadInputException {
        String stamp = stampOf(rows);
        List<Path> candidates = new ArrayList<>();
        for (Path sibling : filesBeside(rows)) {
            String name = sibling.getFileName().toString();
            if (name.matches(".*\\.json(\\.gz)?")
                    && (stamp.isEmpty() || stampOf(sibling).equals(stamp))
                    && looksLikeResults(InputFiles.head(sibling))) {
                candidates.add(sibling);
            }
        }
        if (candidates.size() != 1) {
            return Optional.empty();
        }
        Path path = InputFiles.identity(candidates.get(0));
        LmEvalResults results = resultsByPath.get(path);
        if (results == null) {
            results = LmEvalResults.read(candidates.get(0));
            resultsByPath.put(path, results);
        }
        return Optional.of(results);
    }

    private static List<Path> filesBeside(Path file) throws IOException {
        Path folder = file.getParent() == null ? Path.of("") : file.getParent();
        try (Stream<Path> list = Files.list(folder)) {
            return list.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static String stampOf(Path file) {
        Matcher stamped = STAMPED.matcher(file.getFileName().toString());
        return stamped.matches() ? stamped.group(1) : "";
    }

    private static String taskOf(Path rows, Optional<LmEvalResults> results) {
        String name = rows.getFileName().toString();
        Matcher named = SAMPLES.matcher(name);
        if (named.matches()) {
            return named.group(1);
        }
        List<String> tasks = results.map(LmEvalResults::tasks).orElse(List.of());
        return tasks.size() == 1 ? tasks.get(0) : name.replaceFirst("\\.jsonl?(\\.gz)?$", "");
    }

    private static void requireOneFilePerTask(List<Path> inputs, List<TaskFile> found)
            throws BadInputException {
        Map<String, List<Path>> byTask = new TreeMap<>();
        for (TaskFile file : found) {
            byTask.computeIfAbsent(file.task(), task -> new ArrayList<>()).add(file.path());
        }
        for (Map.Entry<String, List<Path>> task : byTask.entrySet()) {
            List<Path> paths = task.getValue();
            if (paths.size() > 1) {
                throw new BadInputException(
                        inputs.get(0),
                        0,
                        "",
                        "task "
                                + task.getKey()
                                + " has rows from "
                                + paths.size()
                                + " evaluations: "
                                + some(paths),
                        "a run has one of them: give its results_<date>.json or its folder");
            }
        }
    }

    private void warnAboutTasksWithoutRows(List<TaskFile> found) {
        Set<LmEvalResults> used = new LinkedHashSet<>();
        Set<String> tasks = new LinkedHashSet<>();
        for (TaskFile file : found) {
            file.results().ifPresent(used::add);
            tasks.add(file.task());
        }
        for (LmEvalResults results : used) {
            List<String> missing = new ArrayList<>(results.tasks());
            missing.removeAll(tasks);
            if (!missing.isEmpty()) {
                warnings.add(
                        results.path()
                                + ": incomplete: no samples file for "
                                + String.join(", ", missing));
            }
        }
    }

    private void warnAboutOthers() {
        // Logs, tables and plots lie beside results everywhere; only JSON could be results.
        List<Path> json =
                others.stream()
                        .filter(path -> JSON.matcher(path.getFileName().toString()).matches())
                        .toList();
        if (!json.isEmpty()) {
            warnings.add("not lm-eval output and passed over: " + some(json));
        }
    }

    private static String some(List<Path> paths) {
        List<String> names = paths.stream().limit(PATHS_TO_NAME).map(Path::toString).toList();
        int more = paths.size() - names.size();
        return String.join(", ", names) + (more > 0 ? " and " + more + " more" : "");
    }
}
