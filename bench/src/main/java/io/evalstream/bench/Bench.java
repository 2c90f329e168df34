package io.evalstream.bench;

import io.evalstream.bench.dedup.DedupCommand;
import io.evalstream.bench.streaming.Contender;
import io.evalstream.bench.streaming.LatencyCommand;
import io.evalstream.bench.streaming.StreamingCommand;
import io.evalstream.embedded.ServiceUnavailableException;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The command line of the benchmarks: {@code ./evalstream bench …}. */
@Command(
        name = "bench",
        description = "Measures this build beside other ways to do the same, on this machine.",
        mixinStandardHelpOptions = true,
        subcommands = {
            StreamingCommand.class,
            LatencyCommand.class,
            DedupCommand.class,
            CommandLine.HelpCommand.class
        })
public final class Bench implements Runnable {
    private static final int USAGE = 64;
    private static final int UNAVAILABLE = 69;
    private static final int INTERNAL = 70;

    @Spec private CommandSpec spec;

    private Bench() {}

    public static void main(String[] arguments) {
        // Engines may have left threads behind that are not daemons; the exit code stands.
        System.exit(commandLine().execute(arguments));
    }

    /** The command line as part of another program. */
    static CommandLine commandLine() {
        return new CommandLine(new Bench())
                .registerConverter(Contender.class, Bench::contender)
                .setParameterExceptionHandler(Bench::usage)
                .setExecutionExceptionHandler(Bench::fault);
    }

    private static Contender contender(String title) {
        try {
            return Contender.of(title);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "name a benchmark");
    }

    private static int usage(ParameterException fault, String[] arguments) {
        CommandLine line = fault.getCommandLine();
        line.getErr().println("evalstream: " + oneLine(fault.getMessage()));
        line.getErr()
                .println("try 'evalstream " + line.getCommandSpec().qualifiedName() + " --help'");
        return USAGE;
    }

    private static int fault(Exception fault, CommandLine line, CommandLine.ParseResult arguments) {
        boolean isUnavailable = fault instanceof ServiceUnavailableException;
        line.getErr().println("evalstream: " + oneLine(String.valueOf(fault.getMessage())));
        if (!isUnavailable) {
            fault.printStackTrace(line.getErr());
        }
        return isUnavailable ? UNAVAILABLE : INTERNAL;
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
