package io.evalstream.jobs.snapshot;

import io.evalstream.jobs.audit.AuditEndpoint;
import io.evalstream.jobs.audit.S3ObjectStore;

import java.io.IOException;
import java.util.Optional;

/** Versions of datasets in a bucket of S3 or MinIO. */
final class BucketFolder implements DatasetFolder {

    private final AuditEndpoint endpoint;
    private final S3ObjectStore store;

    private BucketFolder(AuditEndpoint endpoint, S3ObjectStore store) {
        this.endpoint = endpoint;
        this.store = store;
    }

    /** Opens a bucket, which is made when it is missing. */
    static BucketFolder open(AuditEndpoint endpoint) throws IOException {
        S3ObjectStore store = new S3ObjectStore(endpoint);
        try {
            store.makeBucket();
        } catch (IOException e) {
            store.close();
            throw e;
        }
        return new BucketFolder(endpoint, store);
    }

    @Override
    public Optional<byte[]> read(String path) throws IOException {
        return store.get(path);
    }

    @Override
    public void write(String path, byte[] bytes) throws IOException {
        store.put(path, bytes);
    }

    @Override
    public String describe(String path) {
        return endpoint + "/" + path;
    }

    @Override
    public void close() throws IOException {
        store.close();
    }
}
