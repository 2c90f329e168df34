package io.evalstream.jobs.audit;

import io.evalstream.jobs.retry.BackOff;
import io.minio.BucketExistsArgs;
import io.minio.CopyObjectArgs;
import io.minio.CopySource;
import io.minio.GetObjectArgs;
import io.minio.ListObjectsArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.Result;
import io.minio.StatObjectArgs;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import io.minio.messages.Item;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A bucket of S3 or MinIO. Tries again for about half a minute what may pass by itself. */
public final class S3ObjectStore implements ObjectStore {

    private static final Logger LOG = LoggerFactory.getLogger(S3ObjectStore.class);

    private static final int ATTEMPTS = 8;
    private static final long FIRST_PAUSE_MS = 200;
    private static final long LONGEST_PAUSE_MS = 30_000;
    private static final long CONNECT_MS = 10_000;
    private static final long READ_MS = 60_000;

    private static final Set<String> ABSENT = Set.of("NoSuchKey", "NoSuchObject", "NotFound");
    private static final Set<String> OURS =
            Set.of("BucketAlreadyOwnedByYou", "BucketAlreadyExists");

    private final AuditEndpoint endpoint;
    private final BackOff.Pause pause;
    private final int attempts;
    private final MinioClient client;

    public S3ObjectStore(AuditEndpoint endpoint) {
        this(endpoint, Thread::sleep, ATTEMPTS);
    }

    /** One for people who wait: it tries once more and then says what is wrong. */
    public static S3ObjectStore impatient(AuditEndpoint endpoint) {
        return new S3ObjectStore(endpoint, Thread::sleep, 2);
    }

    S3ObjectStore(AuditEndpoint endpoint, BackOff.Pause pause, int attempts) {
        this.endpoint = endpoint;
        this.pause = pause;
        this.attempts = attempts;
        client =
                MinioClient.builder()
                        .endpoint(endpoint.url())
                        .credentials(endpoint.accessKey(), endpoint.secretKey())
                        .build();
        client.setTimeout(CONNECT_MS, READ_MS, READ_MS);
    }

    /** One request, or a few that belong together. */
    @FunctionalInterface
    private interface Request<T> {
        T send() throws MinioException, GeneralSecurityException, IOException;
    }

    private <T> T trying(String what, Request<T> request) throws IOException {
        BackOff backOff = new BackOff(pause, FIRST_PAUSE_MS, LONGEST_PAUSE_MS);
        for (int attempt = 1; ; attempt++) {
            try {
                return request.send();
            } catch (MinioException | GeneralSecurityException | IOException e) {
                String fault = "S3 " + endpoint + ": " + what + " failed: " + reason(e) + remedy(e);
                if (attempt == attempts || isLasting(e)) {
                    throw new IOException(fault, e);
                }
                LOG.warn("{}; attempt {} of {}", fault, attempt, attempts);
            }
            backOff.await(0);
        }
    }

    private static String reason(Exception fault) {
        if (fault instanceof ErrorResponseException refused) {
            return refused.errorResponse().code() + ": " + refused.errorResponse().message();
        }
        return fault.getClass().getSimpleName() + ": " + fault.getMessage();
    }

    private static String remedy(Exception fault) {
        if (!(fault instanceof ErrorResponseException refused)) {
            return "; is the address right and the service up?";
        }
        return status(refused) == 403 ? "; check the access key and its secret" : "";
    }

    /** Whether it will be the same the next time. */
    private static boolean isLasting(Exception fault) {
        if (!(fault instanceof ErrorResponseException refused)) {
            return false;
        }
        int status = status(refused);
        return status >= 400 && status < 500 && status != 408 && status != 429;
    }

    private static int status(ErrorResponseException refused) {
        return refused.response() == null ? 0 : refused.response().code();
    }

    private static boolean isAbsent(ErrorResponseException refused) {
        return ABSENT.contains(refused.errorResponse().code());
    }

