package io.evalstream.k8s.webhook;

import java.util.Locale;

/** What becomes of a request; its name is part of the answer and a label of a metric. */
enum Reason {
    ACCEPTED(202, "is looked at"),
    PING(200, "the webhook works"),
    REPEATED(200, "this delivery was taken before"),
    OTHER_EVENT(200, "only package and registry_package are of interest"),
    OTHER_ACTION(200, "only published and updated are of interest"),
    NO_CONTAINER(200, "the package is no container image"),
    UNTAGGED(200, "the manifest has no tag"),
    OTHER_IMAGE(200, "no rule is about this image"),
    OTHER_TAG(200, "the tag is none of a release"),
    MALFORMED(400, "the request is not what GitHub sends"),
    UNSIGNED(401, "the header X-Hub-Signature-256 is missing"),
    FORGED(401, "the signature is not that of the body"),
    BAD_METHOD(405, "only POST is possible"),
    TOO_LARGE(413, "the body is larger than 1 MiB"),
    BAD_TYPE(415, "set the content type of the webhook to application/json"),
    NO_SECRET(503, "no secret is configured, so nothing can be believed"),
    FULL(503, "too many pushes wait; deliver it again in a while");

    private final int status;
    private final String text;

    Reason(int status, String text) {
        this.status = status;
        this.text = text;
    }

    int status() {
        return status;
    }

    String text() {
        return text;
    }

    /** As it stands in answers and metrics. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
