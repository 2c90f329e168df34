package io.evalstream.cli;

import io.evalstream.embedded.EmbeddedObjectStore;
import io.evalstream.embedded.ServiceUnavailableException;
import io.evalstream.jobs.audit.AuditEndpoint;
import io.evalstream.jobs.audit.DamagedLogException;
import io.evalstream.jobs.audit.LogFault;
import io.evalstream.jobs.audit.LogVerifier;
import io.evalstream.jobs.audit.ObjectStore;
import io.evalstream.jobs.audit.S3ObjectStore;
import io.evalstream.jobs.quality.MissingLogException;
import io.evalstream.jobs.quality.VerdictReplay;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Checks the audit log, and judges runs again from it. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = "Proves that the audit log is whole, and judges runs again from it.")
final class AuditCommand implements Runnable {

    @Option(
            names = "--endpoint",
            paramLabel = "URL",
            scope = ScopeType.INHERIT,
            description = "S3 or MinIO address of the log; 'up' prints that of its own.")
    private String endpoint = "";

    @Option(
            names = "--bucket",
            scope = ScopeType.INHERIT,
            description = "Its bucket. Default: " + AuditEndpoint.BUCKET + ".")
    private String bucket = AuditEndpoint.BUCKET;

    @Option(
            names = "--access-key",
            defaultValue = "${env:EVALSTREAM_AUDIT_ACCESS_KEY}",
            scope = ScopeType.INHERIT,
            description =
                    "S3 access key that may read it. Default: EVALSTREAM_AUDIT_ACCESS_KEY of the"
                            + " environment, else that of 'up'.")
    private String accessKey;

    @Option(
            names = "--secret-key",
            defaultValue = "${env:EVALSTREAM_AUDIT_SECRET_KEY}",
            scope = ScopeType.INHERIT,
            description =
                    "Its secret; others on the machine see what a command line says. Default:"
                            + " EVALSTREAM_AUDIT_SECRET_KEY of the environment, else that of 'up'.")
    private String secretKey;

    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "name what to do: verify or replay");
    }

    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description = {
                "Follows the chain of every run, or of the named ones, and says of each object that"
                        + " was edited, removed, added, moved or cut which it is and in which line.",
                "Exits 0 when all are whole, else 65."
            })
    int verify(@Parameters(paramLabel = "RUN", arity = "0..*") List<String> runs) {
        Console console = Console.standard();
        LogVerifier.Report report =
                reading(
                        store -> {
                            try (LogVerifier verifier =
                                    new LogVerifier(
                                            store,
                                            AuditEndpoint.SHORTEST_RETENTION,
                                            Clock.systemUTC())) {
                                return verifier.verify(runs == null ? List.of() : runs);
                            }
                        });
        for (LogFault fault : report.faults()) {
            console.result(fault.toString());
        }
        console.result(summary(report));
        return report.faults().isEmpty() ? ExitCode.PASS : ExitCode.BAD_INPUT;
    }

    private static String summary(LogVerifier.Report report) {
        int faults = report.faults().size();
        return String.format(
                Locale.ROOT,
                "%s: %,d logs in %,d parts with %,d lines%s",
                faults == 0 ? "whole" : faults == 1 ? "1 fault" : faults + " faults",
                report.runs(),
                report.parts(),
                report.lines(),
                report.open() == 0 ? "" : "; " + report.open() + " have no verdict yet");
    }

    @Command(
            name = "replay",
            mixinStandardHelpOptions = true,
            description = {
                "Judges a run again from its log and those of its baseline, with the code of the"
                        + " job, and compares every figure bit by bit.",
                "Exits 0 when they are equal, 1 when not, 65 when the log is damaged or lacks a run."
            })
    int replay(@Parameters(paramLabel = "RUN") String run) {
        Console console = Console.standard();
        try {
            VerdictReplay.Outcome outcome = reading(store -> VerdictReplay.replay(store, run));
            for (VerdictReplay.Difference difference : outcome.differences()) {
                console.result(
                        "differs: "
                                + difference.field()
                                + ": logged "
                                + difference.logged()
                                + ", replayed "
                                + difference.replayed());
            }
            boolean isEqual = outcome.differences().isEmpty();
            console.result((isEqual ? "equal: " : "different: ") + sentence(run, outcome));
            return isEqual ? ExitCode.PASS : ExitCode.BREACH;
        } catch (UnusableLogException e) {
            spec.commandLine().getErr().println("evalstream: " + e.getMessage());
            return ExitCode.BAD_INPUT;
        }
    }

    private static String sentence(String run, VerdictReplay.Outcome outcome) {
        List<String> earlier = new ArrayList<>(outcome.baselines());
        return run
                + " "
                + outcome.decision()
                + String.format(Locale.ROOT, ", %,d results judged again", outcome.samples())
                + (earlier.isEmpty() ? "" : ", against " + String.join(", ", earlier));
    }

    /** A log from which nothing can be judged. */
    private static final class UnusableLogException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnusableLogException(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    /** Something that is done with the store. */
    @FunctionalInterface
    private interface Reading<T> {
        T from(ObjectStore store) throws IOException;
    }

    private <T> T reading(Reading<T> reading) {
        if (endpoint.isEmpty()) {
            throw new UsageException("--endpoint: say where the log is, such as http://minio:9000");
        }
        AuditEndpoint log;
        try {
            log =
                    new AuditEndpoint(
                            endpoint,
                            bucket,
                            accessKey == null ? EmbeddedObjectStore.ACCESS_KEY : accessKey,
                            secretKey == null ? EmbeddedObjectStore.SECRET_KEY : secretKey,
                            AuditEndpoint.SHORTEST_RETENTION);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--endpoint: '" + endpoint + "' " + e.getMessage(), e);
        }
        try (ObjectStore store = S3ObjectStore.impatient(log)) {
            return reading.from(store);
        } catch (DamagedLogException | MissingLogException e) {
            throw new UnusableLogException(e);
        } catch (IOException e) {
            throw new ServiceUnavailableException(e.getMessage(), e);
        }
    }
}
