package io.evalstream.readers;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** The files behind the paths a user gives: folders searched recursively, gzip opened. */
public final class InputFiles {
    /** How much of a file decides about its format. */
    public static final int HEAD_BYTES = 64 * 1024;

    /**
     * One file to look at.
     *
     * @param named whether the user named this very file, so that it must not be passed over
     */
    record InputFile(Path path, boolean named) {}

    private InputFiles() {}

    /**
     * The regular files under the inputs, each once, folders in the order of their names.
     *
     * @throws BadInputException when an input is missing or a folder holds no file
     */
    static List<InputFile> under(List<Path> inputs) throws IOException, BadInputException {
        Map<Path, InputFile> files = new LinkedHashMap<>();
        for (Path input : inputs) {
            if (Files.isDirectory(input)) {
                List<Path> found = walk(input);
                if (found.isEmpty()) {
                    throw new BadInputException(
                            input, 0, "", "the folder holds no file", "give the output folder");
                }
                for (Path path : found) {
                    files.putIfAbsent(identity(path), new InputFile(path, false));
                }
            } else if (Files.exists(input)) {
                files.put(identity(input), new InputFile(input, true));
            } else {
                throw new BadInputException(
                        input, 0, "", "no such file or folder", "check the path");
            }
        }
        return new ArrayList<>(files.values());
    }

    private static List<Path> walk(Path folder) throws IOException {
        // A mounted volume is often a symbolic link, which a walk would not enter.
        Path start = Files.isSymbolicLink(folder) ? folder.toRealPath() : folder;
        try (Stream<Path> walk = Files.walk(start)) {
            return walk.filter(Files::isRegularFile)
                    .filter(path -> !isHidden(start.relativize(path)))
                    .sorted()
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static boolean isHidden(Path relative) {
        for (Path part : relative) {
            if (part.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }

    /** The one path by which two spellings of a file are the same. */
    static Path identity(Path path) {
        return path.toAbsolutePath().normalize();
    }

    /** Opens a file, decompressed when it is gzip. */
    static InputStream open(Path path) throws IOException {
        InputStream raw = new BufferedInputStream(Files.newInputStream(path), 1 << 16);
        try {
            raw.mark(2);
            boolean gzip = raw.read() == 0x1f && raw.read() == 0x8b;
            raw.reset();
            return gzip ? new GZIPInputStream(raw, 1 << 16) : raw;
        } catch (IOException | RuntimeException e) {
            raw.close();
            throw e;
        }
    }

    /** The first {@link #HEAD_BYTES} bytes at most, decompressed when the file is gzip. */
    public static byte[] head(Path path) throws IOException {
        byte[] head = new byte[HEAD_BYTES];
        int length = 0;
        try (InputStream in = open(path)) {
            int read = 0;
            while (read >= 0 && length < HEAD_BYTES) {
                length += read;
                read = in.read(head, length, HEAD_BYTES - length);
            }
        } catch (EOFException | ZipException e) {
            // Damaged further on: the reader of the lines will say where.
            return Arrays.copyOf(head, length);
        }
        return Arrays.copyOf(head, length);
    }
}
