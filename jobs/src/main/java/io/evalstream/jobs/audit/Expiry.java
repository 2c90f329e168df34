package io.evalstream.jobs.audit;

import io.minio.GetBucketLifecycleArgs;
import io.minio.MinioClient;
import io.minio.SetBucketLifecycleArgs;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import io.minio.messages.Expiration;
import io.minio.messages.LifecycleConfiguration;
import io.minio.messages.LifecycleRule;
import io.minio.messages.ResponseDate;
import io.minio.messages.RuleFilter;
import io.minio.messages.Status;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;

/** Asks the store to remove the log when its time is over, and what nobody has committed. */
final class Expiry {

    private static final Logger LOG = LoggerFactory.getLogger(Expiry.class);

    static final String LOG_RULE = "evalstream-audit-log";
    static final String STAGING_RULE = "evalstream-audit-staging";

    /** As {@code PartStager} does where the store does not. */
    private static final int STAGING_DAYS = 31;

    private final MinioClient client;
    private final AuditEndpoint endpoint;

    Expiry(MinioClient client, AuditEndpoint endpoint) {
        this.client = client;
        this.endpoint = endpoint;
    }

    /** Sets the rules beside those of others; a store that has no rules is said to have none. */
    void apply() {
        try {
            List<LifecycleRule> rules = new ArrayList<>();
            for (LifecycleRule rule : present()) {
                if (!LOG_RULE.equals(rule.id()) && !STAGING_RULE.equals(rule.id())) {
                    rules.add(rule);
                }
            }
            rules.add(rule(LOG_RULE, AuditKeys.DAYS, (int) endpoint.retention().toDays()));
            rules.add(rule(STAGING_RULE, AuditKeys.STAGING, STAGING_DAYS));
            client.setBucketLifecycle(
                    SetBucketLifecycleArgs.builder()
                            .bucket(endpoint.bucket())
                            .config(new LifecycleConfiguration(rules))
                            .build());
        } catch (MinioException | GeneralSecurityException | IOException e) {
            LOG.warn(
                    "S3 {} takes no rule to remove objects after {} days ({}); remove them"
                            + " yourself, or keep them",
                    endpoint,
                    endpoint.retention().toDays(),
                    e instanceof ErrorResponseException refused
                            ? refused.errorResponse().code()
                            : e.getMessage());
        }
    }

    private List<LifecycleRule> present()
            throws MinioException, GeneralSecurityException, IOException {
        LifecycleConfiguration present =
                client.getBucketLifecycle(
                        GetBucketLifecycleArgs.builder().bucket(endpoint.bucket()).build());
        return present == null || present.rules() == null ? List.of() : present.rules();
    }

    private static LifecycleRule rule(String id, String prefix, int days) {
        return new LifecycleRule(
                Status.ENABLED,
                null,
                new Expiration((ResponseDate) null, days, null),
                new RuleFilter(prefix),
                id,
                null,
                null,
                null);
    }
}
