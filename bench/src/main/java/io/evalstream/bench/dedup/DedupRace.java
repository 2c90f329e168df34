package io.evalstream.bench.dedup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** The whole comparison: corpora, truth, all contestants, kernels. */
final class DedupRace {
    private static final List<Integer> LENGTHS = List.of(100, 1_000, 10_000);
    private static final List<Integer> PAIRS = List.of(20_000, 2_000, 24);
    private static final int KERNEL_ROUNDS = 5;
    private static final int HEAP_MEGABYTES = 2048;
    private static final int LARGE_HEAP_MEGABYTES = 10_240;
    private static final int LARGE = 500_000;

    private final DedupPlan plan;
    private final Set<String> only;
    private final Corpora corpora;
    private final RealTexts texts;
    private final TruthCache truths;
    private final PeerEnvironment peers;
    private final Path directory;
    private final Contest contest;

    private final List<DedupTable.Judged> judged = new ArrayList<>();
    private final List<SketchRace.Outcome> sketches = new ArrayList<>();
    private final List<DistanceRace.Outcome> distances = new ArrayList<>();

    /**
     * @param only tools that run; empty for all
     * @param directory for logs, and what is made for one run
     * @param progress hears a line after each step
     */
    DedupRace(
            DedupPlan plan,
            Set<String> only,
            Corpora corpora,
            RealTexts texts,
            TruthCache truths,
            PeerEnvironment peers,
            Path directory,
            Consumer<String> progress) {
        this.plan = plan;
        this.only = new TreeSet<>(only);
        this.corpora = corpora;
        this.texts = texts;
        this.truths = truths;
        this.peers = peers;
        this.directory = directory;
        this.contest = new Contest(directory, progress);
    }

    List<DedupTable.Judged> corpora() {
        return judged;
    }

    List<Result> results() {
        return contest.results();
    }

    List<SketchRace.Outcome> sketches() {
        return sketches;
    }

    List<DistanceRace.Outcome> distances() {
        return distances;
    }

    /** The version of rapidfuzz; empty when it was not raced. */
    Optional<String> rapidfuzz() {
        return distances.stream()
                .flatMap(distance -> distance.rapidfuzz().stream())
                .map(DistanceRace.Rapidfuzz::version)
                .findFirst();
    }

    /** How well everyone finds what brute force finds. */
    Facts quality() throws IOException, InterruptedException {
        Facts facts =
                new Facts(
                        judge(corpora.aime()), judge(corpora.gsm8k()), judge(corpora.humanEval()));
        for (DedupTable.Judged known : facts.corpora()) {
            run(ours("threads", "eval"), known, 1, 0);
            run(ours("flink", "eval"), known, 1, 0);
        }
        for (Corpus corpus :
                List.of(
                        corpora.recode(),
                        corpora.copies(),
                        corpora.hard(plan.hard()),
                        corpora.hardShort(plan.hard() / 4))) {
            DedupTable.Judged known = judge(corpus);
            run(ours("threads", "eval"), known, 1, 0);
            run(ours("threads", "recall"), known, 1, 0);
            run(ours("flink", "eval"), known, 1, 0);
            boolean isNoise = corpus.gold()[0] >= 0 && !corpus.name().equals("recode");
            for (String tool : plan.judgesAll() || isNoise ? Peer.TOOLS : List.<String>of()) {
                run(peer(tool, "default"), known, 1, 0);
                run(peer(tool, "ours"), known, 1, 0);
            }
        }
        return facts;
    }

    /** What everyone takes for the same documents. */
    void costs() throws IOException, InterruptedException {
        DedupTable.Judged raced = planted(corpora.scale(plan.raced()));
        for (int cores = 1; cores <= 2; cores++) {
            for (String engine : List.of("threads", "flink")) {
                run(ours(engine, "eval"), raced, cores, plan.rounds());
            }
            for (String tool : Peer.TOOLS) {
                if (cores == 1 || peer(tool, "default").isParallel()) {
                    run(peer(tool, "default"), raced, cores, plan.rounds());
                }
                if (cores == 1) {
                    run(peer(tool, "ours"), raced, cores, plan.rounds());
                }
            }
        }
    }

    /** How what we take grows with the documents. */
    void growth() throws IOException, InterruptedException {
        for (int size : plan.growth()) {
            DedupTable.Judged grown = planted(corpora.scale(size));
            int heap = size >= LARGE ? LARGE_HEAP_MEGABYTES : HEAP_MEGABYTES;
            for (int cores = 1; cores <= 2; cores++) {
                for (String engine : List.of("threads", "flink")) {
                    boolean isThere = size == plan.raced();
                    if (!isThere) {
                        run(ours(engine, "eval", heap), grown, cores, plan.rounds());
                    }
                }
            }
            run(ours("threads", "web", heap), grown, 1, plan.rounds());
        }
    }

    /** The inner loops beside those of others. */
    void kernels() throws IOException, InterruptedException {
        if (!isWanted(GoalSheet.THREADS)) {
            return;
        }
        sketches.addAll(SketchRace.run(KERNEL_ROUNDS, peers, directory));
        List<String> english = texts.english();
        for (int i = 0; i < LENGTHS.size(); i++) {
            int length = LENGTHS.get(i);
            Path pairs =
                    DistanceRace.write(
                            directory.resolve("pairs-" + length + ".jsonl"),
                            english,
                            length,
                            PAIRS.get(i));
            distances.add(DistanceRace.run(pairs, length, KERNEL_ROUNDS, peers, directory));
        }
    }

    private DedupTable.Judged judge(Corpus corpus) throws IOException, InterruptedException {
        DedupTable.Judged known = new DedupTable.Judged(corpus, truths.of(corpus));
        judged.add(known);
        return known;
    }

    private DedupTable.Judged planted(Corpus corpus) {
        DedupTable.Judged known = new DedupTable.Judged(corpus, Truth.planted(corpus.gold()));
        if (judged.stream().noneMatch(one -> one.corpus().name().equals(corpus.name()))) {
            judged.add(known);
        }
        return known;
    }

    private Contestant ours(String engine, String mode) {
        return ours(engine, mode, HEAP_MEGABYTES);
    }

    private Contestant ours(String engine, String mode, int heap) {
        return new OwnContestant(engine, mode, heap, directory);
    }

    private Contestant peer(String tool, String setting) {
        return new Peer(peers, tool, setting, directory);
    }

    private void run(Contestant contestant, DedupTable.Judged known, int cores, int rounds)
            throws InterruptedException {
        if (isWanted(contestant.tool())) {
            contest.run(contestant, known.corpus(), known.truth(), cores, rounds);
        }
    }

    private boolean isWanted(String tool) {
        return only.isEmpty() || only.contains(tool);
    }
}
