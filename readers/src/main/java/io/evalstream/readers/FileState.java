package io.evalstream.readers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/** What a file looked like when it was checked, to notice that it has changed since. */
record FileState(Path path, long bytes, FileTime modified) {

    static FileState of(Path path) throws IOException {
        return new FileState(path, Files.size(path), Files.getLastModifiedTime(path));
    }

    /**
     * Does nothing when the file is as it was.
     *
     * @throws BadInputException when size or modification time differ
     */
    void requireUnchanged() throws IOException, BadInputException {
        if (!of(path).equals(this)) {
            throw new BadInputException(
                    path,
                    0,
                    "",
                    "the file has changed while it was read",
                    "wait until the evaluation has ended and send it again");
        }
    }
}
