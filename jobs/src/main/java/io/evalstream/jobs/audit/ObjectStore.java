package io.evalstream.jobs.audit;

import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The bucket of the log. A call returns when the store has done what it says, or throws with a
 * message that names the store, the object and what is wrong.
 */
public interface ObjectStore extends Closeable {

    /** Opens a store on the machine where the parts are. */
    @FunctionalInterface
    interface Factory extends Serializable {
        ObjectStore open();
    }

    /**
     * An object that is there.
     *
     * @param modified when it was written last
     */
    record Stored(String key, long bytes, Instant modified) {}

    /**
     * Makes the bucket when it is missing and asks the store to remove what has expired.
     *
     * @throws IOException when the store is not there or refuses
     */
    void prepare() throws IOException;

    /** Writes an object, whole or not at all; replaces one of the same key. */
    void put(String key, byte[] bytes) throws IOException;

    /** Makes an object of the bytes of another. */
    void copy(String from, String to) throws IOException;

    /** The bytes of an object, or empty when there is none. */
    Optional<byte[]> get(String key) throws IOException;

    boolean exists(String key) throws IOException;

    /** Removes an object; nothing happens when there is none. */
    void remove(String key) throws IOException;

    /** All objects whose keys begin so, in the order of their keys. */
    List<Stored> list(String prefix) throws IOException;
}
