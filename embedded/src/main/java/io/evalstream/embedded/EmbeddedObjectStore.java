package io.evalstream.embedded;

import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobProviderMetadata;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStoreContext;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An S3 endpoint over a directory (S3Proxy). Lifecycle rules and object lock are not supported by
 * it; callers that set them say so when they are refused.
 */
public final class EmbeddedObjectStore implements AutoCloseable {

    /** Credentials of the embedded endpoint; it listens on loopback only. */
    public static final String ACCESS_KEY = "evalstream";

    public static final String SECRET_KEY = "evalstream-local";

    private final S3Proxy proxy;
    private final BlobStoreContext context;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedObjectStore(S3Proxy proxy, BlobStoreContext context) {
        this.proxy = proxy;
        this.context = context;
    }

    /**
     * Starts the endpoint; buckets are directories below {@code directory}.
     *
     * @param port port to listen on, or 0 for a free one
     * @throws ServiceUnavailableException when the port is taken or the endpoint does not start
     */
    public static EmbeddedObjectStore start(Path directory, int port) {
        LoopbackPort.requireFree("S3", port);
        BlobStoreContext context = null;
        try {
            Files.createDirectories(directory);
            Properties properties = new Properties();
            properties.setProperty("jclouds.filesystem.basedir", directory.toString());
            context =
                    // By class: looking it up by name loads the cloud providers, too.
                    ContextBuilder.newBuilder(new FilesystemNio2BlobProviderMetadata())
                            .credentials(ACCESS_KEY, SECRET_KEY)
                            .overrides(properties)
                            .build(BlobStoreContext.class);
            S3Proxy proxy =
                    S3Proxy.builder()
                            .blobStore(context.getBlobStore())
                            .endpoint(URI.create("http://127.0.0.1:" + port))
                            .awsAuthentication(
                                    AuthenticationType.AWS_V2_OR_V4, ACCESS_KEY, SECRET_KEY)
                            .ignoreUnknownHeaders(true)
                            .build();
            proxy.start();
            return new EmbeddedObjectStore(proxy, context);
        } catch (Exception e) {
            if (context != null) {
                context.close();
            }
            throw new ServiceUnavailableException(
                    "S3: the endpoint did not start on port " + port + ": " + e.getMessage(), e);
        }
    }

    /** Base address for S3 clients, path-style. */
    public String endpoint() {
        return "http://127.0.0.1:" + proxy.getPort();
    }

    @Override
    public void close() throws IOException {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            proxy.stop();
        } catch (Exception e) {
            throw new IOException("S3: the endpoint did not stop: " + e.getMessage(), e);
        } finally {
            context.close();
        }
    }
}
