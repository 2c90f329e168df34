package io.evalstream.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.minio.BucketExistsArgs;
import io.minio.GetObjectArgs;
import io.minio.ListObjectsArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.Result;
import io.minio.StatObjectArgs;
import io.minio.errors.ErrorResponseException;
import io.minio.messages.Item;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

@Timeout(240)
class EmbeddedObjectStoreITCase {

    private static final String BUCKET = "llm-eval-audit";

    @TempDir private Path directory;
    private EmbeddedObjectStore store;
    private MinioClient client;

    @BeforeEach
    void start() throws Exception {
        store = EmbeddedObjectStore.start(directory, 0);
        client = client(EmbeddedObjectStore.SECRET_KEY);
        client.makeBucket(MakeBucketArgs.builder().bucket(BUCKET).build());
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        store.close();
    }

    @Test
    void whatIsPutIsGotBackListedAndRemoved() throws Exception {
        byte[] bytes = bytes(1_000);
        put("dt=2026-01-31/run=r1/part-0.jsonl", bytes, -1);
        put("dt=2026-02-01/run=r2/part-0.jsonl", bytes(0), -1);
        assertThat(get("dt=2026-01-31/run=r1/part-0.jsonl")).isEqualTo(bytes);
        assertThat(get("dt=2026-02-01/run=r2/part-0.jsonl")).isEmpty();
        assertThat(list("dt=2026-01")).containsExactly("dt=2026-01-31/run=r1/part-0.jsonl");
        assertThat(list("")).hasSize(2);
        client.removeObject(
                RemoveObjectArgs.builder()
                        .bucket(BUCKET)
                        .object("dt=2026-01-31/run=r1/part-0.jsonl")
                        .build());
        assertThat(list("dt=2026-01")).isEmpty();
    }

    @Test
    void twentyMegabytesGoInParts() throws Exception {
        byte[] bytes = bytes(20 << 20);
        put("large.bin", bytes, 5 << 20);
        assertThat(
                        client.statObject(
                                        StatObjectArgs.builder()
                                                .bucket(BUCKET)
                                                .object("large.bin")
                                                .build())
                                .size())
                .isEqualTo(bytes.length);
        assertThat(get("large.bin")).isEqualTo(bytes);
        assertThat(list("")).containsExactly("large.bin");
    }

    @Test
    void aWrongKeyIsRefused() throws Exception {
        try (MinioClient stranger = client("wrong")) {
            assertThatThrownBy(
                            () ->
                                    stranger.bucketExists(
                                            BucketExistsArgs.builder().bucket(BUCKET).build()))
                    .isInstanceOf(ErrorResponseException.class);
        }
    }

    @Test
    void objectsAndThePortSurviveARestart() throws Exception {
        put("a", bytes(10), -1);
        int port = URI.create(store.endpoint()).getPort();
        store.close();
        store.close();
        store = EmbeddedObjectStore.start(directory, port);
        assertThat(get("a")).isEqualTo(bytes(10));
    }

    @Test
    void aPortThatIsTakenIsSaidInOneLine() {
        int port = URI.create(store.endpoint()).getPort();
        assertThatThrownBy(() -> EmbeddedObjectStore.start(directory, port))
                .isInstanceOf(ServiceUnavailableException.class)
                .hasMessageStartingWith("S3: port " + port + " is taken")
                .hasMessageNotContaining("\n");
    }

    private MinioClient client(String secret) {
        return MinioClient.builder()
                .endpoint(store.endpoint())
                .credentials(EmbeddedObjectStore.ACCESS_KEY, secret)
                .build();
    }

    private void put(String name, byte[] bytes, long partSize) throws Exception {
        client.putObject(
                PutObjectArgs.builder().bucket(BUCKET).object(name).stream(
                                new ByteArrayInputStream(bytes), bytes.length, partSize)
                        .build());
    }

    private byte[] get(String name) throws Exception {
        try (InputStream in =
                client.getObject(GetObjectArgs.builder().bucket(BUCKET).object(name).build())) {
            return in.readAllBytes();
        }
    }

    private List<String> list(String prefix) throws Exception {
        List<String> names = new ArrayList<>();
        for (Result<Item> item :
                client.listObjects(
                        ListObjectsArgs.builder()
                                .bucket(BUCKET)
                                .prefix(prefix)
                                .recursive(true)
                                .build())) {
            names.add(item.get().objectName());
        }
        return names;
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
