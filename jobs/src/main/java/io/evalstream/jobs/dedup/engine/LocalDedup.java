package io.evalstream.jobs.dedup.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The search in one process with plain threads, all texts in memory: the same steps as the Flink
 * job, which gives the same duplicates.
 */
public final class LocalDedup {

    private final DedupPlan plan;
    private final int threads;

    /**
     * @param threads at least 1
     */
    public LocalDedup(DedupPlan plan, int threads) {
        this.plan = plan;
        this.threads = threads;
    }

    /**
     * @throws IOException when a suite cannot be read
     */
    public DedupResult run() throws IOException, InterruptedException {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            return new Run(pool).run();
        } finally {
            pool.shutdownNow();
        }
    }

    /** Blocks of one step by the partition they are meant for. */
    private static final class Exchange implements BlockOutput {

        private final List<Collection<Block>> partitions = new ArrayList<>();

        Exchange(int count) {
            for (int i = 0; i < count; i++) {
                partitions.add(new ConcurrentLinkedQueue<>());
            }
        }

        @Override
        public void accept(Block block) {
            partitions.get(block.target()).add(block);
        }

        Collection<Block> of(int partition) {
            return partitions.get(partition);
        }

        void clear(int partition) {
            partitions.get(partition).clear();
        }
    }

    /** One run. */
    private final class Run {

        private final ExecutorService pool;
        private final Exchange bands = new Exchange(threads);
        private final Exchange digests = new Exchange(threads);
        private final Exchange texts = new Exchange(threads);
        private final Exchange names = new Exchange(threads);
        private final Exchange shorts = new Exchange(1);
        private final Exchange rows = new Exchange(1);
        private final Exchange copies = new Exchange(1);
        private final Exchange pairs = new Exchange(threads);
        private final Exchange wanted = new Exchange(threads);
        private final Exchange edges = new Exchange(1);

        Run(ExecutorService pool) {
            this.pool = pool;
        }

        DedupResult run() throws IOException, InterruptedException {
            long read = sum(each(plan.splits().size(), this::scan));
            long exact = sum(each(threads, this::findCopies));
            List<BandGroups.Banded> banded = each(threads, this::findPairs);
            long inShort = sum(each(threads, this::compareShort));
            List<PairVerifier.Counts> verified =
                    each(
                            threads,
                            i ->
                                    verify(
                                            i,
                                            PairVerifier.verifying(plan.parameters()),
                                            pairs,
                                            wanted));
            Report report = report();
            List<Duplicate> duplicates = report.finish();
            List<Long> rowsOfSuites = new ArrayList<>();
            for (int i = 0; i < plan.suites().size(); i++) {
                rowsOfSuites.add(report.rowsOf(i));
            }
            DedupCounters counters =
                    new DedupCounters(
                            read,
                            exact,
                            verified.stream().mapToLong(PairVerifier.Counts::candidates).sum(),
                            verified.stream().mapToLong(PairVerifier.Counts::verified).sum(),
                            inShort,
                            banded.stream().mapToLong(BandGroups.Banded::cappedBuckets).sum(),
                            banded.stream().mapToLong(BandGroups.Banded::pairsLeftOut).sum());
            return new DedupResult(rowsOfSuites, duplicates, counters, perDocument(banded));
        }

        private long scan(int split) throws IOException {
            SplitScanner.Outputs outputs =
                    new SplitScanner.Outputs(bands, digests, texts, names, shorts, rows);
            return new SplitScanner(plan, threads, outputs).scan(plan.splits().get(split));
        }

        private long findCopies(int partition) {
            ExactGroups groups = new ExactGroups();
            for (Block block : digests.of(partition)) {
                groups.add((Block.Digests) block);
            }
            digests.clear(partition);
            return groups.finish(copies);
        }

        private BandGroups.Banded findPairs(int partition) {
            BandGroups groups = new BandGroups(plan.parameters(), partition, threads);
            for (Block block : bands.of(partition)) {
                groups.add((Block.Bands) block);
            }
            bands.clear(partition);
            for (Block block : copies.of(0)) {
                groups.add((Block.Copies) block);
            }
            return groups.finish(pairs, wanted);
        }

        private long compareShort(int partition) {
            ShortTexts compared = new ShortTexts(plan.parameters(), partition, threads);
            for (Block block : shorts.of(0)) {
                compared.add((Block.Texts) block);
            }
            for (Block block : copies.of(0)) {
                compared.add((Block.Copies) block);
            }
            return compared.finish(edges);
        }

        private PairVerifier.Counts verify(
                int partition, PairVerifier verifier, Exchange from, Exchange asked) {
            return verify(partition, verifier, from, asked, edges);
        }

        private PairVerifier.Counts verify(
                int partition,
                PairVerifier verifier,
                Exchange from,
                Exchange asked,
                BlockOutput output) {
            for (int home = 0; home < threads; home++) {
                TextPicker picker = new TextPicker(threads);
                for (Block block : asked.of(home)) {
                    if (((Block.Wanted) block).consumer() == partition) {
                        picker.want((Block.Wanted) block);
                    }
                }
                for (Block block : texts.of(home)) {
                    picker.pick((Block.Texts) block, picked -> verifier.add((Block.Texts) picked));
                }
            }
            for (Block block : from.of(partition)) {
                verifier.add((Block.Pairs) block);
            }
            from.clear(partition);
            return verifier.finish(output);
        }

        private Report report() throws IOException, InterruptedException {
            Decider decider = new Decider(plan.parameters(), plan.protectedSplits());
            for (Block block : edges.of(0)) {
                decider.add((Block.Edges) block);
            }
            for (Block block : copies.of(0)) {
                decider.add((Block.Copies) block);
            }
            Report report = new Report(plan);
            Exchange unmeasured = new Exchange(threads);
            Exchange wantedTexts = new Exchange(threads);
            Exchange measured = new Exchange(1);
            TextPicker picker = new TextPicker(1);
            decider.finish(
                    report::add,
                    unmeasured,
                    wantedTexts,
                    block -> picker.want((Block.Wanted) block),
                    threads);
            each(
                    threads,
                    i ->
                            verify(
                                    i,
                                    PairVerifier.measuring(plan.parameters()),
                                    unmeasured,
                                    wantedTexts,
                                    measured));
            measured.of(0).forEach(report::add);
            rows.of(0).forEach(report::add);
            for (int home = 0; home < threads; home++) {
                for (Block block : names.of(home)) {
                    picker.pick((Block.Texts) block, report::add);
                }
            }
            return report;
        }

        /** Every partition holds something of every document. */
        private static double perDocument(List<BandGroups.Banded> banded) {
            long bytes = banded.stream().mapToLong(BandGroups.Banded::bytes).sum();
            return (double) bytes / Math.max(1, banded.get(0).documents());
        }

        private static long sum(List<Long> counts) {
            long sum = 0;
            for (long count : counts) {
                sum += count;
            }
            return sum;
        }

        /** Runs something for each partition, as many at once as there are threads. */
        private <T> List<T> each(int count, Step<T> step) throws IOException, InterruptedException {
            List<Callable<T>> tasks = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int partition = i;
                tasks.add(() -> step.run(partition));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : pool.invokeAll(tasks)) {
                try {
                    results.add(future.get());
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof IOException fault) {
                        throw fault;
                    }
                    throw new IllegalStateException(e.getCause());
                }
            }
            return results;
        }
    }

    /** What is done for one partition. */
    @FunctionalInterface
    private interface Step<T> {
        T run(int partition) throws IOException;
    }
}
