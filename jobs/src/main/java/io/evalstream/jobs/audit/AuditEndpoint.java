package io.evalstream.jobs.audit;

import java.io.Serializable;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;

/**
 * Where the log is kept.
 *
 * @param url {@code http://host:port} or {@code https://host[:port]}
 * @param secretKey never shown
 * @param retention how long the store is to keep the log, at least {@link #SHORTEST_RETENTION}
 */
public record AuditEndpoint(
        String url, String bucket, String accessKey, String secretKey, Duration retention)
        implements Serializable {

    /** What an audit log has to reach back. */
    public static final Duration SHORTEST_RETENTION = Duration.ofDays(90);

    /** The bucket of the log where nobody says otherwise. */
    public static final String BUCKET = "llm-eval-audit";

    /**
     * @throws IllegalArgumentException when the address is none, or the time is too short
     */
    public AuditEndpoint {
        requireUrl(url);
        requireRetention(retention);
    }

    /**
     * @throws IllegalArgumentException when it is no address of an S3 service
     */
    public static void requireUrl(String url) {
        try {
            URI uri = new URI(url);
            boolean isHttp = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            boolean isBare = uri.getRawPath() == null || uri.getRawPath().matches("/?");
            if (isHttp && uri.getHost() != null && isBare && uri.getRawUserInfo() == null) {
                return;
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(refusal(), e);
        }
        throw new IllegalArgumentException(refusal());
    }

    private static String refusal() {
        return "is no address of an S3 service; write one such as http://minio:9000";
    }

    /**
     * @throws IllegalArgumentException when it is shorter than an audit log has to be kept
     */
    public static void requireRetention(Duration retention) {
        if (retention.compareTo(SHORTEST_RETENTION) < 0) {
            throw new IllegalArgumentException(
                    "shorter than " + SHORTEST_RETENTION.toDays() + " days");
        }
    }

    /** Without the keys. */
    @Override
    public String toString() {
        return url + "/" + bucket;
    }
}
