package io.evalstream.k8s.reconcile;

import java.util.List;
import java.util.Optional;

/**
 * What a request to the API server needs a right for, as roles name it.
 *
 * @param group of the API; empty for the core
 * @param resource with its subresource, such as evalruns/status
 */
record UsedRight(String group, String resource, String verb) implements Comparable<UsedRight> {

    private static final List<String> CORE = List.of("", "api", "v1", "namespaces");

    /** The right for a request; empty when it needs none, as discovery does. */
    static Optional<UsedRight> of(String method, String path) {
        int query = path.indexOf('?');
        String[] parts = (query < 0 ? path : path.substring(0, query)).split("/");
        boolean isCore = parts.length > 1 && parts[1].equals("api");
        int at = isCore ? CORE.size() : CORE.size() + 1;
        if (parts.length <= at + 1 || !parts[at - 1].equals("namespaces")) {
            return Optional.empty();
        }
        boolean isNamed = parts.length > at + 2;
        String resource = parts[at + 1] + (parts.length > at + 3 ? "/" + parts[at + 3] : "");
        boolean isWatch = query >= 0 && path.substring(query).matches(".*[?&]watch=true.*");
        return Optional.of(
                new UsedRight(
                        isCore ? "" : parts[2],
                        resource,
                        verb(method, isNamed && !isWatch, isWatch)));
    }

    private static String verb(String method, boolean isNamed, boolean isWatch) {
        return switch (method) {
            case "GET" -> isWatch ? "watch" : isNamed ? "get" : "list";
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> isNamed ? "delete" : "deletecollection";
            default -> throw new AssertionError(method);
        };
    }

    @Override
    public int compareTo(UsedRight other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return (group.isEmpty() ? "core" : group) + " " + resource + ": " + verb;
    }
}
