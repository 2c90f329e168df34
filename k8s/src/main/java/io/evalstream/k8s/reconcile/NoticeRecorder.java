package io.evalstream.k8s.reconcile;

import io.evalstream.k8s.api.EvalRun;

/** Keeps with a run what people were told of it. */
public interface NoticeRecorder {

    /**
     * Keeps a notice; the same one twice is kept once.
     *
     * @param message of the notice, and whether it reached anybody
     */
    void record(EvalRun run, Notifier.Notice notice, String message);
}
