package io.evalstream.cli;

import io.evalstream.cli.sql.BadSqlException;
import io.evalstream.datasets.BadDatasetException;
import io.evalstream.embedded.ServiceUnavailableException;
import io.evalstream.jobs.snapshot.SnapshotException;
import io.evalstream.k8s.files.UnusableFileException;
import io.evalstream.k8s.registry.RegistryException;
import io.evalstream.readers.BadInputException;
import io.evalstream.sql.BackupException;
import io.evalstream.sql.DatabaseException;
import io.evalstream.sql.SchemaMismatchException;
import io.fabric8.kubernetes.client.KubernetesClientException;

import org.apache.kafka.common.utils.Exit;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;

/** The command line: finds the command, runs it, and turns faults into one line and a code. */
@Command(
        name = "evalstream",
        description = "Continuous, statistically honest evaluation of LLM releases.",
        mixinStandardHelpOptions = true,
        version = "evalstream " + Evalstream.VERSION,
        subcommands = {
            DemoCommand.class,
            UpCommand.class,
            ShipCommand.class,
            GateCommand.class,
            DedupCommand.class,
            CalibrateCommand.class,
            SimulateCommand.class,
            SnapshotCommand.class,
            ReportCommand.class,
            AuditCommand.class,
            StorageCommand.class,
            SqlCommand.class,
            ControllerCommand.class,
            CommandLine.HelpCommand.class
        },
        footer = {
            "",
            "./evalstream test builds and runs every test.",
            "",
            "Exit codes: 0 done or PASS, 1 BREACH or a goal missed, 2 INCONCLUSIVE or no baseline,",
            "64 wrong usage, 65 bad input data, 69 a service is unavailable, 70 internal error."
        })
public final class Evalstream implements Runnable {

    static final String VERSION = "0.1.0";

    @Option(
            names = "--verbose",
            description = "Log to the terminal and print stack traces.",
            scope = CommandLine.ScopeType.INHERIT)
    boolean verbose;

    /** What asks the command to stop. */
    final StopSignals signals;

    @Spec private CommandSpec spec;

    private Evalstream(StopSignals signals) {
        this.signals = signals;
    }

    public static void main(String[] arguments) {
        int code = ExitCode.INTERNAL;
        // Left alone, a broker that gives up would end the process with the code of a breach.
        Exit.setExitProcedure((status, message) -> Runtime.getRuntime().exit(ExitCode.UNAVAILABLE));
        Exit.setHaltProcedure((status, message) -> Runtime.getRuntime().halt(ExitCode.UNAVAILABLE));
        try {
            code = commandLine(StopSignals.ofProcess(Thread.currentThread())).execute(arguments);
        } catch (Error e) {
            e.printStackTrace();
        } finally {
            // Engines may have left threads behind that are not daemons; the exit code stands.
            System.exit(code);
        }
    }

    /** The command line as part of another program: signals are that program's business. */
    static CommandLine commandLine() {
        return commandLine(StopSignals.none());
    }

    private static CommandLine commandLine(StopSignals signals) {
        CommandLine line = new CommandLine(new Evalstream(signals));
        line.setParameterExceptionHandler(Evalstream::usage);
        line.setExecutionExceptionHandler(Evalstream::fault);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        return line;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "name a command");
    }

    private static int usage(ParameterException fault, String[] arguments) {
        CommandLine line = fault.getCommandLine();
        PrintWriter errors = line.getErr();
        errors.println("evalstream: " + oneLine(fault.getMessage()));
        errors.println("try 'evalstream " + qualified(line) + "--help'");
        return ExitCode.USAGE;
    }

    private static String qualified(CommandLine line) {
        return line.getParent() == null
                ? ""
                : qualified(line.getParent()) + line.getCommandName() + " ";
    }

    private static int fault(Exception fault, CommandLine line, CommandLine.ParseResult arguments) {
        Evalstream root = (Evalstream) line.getCommandSpec().root().userObject();
        Throwable cause = known(fault);
        boolean stopped = root.signals.haveInterrupted();
        line.getErr()
                .println(
                        "evalstream: "
                                + (stopped ? "stopped by " + root.signals.name() : message(cause)));
        if (root.verbose) {
            fault.printStackTrace(line.getErr());
        }
        return stopped ? root.signals.exitCode() : code(cause);
    }

    /** The first cause that has a code of its own, else the fault itself. */
    private static Throwable known(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (code(cause) != ExitCode.INTERNAL) {
                return cause;
            }
        }
        return fault;
    }

    private static int code(Throwable cause) {
        if (cause instanceof BadInputException
                || cause instanceof BadDatasetException
                || cause instanceof BadSqlException
                || cause instanceof BackupException
                || cause instanceof SnapshotException
                || cause instanceof UnusableFileException) {
            return ExitCode.BAD_INPUT;
        }
        if (cause instanceof ServiceUnavailableException
                || cause instanceof SchemaMismatchException
                || cause instanceof RegistryException
                || cause instanceof KubernetesClientException
                || cause instanceof DatabaseException) {
            return ExitCode.UNAVAILABLE;
        }
        return cause instanceof UsageException ? ExitCode.USAGE : ExitCode.INTERNAL;
    }

    private static String message(Throwable cause) {
        String text = cause.getMessage() == null ? cause.getClass().getName() : cause.getMessage();
        return code(cause) == ExitCode.INTERNAL
                ? "internal error: " + oneLine(text) + "; --verbose shows where"
                : oneLine(text);
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
