package io.evalstream.jobs.audit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The log of one run, read whole.
 *
 * @param lines in their order
 */
public record RunLog(String runId, List<LogLine> lines) {

    /**
     * Reads the newest log of a run that has a verdict.
     *
     * @return empty when there is none
     * @throws DamagedLogException when one of its parts is not what was written
     * @throws IOException when the store cannot be read
     */
    public static Optional<RunLog> read(ObjectStore store, String runId) throws IOException {
        List<LogFolder> folders = new ArrayList<>();
        for (LogFolder folder : LogFolder.of(store.list(AuditKeys.DAYS), new ArrayList<>())) {
            if (folder.isOf(runId)) {
                folders.add(folder);
            }
        }
        RunLog newest = null;
        long newestOffset = -1;
        for (LogFolder folder : folders) {
            for (Map.Entry<String, LogFolder.Members> chain : folder.chains().entrySet()) {
                RunLog log = new RunLog(runId, lines(store, chain.getValue().parts.values()));
                long offset = log.lastControl();
                if (log.has("verdict") && offset >= newestOffset) {
                    newest = log;
                    newestOffset = offset;
                }
            }
        }
        return Optional.ofNullable(newest);
    }

    private static List<LogLine> lines(ObjectStore store, Iterable<String> keys)
            throws IOException {
        List<LogLine> lines = new ArrayList<>();
        try (PartReader reader = new PartReader()) {
            for (String key : keys) {
                byte[] bytes =
                        store.get(key).orElseThrow(() -> new IOException(key + " has vanished"));
                try {
                    reader.read(reader.first(bytes), bytes, (number, line) -> lines.add(line));
                } catch (DamagedPartException e) {
                    throw new DamagedLogException(new LogFault(key, e.line(), e.getMessage()), e);
                }
            }
        }
        return lines;
    }

    private boolean has(String type) {
        return !of(type).isEmpty();
    }

    /** How late the log is, among those of one run: they are of one partition. */
    private long lastControl() {
        long last = -1;
        for (LogLine line : of(AuditRecord.Kind.CONTROL.word())) {
            last = Math.max(last, line.offset());
        }
        return last;
    }

    /** The lines of one type, in their order. */
    public List<LogLine> of(String type) {
        List<LogLine> some = new ArrayList<>();
        for (LogLine line : lines) {
            if (line.type().equals(type)) {
                some.add(line);
            }
        }
        return some;
    }

    /** The lines of one kind, in their order. */
    public List<LogLine> of(AuditRecord.Kind kind) {
        return of(kind.word());
    }
}
