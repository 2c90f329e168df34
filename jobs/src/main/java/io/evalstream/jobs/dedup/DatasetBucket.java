package io.evalstream.jobs.dedup;

import io.evalstream.jobs.audit.AuditEndpoint;
import io.minio.BucketExistsArgs;
import io.minio.GetObjectArgs;
import io.minio.ListObjectsArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.Result;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import io.minio.messages.Item;

import org.apache.flink.configuration.ReadableConfig;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Datasets in buckets of S3 or MinIO.
 *
 * @param url {@code http://host:port}; empty where there is none
 * @param secretKey never shown
 */
record DatasetBucket(String url, String accessKey, String secretKey) implements Serializable {

    /** How paths in buckets begin. */
    static final String SCHEME = "s3://";

    private static final Set<String> ABSENT = Set.of("NoSuchKey", "NoSuchObject", "NotFound");
    private static final long CONNECT_MS = 10_000;
    private static final long TRANSFER_MS = 600_000;

    /** One that an operation is done with. */
    @FunctionalInterface
    private interface Request<T> {
        T send(MinioClient client) throws MinioException, GeneralSecurityException, IOException;
    }

    static DatasetBucket of(ReadableConfig options) {
        String url = options.get(DedupOptions.S3_ENDPOINT);
        if (!url.isBlank()) {
            try {
                AuditEndpoint.requireUrl(url);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        DedupOptions.S3_ENDPOINT.key() + ": " + e.getMessage(), e);
            }
        }
        return new DatasetBucket(
                url,
                options.get(DedupOptions.S3_ACCESS_KEY),
                options.get(DedupOptions.S3_SECRET_KEY));
    }

    /** The objects at a path or below it, in the order of their names. */
    List<String> list(String path) throws IOException {
        String bucket = bucket(path);
        String prefix = key(path);
        List<String> found = new ArrayList<>();
        List<String> keys =
                send(
                        path,
                        client -> {
                            List<String> all = new ArrayList<>();
                            for (Result<Item> result :
                                    client.listObjects(
                                            ListObjectsArgs.builder()
                                                    .bucket(bucket)
                                                    .prefix(prefix)
                                                    .recursive(true)
                                                    .build())) {
                                all.add(result.get().objectName());
                            }
                            return all;
                        });
        String below = prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/";
        for (String key : keys) {
            boolean isData = !key.endsWith("/") && !key.endsWith("/manifest.json");
            if (isData && (key.equals(prefix) || key.startsWith(below))) {
                found.add(SCHEME + bucket + "/" + key);
            }
        }
        if (found.isEmpty()) {
            throw new IOException(
                    path + ": there is no such object; check the bucket and its path");
        }
        found.sort(String::compareTo);
        return found;
    }

    /** Copies an object to a file. */
    void download(String path, Path file) throws IOException {
        send(
                path,
                client -> {
                    try (InputStream in =
                            client.getObject(
                                    GetObjectArgs.builder()
                                            .bucket(bucket(path))
                                            .object(key(path))
                                            .build())) {
                        return Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
                    }
                });
    }

    /** The bytes of a small object. */
    Optional<byte[]> read(String path) throws IOException {
        return send(
                path,
                client -> {
                    try (InputStream in =
                            client.getObject(
                                    GetObjectArgs.builder()
                                            .bucket(bucket(path))
                                            .object(key(path))
                                            .build())) {
                        return Optional.of(in.readAllBytes());
                    } catch (ErrorResponseException e) {
                        if (ABSENT.contains(e.errorResponse().code())) {
                            return Optional.empty();
                        }
                        throw e;
                    }
                });
    }

    /** Copies a file to an object, whose bucket is made when it is missing. */
    void upload(Path file, String path) throws IOException {
        send(
                path,
                client -> {
                    String bucket = bucket(path);
                    if (!client.bucketExists(BucketExistsArgs.builder().bucket(bucket).build())) {
                        client.makeBucket(MakeBucketArgs.builder().bucket(bucket).build());
                    }
                    try (InputStream in = Files.newInputStream(file)) {
                        return client.putObject(
                                PutObjectArgs.builder().bucket(bucket).object(key(path)).stream(
                                                in, Files.size(file), -1)
                                        .build());
                    }
                });
    }

    private <T> T send(String path, Request<T> request) throws IOException {
        if (url.isBlank()) {
            throw new IOException(path + ": s3.endpoint is not set; say where the buckets are");
        }
        try (MinioClient client =
                MinioClient.builder().endpoint(url).credentials(accessKey, secretKey).build()) {
            client.setTimeout(CONNECT_MS, TRANSFER_MS, TRANSFER_MS);
            return request.send(client);
        } catch (ErrorResponseException e) {
            throw new IOException(
                    path
                            + ": "
                            + e.errorResponse().code()
                            + ": "
                            + e.errorResponse().message()
                            + "; check the path, s3.access-key and s3.secret-key",
                    e);
        } catch (IOException e) {
            throw e.getMessage() != null && e.getMessage().startsWith(path)
                    ? e
                    : new IOException(fault(path, e), e);
        } catch (Exception e) {
            throw new IOException(fault(path, e), e);
        }
    }

    private String fault(String path, Exception e) {
        return path
                + ": "
                + url
                + " failed: "
                + e.getClass().getSimpleName()
                + ": "
                + e.getMessage()
                + "; is s3.endpoint right and the service up?";
    }

    private static String bucket(String path) {
        int end = path.indexOf('/', SCHEME.length());
        return end < 0 ? path.substring(SCHEME.length()) : path.substring(SCHEME.length(), end);
    }

    private static String key(String path) {
        int end = path.indexOf('/', SCHEME.length());
        return end < 0 ? "" : path.substring(end + 1);
    }

    /** Without the keys. */
    @Override
    public String toString() {
        return url;
    }
}
