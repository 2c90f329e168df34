package io.evalstream.cli;

import picocli.CommandLine;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A command run inside this process, with what it printed. */
record Command(int code, String out, String errors) {

    static Command run(String... arguments) {
        Repository.root();
        PrintStream standardOut = System.out;
        PrintStream standardErrors = System.err;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
            CommandLine line = Evalstream.commandLine();
            line.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
            line.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
            int code = line.execute(arguments);
            return new Command(
                    code,
                    out.toString(StandardCharsets.UTF_8),
                    errors.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(standardOut);
            System.setErr(standardErrors);
        }
    }

    List<String> errorLines() {
        return errors.lines().toList();
    }

    /** The lines on stderr that do not only tell how far it is. */
    List<String> linesBesideProgress() {
        return errors.lines().filter(line -> !line.matches(" *[0-9.]+ s  .*")).toList();
    }

    /** What it said went wrong. */
    String fault() {
        return errors.lines()
                .filter(line -> line.startsWith("evalstream: "))
                .findFirst()
                .orElse("");
    }
}
