package io.evalstream.k8s.local;

import io.evalstream.k8s.api.EvalRun;
import io.evalstream.k8s.reconcile.NoticeRecorder;
import io.evalstream.k8s.reconcile.Notifier;
import io.evalstream.k8s.reconcile.UnavailableException;
import io.evalstream.k8s.resources.Names;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps notices as small files, one each, and writes them to the log. */
final class NoticeDirectory implements NoticeRecorder {

    private static final Logger LOG = LoggerFactory.getLogger(NoticeDirectory.class);

    private final Path directory;

    NoticeDirectory(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
    }

    @Override
    public void record(EvalRun run, Notifier.Notice notice, String message) {
        String id = run.getMetadata().getUid() + notice.reason() + notice.message();
        Path file =
                directory.resolve(notice.run() + "-" + Names.sha256(id).substring(0, 12) + ".txt");
        try {
            Files.writeString(
                    file,
                    notice.reason() + ": " + message + "\n",
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.WRITE);
            LOG.warn("run={} {}: {}", notice.run(), notice.reason(), message);
        } catch (FileAlreadyExistsException e) {
            LOG.debug("{} is there already", file);
        } catch (IOException e) {
            throw new UnavailableException(file + ": cannot be written", e);
        }
    }
}
