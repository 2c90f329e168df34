package io.evalstream.k8s.reconcile;

import java.io.IOException;

/** Tells people that a run needs them. */
public interface Notifier {

    /**
     * Tells them; at least once for each notice.
     *
     * @throws IOException when it did not reach them; the message holds no address
     */
    void tell(Notice notice) throws IOException;

    /**
     * Something they have to decide or repair.
     *
     * @param reason in one word, such as BudgetExceeded
     * @param message one line
     */
    record Notice(String run, String modelTag, String reason, String message) {}
}