    @Override
    public void prepare() throws IOException {
        makeBucket();
        new Expiry(client, endpoint).apply();
    }

    /**
     * Makes the bucket when it is missing.
     *
     * @throws IOException when the store is not there or refuses
     */
    public void makeBucket() throws IOException {
        trying(
                "making the bucket",
                () -> {
                    String bucket = endpoint.bucket();
                    if (!client.bucketExists(BucketExistsArgs.builder().bucket(bucket).build())) {
                        make(bucket);
                    }
                    return bucket;
                });
    }

    private void make(String bucket) throws MinioException, GeneralSecurityException, IOException {
        try {
            client.makeBucket(MakeBucketArgs.builder().bucket(bucket).build());
        } catch (ErrorResponseException e) {
            // Another job may have made it meanwhile.
            if (!OURS.contains(e.errorResponse().code())) {
                throw e;
            }
        }
    }

    @Override
    public void put(String key, byte[] bytes) throws IOException {
        trying(
                "writing " + key,
                () ->
                        client.putObject(
                                PutObjectArgs.builder()
                                        .bucket(endpoint.bucket())
                                        .object(key)
                                        .stream(new ByteArrayInputStream(bytes), bytes.length, -1)
                                        .contentType(
                                                key.endsWith(AuditKeys.PART_END)
                                                        ? "application/zstd"
                                                        : "application/json")
                                        .build()));
    }

    @Override
    public void copy(String from, String to) throws IOException {
        trying(
                "writing " + to,
                () ->
                        client.copyObject(
                                CopyObjectArgs.builder()
                                        .bucket(endpoint.bucket())
                                        .object(to)
                                        .source(
                                                CopySource.builder()
                                                        .bucket(endpoint.bucket())
                                                        .object(from)
                                                        .build())
                                        .build()));
    }

    @Override
    public Optional<byte[]> get(String key) throws IOException {
        return trying(
                "reading " + key,
                () -> {
                    GetObjectArgs arguments =
                            GetObjectArgs.builder().bucket(endpoint.bucket()).object(key).build();
                    try (InputStream in = client.getObject(arguments)) {
                        return Optional.of(in.readAllBytes());
                    } catch (ErrorResponseException e) {
                        if (isAbsent(e)) {
                            return Optional.empty();
                        }
                        throw e;
                    }
                });
    }

    @Override
    public boolean exists(String key) throws IOException {
        return trying(
                "looking for " + key,
                () -> {
                    try {
                        client.statObject(
                                StatObjectArgs.builder()
                                        .bucket(endpoint.bucket())
                                        .object(key)
                                        .build());
                        return true;
                    } catch (ErrorResponseException e) {
                        if (isAbsent(e)) {
                            return false;
                        }
                        throw e;
                    }
                });
    }

    @Override
    public void remove(String key) throws IOException {
        trying(
                "removing " + key,
                () -> {
                    client.removeObject(
                            RemoveObjectArgs.builder()
                                    .bucket(endpoint.bucket())
                                    .object(key)
                                    .build());
                    return key;
                });
    }

    @Override
    public List<Stored> list(String prefix) throws IOException {
        return trying(
                "listing " + prefix,
                () -> {
                    List<Stored> found = new ArrayList<>();
                    for (Result<Item> result :
                            client.listObjects(
                                    ListObjectsArgs.builder()
                                            .bucket(endpoint.bucket())
                                            .prefix(prefix)
                                            .recursive(true)
                                            .build())) {
                        Item item = result.get();
                        if (!item.isDir()) {
                            found.add(
                                    new Stored(
                                            item.objectName(),
                                            item.size(),
                                            item.lastModified().toInstant()));
                        }
                    }
                    return found;
                });
    }

    @Override
    public void close() throws IOException {
        try {
            client.close();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("S3 " + endpoint + ": the client did not close", e);
        }
    }
}
