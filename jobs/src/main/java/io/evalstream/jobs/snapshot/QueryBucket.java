package io.evalstream.jobs.snapshot;

import io.evalstream.jobs.audit.AuditEndpoint;
import io.evalstream.jobs.audit.ObjectStore;
import io.evalstream.jobs.audit.S3ObjectStore;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Files of queries in buckets: {@code s3://bucket/key}, or all below {@code s3://bucket/prefix/}.
 */
final class QueryBucket implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final String SCHEME = "s3://";

    /** An object is fetched in one piece. */
    private static final long LARGEST = 256L << 20;

    private final String endpoint;
    private final String accessKey;
    private final String secretKey;

    QueryBucket(String endpoint, String accessKey, String secretKey) {
        this.endpoint = endpoint;
        this.accessKey = accessKey;
        this.secretKey = secretKey;
    }

    static boolean isIn(String path) {
        return path.startsWith(SCHEME);
    }

    /**
     * The objects that a path means, by key.
     *
     * @throws SnapshotException when there are none, or one is too large
     */
    List<String> objects(String path) throws IOException {
        List<String> objects = new ArrayList<>();
        try (ObjectStore store = open(path)) {
            for (ObjectStore.Stored object : store.list(key(path))) {
                boolean isMeant = path.endsWith("/") || object.key().equals(key(path));
                if (isMeant && object.bytes() > LARGEST) {
                    throw new SnapshotException(
                            SCHEME
                                    + bucket(path)
                                    + "/"
                                    + object.key()
                                    + ": has more than 256 MB; write the queries in more objects");
                }
                if (isMeant) {
                    objects.add(SCHEME + bucket(path) + "/" + object.key());
                }
            }
        }
        if (objects.isEmpty()) {
            throw new SnapshotException(
                    path + ": no such object; a prefix ends with /, as in s3://bucket/2026-05-31/");
        }
        return objects;
    }

    /** Fetches an object into a file. */
    void fetch(String path, Path file) throws IOException {
        try (ObjectStore store = open(path)) {
            byte[] bytes =
                    store.get(key(path))
                            .orElseThrow(
                                    () ->
                                            new SnapshotException(
                                                    path + ": is there no more; start again"));
            Files.write(file, bytes);
        }
    }

    private ObjectStore open(String path) {
        return new S3ObjectStore(
                new AuditEndpoint(
                        endpoint,
                        bucket(path),
                        accessKey,
                        secretKey,
                        AuditEndpoint.SHORTEST_RETENTION));
    }

    private static String bucket(String path) {
        String rest = path.substring(SCHEME.length());
        int slash = rest.indexOf('/');
        return slash < 0 ? rest : rest.substring(0, slash);
    }

    private static String key(String path) {
        String rest = path.substring(SCHEME.length());
        int slash = rest.indexOf('/');
        return slash < 0 ? "" : rest.substring(slash + 1);
    }
}
