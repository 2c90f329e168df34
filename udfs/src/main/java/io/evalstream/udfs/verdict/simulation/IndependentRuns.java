package io.evalstream.udfs.verdict.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** Judges numbered runs on several threads; the result does not depend on how many. */
final class IndependentRuns {

    private IndependentRuns() {}

    /**
     * @param runs how many runs, at least 1
     * @param threads how many at the same time, at least 1
     * @param judge what happened in the run of a number; called by several threads
     * @return by number
     * @throws InterruptedException when interrupted while waiting for the threads
     */
    static <T> List<T> judge(int runs, int threads, IntFunction<T> judge)
            throws InterruptedException {
        Object[] outcomes = new Object[runs];
        AtomicInteger next = new AtomicInteger();
        List<Throwable> failures = new ArrayList<>();
        List<Thread> workers = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            Thread worker =
                    new Thread(
                            () -> {
                                for (int n = next.getAndIncrement();
                                        n < runs;
                                        n = next.getAndIncrement()) {
                                    outcomes[n] = judge.apply(n);
                                }
                            },
                            "simulation-" + t);
            worker.setUncaughtExceptionHandler(
                    (thread, failure) -> {
                        synchronized (failures) {
                            failures.add(failure);
                        }
                    });
            workers.add(worker);
            worker.start();
        }
        for (Thread worker : workers) {
            worker.join();
        }
        if (!failures.isEmpty()) {
            throw new IllegalStateException("a simulated run failed", failures.get(0));
        }
        @SuppressWarnings("unchecked")
        List<T> result = (List<T>) Arrays.asList(outcomes);
        return result;
    }
}
