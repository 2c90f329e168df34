package io.evalstream.contract;

/**
 * Computes the ids of one event after the other; events of one run share their first four texts.
 *
 * <p>Call {@link #begin}, one of the {@code add} methods, {@link #finish}.
 */
final class SampleEventIds {
    private final EventIdHasher hasher = new EventIdHasher();

    /** What the hasher's first {@code sharedSize} bytes encode. */
    private CachedText sharedRunId;

    private CachedText sharedHarness;
    private CachedText sharedSuite;
    private CachedText sharedTask;
    private int sharedSize;

    void begin(CachedText runId, CachedText harness, CachedText suite, CachedText task) {
        if (task == sharedTask
                && runId == sharedRunId
                && harness == sharedHarness
                && suite == sharedSuite) {
            hasher.truncate(sharedSize);
            return;
        }
        hasher.truncate(0);
        add(runId);
        add(harness);
        add(suite);
        add(task);
        sharedSize = hasher.size();
        sharedRunId = runId;
        sharedHarness = harness;
        sharedSuite = suite;
        sharedTask = task;
    }

    void addItemKey(byte[] bytes, int offset, int length) {
        hasher.addText(bytes, offset, length);
    }

    void addItemKey(String itemKey) {
        hasher.addText(itemKey);
    }

    void addRecord(byte[] record, int offset, int length) {
        hasher.addRecord(record, offset, length);
    }

    EventId finish(CachedText metric, CachedText filter, int repeat) {
        add(metric);
        add(filter);
        hasher.addNumber(repeat);
        return hasher.finish();
    }

    private void add(CachedText text) {
        hasher.addEncoded(text.encoded());
    }
}
