package io.evalstream.bench.dedup;

import com.dynatrace.hash4j.similarity.SimilarityHashing;

import io.evalstream.bench.streaming.Surroundings;
import io.evalstream.embedded.clickhouse.ClickHouseOptions;

import org.apache.commons.text.similarity.LevenshteinDistance;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;

/** {@code bench dedup}: near duplicates, found by us, by others and by brute force. */
@Command(
        name = "dedup",
        description =
                "Compares de-duplication with other tools: from the bytes of a file to the kept"
                        + " ids, with what each of them misses.",
        footer = {
            "",
            "Truth is brute force: all pairs whose edit distance is below a fifth of the longer"
                    + " text. Recall is the share of true pairs that end in one cluster. Per core"
                    + " = documents / CPU-seconds of all threads and processes; a JVM warms"
                    + " up first. Published datasets are looked for in shared/data above the"
                    + " repository, or in EVALSTREAM_SHARED_DATA. The other tools are installed"
                    + " from PyPI into the cache; Python 3.12 or EVALSTREAM_PYTHON.",
            "Exit codes: 0 done, 1 a goal of correctness was missed."
        },
        mixinStandardHelpOptions = true)
public final class DedupCommand implements Callable<Integer> {

    @Option(names = "--quick", description = "Some three minutes instead of twenty; one round.")
    private boolean quick;

    @Option(
            names = "--only",
            paramLabel = "NAME",
            split = ",",
            description =
                    "Tools that run; evalstream-threads, evalstream-flink or one of the others.")
    private Set<String> only = Set.of();

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description =
                    "Where the figures go; without --quick and --only they go to"
                            + " bench/dedup/results/DATE.json anyway.")
    private Path json;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        requireKnown();
        PrintWriter out = spec.commandLine().getOut();
        Path home = Path.of(System.getProperty("evalstream.home", ".")).toAbsolutePath();
        Path directory = Files.createTempDirectory("evalstream-bench-dedup");
        Path cache =
                ClickHouseOptions.inDirectory(directory).cacheDirectory().resolve("bench-dedup");
        DedupPlan plan = quick ? DedupPlan.QUICK : DedupPlan.FULL;
        RealTexts texts = RealTexts.find(home);
        PeerEnvironment peers = PeerEnvironment.prepare(home, cache, out::println);
        int threads = Runtime.getRuntime().availableProcessors();
        DedupRace race =
                new DedupRace(
                        plan,
                        only,
                        new Corpora(cache.resolve("corpora"), home, texts),
                        texts,
                        new TruthCache(cache.resolve("truth"), threads, out::println),
                        peers,
                        directory,
                        out::println);
        Facts facts = race.quality();
        race.costs();
        race.growth();
        race.kernels();
        List<Goal> goals =
                new GoalSheet(plan, race.results()).of(facts, race.sketches(), race.distances());
        String machine = Surroundings.machine();
        Map<String, String> versions = versions(home, peers, race);
        print(out, plan, race, goals, machine, versions);
        Optional<Path> file = file(home);
        if (file.isPresent()) {
            DedupJson result = new DedupJson(machine, versions);
            result.corpora(race.corpora());
            result.results(race.results());
            result.kernels(race.sketches(), race.distances());
            result.goals(goals);
            result.write(file.get());
            out.println("Figures   " + file.get());
        }
        out.println("Logs      " + directory);
        out.flush();
        return goals.stream().anyMatch(Goal::isBroken) ? 1 : 0;
    }

    private void requireKnown() {
        Set<String> known = new TreeSet<>(Peer.TOOLS);
        known.addAll(List.of(GoalSheet.THREADS, GoalSheet.FLINK));
        for (String name : only) {
            if (!known.contains(name)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "there is no tool '" + name + "'; there are " + String.join(", ", known));
            }
        }
    }

    private Optional<Path> file(Path home) {
        if (json != null || quick || !only.isEmpty()) {
            return Optional.ofNullable(json);
        }
        String today = LocalDate.now(ZoneOffset.UTC).toString();
        return Optional.of(home.resolve("bench/dedup/results/" + today + ".json"));
    }

    private static void print(
            PrintWriter out,
            DedupPlan plan,
            DedupRace race,
            List<Goal> goals,
            String machine,
            Map<String, String> versions) {
        out.println();
        out.println(DedupTable.corpora(race.corpora()));
        for (DedupTable.Judged judged : race.corpora()) {
            List<Result> here = new ArrayList<>();
            for (Result result : race.results()) {
                if (result.corpus().name().equals(judged.corpus().name())) {
                    here.add(result);
                }
            }
            if (here.isEmpty()) {
                continue;
            }
            out.println(judged.corpus().name());
            boolean isTimed = judged.corpus().name().startsWith("scale");
            out.println(isTimed ? DedupTable.costs(here, ours(here)) : DedupTable.quality(here));
        }
        out.println(DedupTable.kernels(race.sketches(), race.distances()));
        out.println(DedupTable.goals(goals));
        out.println("Machine   " + machine);
        List<String> all = new ArrayList<>();
        versions.forEach((name, version) -> all.add(name + " " + version));
        out.println("Versions  " + String.join(", ", all));
        out.println("Rounds    " + plan.rounds() + ", seed " + Corpora.SEED);
    }

    private static Optional<Result> ours(List<Result> results) {
        return results.stream()
                .filter(r -> r.tool().equals(GoalSheet.THREADS) && r.setting().equals("eval"))
                .filter(r -> r.cores() == 1 && r.runs().isPresent())
                .findFirst();
    }

    private static Map<String, String> versions(Path home, PeerEnvironment peers, DedupRace race)
            throws Exception {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("evalstream", Surroundings.described(home));
        versions.put("JDK", Runtime.version().toString());
        versions.put("Python", peers.version());
        for (Result result : race.results()) {
            if (result.runs().isPresent() && Peer.TOOLS.contains(result.tool())) {
                versions.put(result.tool(), result.runs().get().version());
            }
        }
        race.rapidfuzz().ifPresent(version -> versions.put("rapidfuzz", version));
        versions.put("hash4j", jarVersion(SimilarityHashing.class));
        versions.put("commons-text", jarVersion(LevenshteinDistance.class));
        return versions;
    }

    /** The version in the name of the file that a class comes from. */
    private static String jarVersion(Class<?> type) throws URISyntaxException {
        Path jar = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        String name = jar.getFileName().toString();
        return name.replaceFirst("^\\D*\\d*\\D*-(?=\\d)", "").replaceFirst("\\.jar$", "");
    }
}
