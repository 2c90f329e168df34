package io.evalstream.jobs.dedup;

import io.evalstream.jobs.dedup.engine.Suite;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Kept items as {@code NAME.jsonl} in a folder, records as they came.
 *
 * @param folder made when it is missing
 */
record KeptFolder(String folder) implements KeptOutput {

    @Override
    public Records begin(Suite suite) throws IOException {
        Path directory = Path.of(folder);
        Files.createDirectories(directory);
        Path unfinished = Files.createTempFile(directory, "." + suite.name() + "-", ".part");
        return new KeptFile(unfinished, directory.resolve(suite.name() + ".jsonl"));
    }

    /** The records of one suite. */
    private static final class KeptFile implements Records {

        private final Path unfinished;
        private final Path file;
        private final OutputStream out;

        KeptFile(Path unfinished, Path file) throws IOException {
            this.unfinished = unfinished;
            this.file = file;
            this.out = new BufferedOutputStream(Files.newOutputStream(unfinished), 1 << 16);
        }

        @Override
        public void add(byte[] record) throws IOException {
            out.write(record);
            out.write('\n');
        }

        @Override
        public void finish() throws IOException {
            out.close();
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        }

        @Override
        public void close() throws IOException {
            out.close();
            Files.deleteIfExists(unfinished);
        }
    }
}
