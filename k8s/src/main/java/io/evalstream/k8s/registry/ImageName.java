package io.evalstream.k8s.registry;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A repository of images.
 *
 * @param host of the registry, with the port if it is not the usual one
 * @param path of the repository there, such as {@code owner/name}
 */
public record ImageName(String host, String path) {

    private static final Pattern HOST = Pattern.compile("[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]+)?");
    // https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests
    private static final Pattern PATH =
            Pattern.compile(
                    "[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*");
    private static final int LONGEST = 255;

    /**
     * Reads {@code host/path}; capital letters, which owners may have but images not, become small.
     *
     * @return empty when it is no name of an image
     */
    public static Optional<ImageName> parse(String text) {
        String name = text.toLowerCase(Locale.ROOT);
        int slash = name.indexOf('/');
        if (slash < 1 || name.length() > LONGEST) {
            return Optional.empty();
        }
        String host = name.substring(0, slash);
        String path = name.substring(slash + 1);
        boolean isHost =
                HOST.matcher(host).matches()
                        && (host.contains(".") || host.contains(":") || host.equals("localhost"));
        return isHost && PATH.matcher(path).matches()
                ? Optional.of(new ImageName(host, path))
                : Optional.empty();
    }

    /** The last part of the path. */
    public String last() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    @Override
    public String toString() {
        return host + "/" + path;
    }
}
