package io.evalstream.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** This very program as a command of its own, for processes that it starts. */
final class OwnProgram {

    private static final List<String> OPENED =
            List.of(
                    "--add-opens=java.base/java.lang=ALL-UNNAMED",
                    "--add-opens=java.base/java.util=ALL-UNNAMED",
                    "--add-opens=java.base/java.time=ALL-UNNAMED",
                    "--enable-native-access=ALL-UNNAMED");

    private OwnProgram() {}

    /** The folder that holds what comes with the product. */
    static Path home() {
        return Path.of(System.getProperty("evalstream.home", ".")).toAbsolutePath().normalize();
    }

    /** The launcher, which runs this program anew. */
    static Path launcher() {
        return home().resolve("evalstream");
    }

    /** A command that runs a class of this program, before its arguments. */
    static List<String> java(Class<?> main) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx1g");
        command.addAll(OPENED);
        command.add("-Devalstream.home=" + home());
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(main.getName());
        return command;
    }
}
