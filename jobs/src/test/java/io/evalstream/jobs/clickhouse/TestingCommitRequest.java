package io.evalstream.jobs.clickhouse;

import org.apache.flink.api.connector.sink2.Committer;

/** A request that knows no outcome but success. */
record TestingCommitRequest(InsertBatch batch) implements Committer.CommitRequest<InsertBatch> {

    @Override
    public InsertBatch getCommittable() {
        return batch;
    }

    @Override
    public int getNumberOfRetries() {
        return 0;
    }

    @Override
    public void signalFailedWithKnownReason(Throwable reason) {
        throw new AssertionError("rows would be lost", reason);
    }

    @Override
    public void signalFailedWithUnknownReason(Throwable reason) {
        throw new AssertionError("rows would be lost", reason);
    }

    @Override
    public void retryLater() {
        throw new AssertionError("Flink would try again at once");
    }

    @Override
    public void updateAndRetryLater(InsertBatch other) {
        throw new AssertionError("a batch never changes");
    }

    @Override
    public void signalAlreadyCommitted() {}
}
