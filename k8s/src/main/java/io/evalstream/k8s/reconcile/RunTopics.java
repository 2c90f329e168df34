package io.evalstream.k8s.reconcile;

import java.util.function.Consumer;

/** Connection to the topics of runs and verdicts, as long as it is open. */
public interface RunTopics extends AutoCloseable {

    /** Opens connections; one for each time that a replica leads. */
    @FunctionalInterface
    interface Source {

        /**
         * @param listener gets the id of each run there is news of; returns soon
         */
        RunTopics open(Consumer<String> listener);
    }

    /** What is said in them. */
    RunEvents events();

    /** Says something in them. */
    RunAnnouncer announcer();

    @Override
    void close();
}
