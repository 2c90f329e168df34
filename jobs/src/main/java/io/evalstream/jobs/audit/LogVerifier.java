package io.evalstream.jobs.audit;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Proves that a log is as it was written, or says where it is not. */
public final class LogVerifier implements AutoCloseable {

    /** Times a log is looked at while a job is adding to it. */
    private static final int LOOKS = 3;

    private final ObjectStore store;
    private final Duration retention;
    private final Clock clock;
    private final PartReader reader = new PartReader();

    /**
     * What was found.
     *
     * @param runs logs that were looked at
     * @param parts their parts
     * @param lines their lines
     * @param open logs without a verdict so far
     * @param faults empty when all are whole
     */
    public record Report(int runs, long parts, long lines, int open, List<LogFault> faults) {}

    /**
     * @param retention age from which the beginning of a log may be gone
     */
    public LogVerifier(ObjectStore store, Duration retention, Clock clock) {
        this.store = store;
        this.retention = retention;
        this.clock = clock;
    }

    /**
     * Checks the logs of some runs.
     *
     * @param runs ids; empty for all there are
     * @throws IOException when the store cannot be read
     */
    public Report verify(List<String> runs) throws IOException {
        List<LogFault> faults = new ArrayList<>();
        List<String> strangers = new ArrayList<>();
        List<LogFolder> folders = LogFolder.of(store.list(AuditKeys.DAYS), strangers);
        List<LogFolder> chosen = new ArrayList<>();
        for (LogFolder folder : folders) {
            boolean isChosen = runs.isEmpty();
            for (String run : runs) {
                isChosen |= folder.isOf(run);
            }
            if (isChosen) {
                chosen.add(folder);
            }
        }
        for (String run : runs) {
            boolean isThere = false;
            for (LogFolder folder : chosen) {
                isThere |= folder.isOf(run);
            }
            if (!isThere) {
                String any = AuditKeys.folder("*", run);
                faults.add(new LogFault(any, 0, "is missing: there is no log of " + run));
            }
        }
        if (runs.isEmpty()) {
            strangers.forEach(key -> faults.add(foreign(key)));
        }
        Tally tally = new Tally();
        for (LogFolder folder : chosen) {
            faults.addAll(settled(folder, tally));
        }
        return new Report(chosen.size(), tally.parts, tally.lines, tally.open, faults);
    }

    /** What was counted. */
    private static final class Tally {
        private long parts;
        private long lines;
        private int open;
    }

    private static LogFault foreign(String key) {
        if (AuditKeys.isFork(key)) {
            return new LogFault(
                    key, 0, "is a fork: a job that had gone back to an older state wrote it");
        }
        return new LogFault(key, 0, "is foreign: nothing of the log has such a name");
    }

    /** The faults of a folder; looked for again when a job may have written meanwhile. */
    private List<LogFault> settled(LogFolder first, Tally tally) throws IOException {
        LogFolder folder = first;
        for (int look = 1; ; look++) {
            Tally own = new Tally();
            List<LogFault> faults = check(folder, own);
            List<LogFolder> now = LogFolder.of(store.list(folder.key()), new ArrayList<>());
            boolean isSame = !now.isEmpty() && partsOf(now.get(0)).equals(partsOf(folder));
            if (faults.isEmpty() || (isSame && look > 1) || look == LOOKS || now.isEmpty()) {
                tally.parts += own.parts;
                tally.lines += own.lines;
                tally.open += own.open;
                return faults;
            }
            folder = now.get(0);
        }
    }

    private static List<String> partsOf(LogFolder folder) {
        List<String> keys = new ArrayList<>();
        folder.chains().values().forEach(members -> keys.addAll(members.parts.values()));
        return keys;
    }

    private List<LogFault> check(LogFolder folder, Tally tally) throws IOException {
        List<LogFault> faults = new ArrayList<>();
        folder.others().forEach(key -> faults.add(foreign(key)));
        for (Map.Entry<String, LogFolder.Members> entry : folder.chains().entrySet()) {
            ChainCheck check = new ChainCheck(folder, entry.getKey(), entry.getValue(), reader);
            Optional<byte[]> head =
                    entry.getValue().head.isEmpty()
                            ? Optional.empty()
                            : store.get(entry.getValue().head);
            check.head(head);
            for (Map.Entry<Integer, String> part : entry.getValue().parts.entrySet()) {
                Optional<byte[]> bytes = store.get(part.getValue());
                if (bytes.isPresent()) {
                    check.part(part.getKey(), part.getValue(), bytes.get());
                }
            }
            check.end(isOld(folder.day()));
            faults.addAll(check.faults());
            tally.parts += check.parts();
            tally.lines += check.lines();
            tally.open += check.isClosed() ? 0 : 1;
        }
        return faults;
    }

    private boolean isOld(String day) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return !LocalDate.parse(day).plusDays(retention.toDays()).isAfter(today);
    }

    @Override
    public void close() {
        reader.close();
    }
}
