package io.evalstream.k8s.budget;

/** GPU time of shards that are not asked, as it was planned. */
public final class PlannedRest {

    private double runnerSeconds;
    private double gpuSeconds;

    /**
     * Adds shards.
     *
     * @param seconds they would take one after another
     * @param gpus of each of their pods
     */
    public void add(double seconds, int gpus) {
        runnerSeconds += seconds;
        gpuSeconds += seconds * gpus;
    }

    /**
     * GPU-seconds of the runners, and of the server meanwhile.
     *
     * @param atOnce runner pods at once
     * @param serverGpus GPUs of all its pods
     */
    public long gpuSeconds(int atOnce, int serverGpus) {
        return Math.round(gpuSeconds + runnerSeconds / atOnce * serverGpus);
    }
}
