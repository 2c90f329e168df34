package io.evalstream.jobs.audit;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A bucket in memory that can be told to go away after some changes. */
public final class MemoryObjectStore implements ObjectStore {

    final TreeMap<String, byte[]> objects = new TreeMap<>();
    final Map<String, Instant> modified = new TreeMap<>();
    Instant now = Instant.parse("2026-03-01T12:00:00Z");
    int changesLeft = Integer.MAX_VALUE;
    int writes;

    private void change() throws IOException {
        if (changesLeft == 0) {
            throw new IOException("the store has gone away");
        }
        changesLeft--;
    }

    @Override
    public void prepare() {}

    @Override
    public void put(String key, byte[] bytes) throws IOException {
        change();
        writes++;
        objects.put(key, bytes);
        modified.put(key, now);
    }

    @Override
    public void copy(String from, String to) throws IOException {
        put(to, get(from).orElseThrow(() -> new IOException("no " + from)));
    }

    @Override
    public Optional<byte[]> get(String key) {
        return Optional.ofNullable(objects.get(key));
    }

    @Override
    public boolean exists(String key) {
        return objects.containsKey(key);
    }

    @Override
    public void remove(String key) throws IOException {
        change();
        objects.remove(key);
    }

    @Override
    public List<Stored> list(String prefix) {
        List<Stored> found = new ArrayList<>();
        objects.forEach(
                (key, bytes) -> {
                    if (key.startsWith(prefix)) {
                        found.add(new Stored(key, bytes.length, modified.getOrDefault(key, now)));
                    }
                });
        return found;
    }

    @Override
    public void close() {}

    /** The keys that hold a text. */
    List<String> keys(String text) {
        return objects.keySet().stream().filter(key -> key.contains(text)).toList();
    }
}
