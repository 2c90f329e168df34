package io.evalstream.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** A PATH with what the launcher's own lines need, and beyond that only what a test puts there. */
final class SearchPath {

    private static final List<String> ALWAYS =
            List.of(
                    "bash",
                    "sh",
                    "env",
                    "dirname",
                    "readlink",
                    "sed",
                    "head",
                    "find",
                    "mkdir",
                    "rm",
                    "mv",
                    "cat",
                    "touch",
                    "sleep",
                    "grep");

    private final Path folder;

    private SearchPath(Path folder) {
        this.folder = folder;
    }

    static SearchPath of(Path folder) throws IOException {
        SearchPath path = new SearchPath(Files.createDirectories(folder));
        for (String program : ALWAYS) {
            path.link(program);
        }
        return path;
    }

    /** Puts the Java of this process on the path. */
    SearchPath java() throws IOException {
        for (String program : List.of("java", "javac")) {
            forward(program, Path.of(System.getProperty("java.home"), "bin", program));
        }
        return this;
    }

    /** Puts a program of this machine on the path. */
    SearchPath link(String program) throws IOException {
        for (String entry : System.getenv("PATH").split(File.pathSeparator, -1)) {
            Path found = Path.of(entry, program);
            if (Files.isExecutable(found)) {
                return forward(program, found);
            }
        }
        throw new IllegalStateException(program + " is not on the PATH");
    }

    private SearchPath forward(String name, Path program) throws IOException {
        return script(name, "exec '" + program + "' \"$@\"");
    }

    /** Puts a shell script on the path. */
    SearchPath script(String name, String... lines) throws IOException {
        List<String> text = new ArrayList<>(List.of("#!/bin/sh"));
        text.addAll(List.of(lines));
        Path script = Files.write(folder.resolve(name), text);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        return this;
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
