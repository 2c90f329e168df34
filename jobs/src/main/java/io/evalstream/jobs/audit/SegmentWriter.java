package io.evalstream.jobs.audit;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Gathers records by run and compresses them, many lines at a time.
 *
 * <p>Holds at most {@link #MAX_OPEN} bytes of lines, however many runs there are.
 */
public final class SegmentWriter implements AutoCloseable {

    /** Bytes of lines from which a run's are compressed. */
    static final int SEGMENT = 256 << 10;

    /** Bytes of lines over all runs. */
    static final int MAX_OPEN = 16 << 20;

    private final Frames frames = new Frames();
    private final LineStarts starts = new LineStarts();
    private final Map<String, LogLines> open = new HashMap<>();
    private final Consumer<AuditSegment> out;
    private String latestRun = "";
    private LogLines latest;
    private long openBytes;

    /**
     * @param out takes segments as soon as they are full, and all at a flush
     */
    public SegmentWriter(Consumer<AuditSegment> out) {
        this.out = out;
    }

    /** Takes a record; its bytes are copied. */
    public void add(AuditRecord record) {
        LogLines lines = lines(record.runId());
        int before = lines.size();
        lines.add(record);
        openBytes += lines.size() - before;
        if (lines.size() >= SEGMENT) {
            compress(record.runId(), lines);
        } else if (openBytes >= MAX_OPEN) {
            flush();
        }
    }

    private LogLines lines(String runId) {
        if (!runId.equals(latestRun) || latest == null) {
            latest = open.computeIfAbsent(runId, run -> new LogLines(starts));
            latestRun = runId;
        }
        return latest;
    }

    private void compress(String runId, LogLines lines) {
        byte[] frame = frames.compress(lines.bytes(), lines.size());
        AuditSegment segment = new AuditSegment(runId, lines.lines(), frame, lines.isVerdict());
        openBytes -= lines.size();
        lines.clear();
        out.accept(segment);
    }

    /** Hands on everything that is there. */
    public void flush() {
        Iterator<Map.Entry<String, LogLines>> entries = open.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<String, LogLines> entry = entries.next();
            if (entry.getValue().lines() > 0) {
                compress(entry.getKey(), entry.getValue());
            }
            entries.remove();
        }
        latest = null;
    }

    long openBytes() {
        return openBytes;
    }

    @Override
    public void close() {
        frames.close();
    }
}
