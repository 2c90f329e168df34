package io.evalstream.jobs.audit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The log of one run, read part by part whenever it is asked for lines. */
public final class RunLog {

    private final ObjectStore store;
    private final List<String> parts;

    private RunLog(ObjectStore store, List<String> parts) {
        this.store = store;
        this.parts = parts;
    }

    /** Takes lines in their order. */
    @FunctionalInterface
    public interface Reader {
        void line(LogLine line) throws IOException;
    }

    /**
     * Finds the newest log of a run that has a verdict.
     *
     * @return empty when there is none
     * @throws DamagedLogException when one of its parts is not what was written
     * @throws IOException when the store cannot be read
     */
    public static Optional<RunLog> find(ObjectStore store, String runId) throws IOException {
        RunLog newest = null;
        long newestEnd = -1;
        for (LogFolder folder : LogFolder.of(store.list(AuditKeys.DAYS), new ArrayList<>())) {
            if (!folder.isOf(runId)) {
                continue;
            }
            for (LogFolder.Members chain : folder.chains().values()) {
                RunLog log = new RunLog(store, List.copyOf(chain.parts.values()));
                // Control events of a run are of one partition: the later log has later ones.
                long[] end = {-1};
                boolean[] hasVerdict = {false};
                log.read(
                        line -> {
                            hasVerdict[0] |= line.is(AuditRecord.Kind.VERDICT);
                            if (line.is(AuditRecord.Kind.CONTROL)) {
                                end[0] = Math.max(end[0], line.offset());
                            }
                        });
                if (hasVerdict[0] && end[0] >= newestEnd) {
                    newest = log;
                    newestEnd = end[0];
                }
            }
        }
        return Optional.ofNullable(newest);
    }

    /**
     * Reads every line; holds one part in memory.
     *
     * @throws DamagedLogException when a part is not what was written
     */
    public void read(Reader lines) throws IOException {
        try (PartReader reader = new PartReader()) {
            for (String key : parts) {
                byte[] bytes =
                        store.get(key).orElseThrow(() -> new IOException(key + " has vanished"));
                try {
                    reader.read(reader.first(bytes), bytes, (number, line) -> lines.line(line));
                } catch (DamagedPartException e) {
                    throw new DamagedLogException(new LogFault(key, e.line(), e.getMessage()), e);
                }
            }
        }
    }

    /** All lines of a kind of which a run has few. */
    public List<LogLine> all(AuditRecord.Kind kind) throws IOException {
        List<LogLine> some = new ArrayList<>();
        read(
                line -> {
                    if (line.is(kind)) {
                        some.add(line);
                    }
                });
        return some;
    }
}
