package io.evalstream.k8s.reconcile;

import io.evalstream.k8s.api.EvalRun;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;

/** Does what was decided. */
final class Actions {

    private static final Logger LOG = LoggerFactory.getLogger(Actions.class);

    private final NoticeRecorder notices;
    private final RunReconciler.Collaborators with;

    Actions(NoticeRecorder notices, RunReconciler.Collaborators with) {
        this.notices = notices;
        this.with = with;
    }

    void perform(EvalRun run, Action action) {
        if (action instanceof Action.Apply apply) {
            with.applier().apply(apply.object());
        } else if (action instanceof Action.Delete delete) {
            with.applier().delete(delete.object());
        } else if (action instanceof Action.Launch launch) {
            with.launcher()
                    .launch(
                            run,
                            launch.stage(),
                            launch.group(),
                            launch.atOnce(),
                            launch.suspended());
        } else if (action instanceof Action.EndShards) {
            with.launcher().end(run);
        } else if (action instanceof Action.Announce announce) {
            with.announcer().announce(announce.event());
        } else if (action instanceof Action.Tell tell) {
            tell(run, tell.notice());
        }
    }

    /** People first, then the record: who dies in between tells them twice, never not at all. */
    private void tell(EvalRun run, Notifier.Notice notice) {
        String message = notice.message();
        try {
            with.notifier().tell(notice);
        } catch (IOException e) {
            LOG.warn(
                    "run={} nobody was told of {}: {}",
                    notice.run(),
                    notice.reason(),
                    e.getMessage());
            message += " (nobody was told: " + e.getMessage() + ")";
        }
        notices.record(run, notice, message);
    }
}
