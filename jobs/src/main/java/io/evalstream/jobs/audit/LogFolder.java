package io.evalstream.jobs.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The objects of one run and day, sorted by what their names say they are.
 *
 * @param day {@code YYYY-MM-DD}
 * @param chains by id
 * @param others objects that are neither part nor head
 */
record LogFolder(String day, String key, Map<String, Members> chains, List<String> others) {

    private static final Pattern KEY =
            Pattern.compile("dt=(\\d{4}-\\d{2}-\\d{2})/run=([^/]+)/(.*)");
    private static final Pattern PART =
            Pattern.compile("part-([0-9a-f]+)-(\\d{6,9})\\.jsonl\\.zst");
    private static final Pattern HEAD = Pattern.compile("head-([0-9a-f]+)\\.json");

    /** What a file-based store that was killed leaves of a write: no object was ever made of it. */
    private static final Pattern TORN =
            Pattern.compile(
                    "(part|head)-[0-9a-f-]+\\.(jsonl\\.zst|json)"
                            + "-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /** What there is of a chain, by number, and whether there is a head. */
    static final class Members {
        final TreeMap<Integer, String> parts = new TreeMap<>();
        String head = "";
    }

    /**
     * Sorts objects into folders, in the order of the folders' keys.
     *
     * @param strangers receives what is in no folder
     */
    static List<LogFolder> of(List<ObjectStore.Stored> objects, List<String> strangers) {
        Map<String, LogFolder> folders = new TreeMap<>();
        for (ObjectStore.Stored object : objects) {
            Matcher matcher = KEY.matcher(object.key());
            if (!matcher.matches()) {
                strangers.add(object.key());
                continue;
            }
            String name = matcher.group(3);
            String key = object.key().substring(0, object.key().length() - name.length());
            folders.computeIfAbsent(
                            key,
                            k ->
                                    new LogFolder(
                                            matcher.group(1),
                                            k,
                                            new TreeMap<>(),
                                            new ArrayList<>()))
                    .add(object.key(), name);
        }
        return new ArrayList<>(folders.values());
    }

    private void add(String objectKey, String name) {
        Matcher part = PART.matcher(name);
        Matcher head = HEAD.matcher(name);
        if (part.matches()
                && name.equals(
                        AuditKeys.partName(part.group(1), Integer.parseInt(part.group(2))))) {
            members(part.group(1)).parts.put(Integer.parseInt(part.group(2)), objectKey);
        } else if (head.matches()) {
            members(head.group(1)).head = objectKey;
        } else if (!TORN.matcher(name).matches()) {
            others.add(objectKey);
        }
    }

    private Members members(String chain) {
        return chains.computeIfAbsent(chain, id -> new Members());
    }

    boolean isOf(String runId) {
        return key.endsWith("/run=" + AuditKeys.encoded(runId) + "/");
    }
}
