package io.evalstream.jobs.dedup.engine;

/** Takes what a step hands on. */
@FunctionalInterface
public interface BlockOutput {
    void accept(Block block);
}
