package io.evalstream.k8s;

/** Work that one replica alone does; the other ones wait for it to stop. */
@FunctionalInterface
public interface LeaderWork {

    /**
     * Begins the work.
     *
     * @return what ends it
     */
    AutoCloseable begin();
}
