package io.evalstream.k8s.trigger;

import io.evalstream.k8s.registry.ImageName;

/**
 * What somebody says was pushed; the registry is asked whether it is so.
 *
 * @param tag as it was said
 * @param digest of the manifest, as it was said; empty if it was not
 * @param source webhook, poller or command
 * @param delivery number of the message that said so; empty if there was none
 */
public record Claim(ImageName image, String tag, String digest, String source, String delivery) {

    /** Claims of equal keys are one. */
    String key() {
        return image + ":" + tag + "@" + digest;
    }

    @Override
    public String toString() {
        return image + ":" + tag;
    }
}
