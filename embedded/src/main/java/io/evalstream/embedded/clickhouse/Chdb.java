package io.evalstream.embedded.clickhouse;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * The engine inside this process: one data path, any number of connections.
 *
 * <p>A connection runs one statement at a time and carries settings, current database and temporary
 * tables. Connections are independent: statements of different connections run in parallel. Opening
 * one costs about 0.3 ms, so every request gets its own and nothing can leak into the next.
 */
final class Chdb implements AutoCloseable {

    private final ChdbNative library;
    private final Path data;

    // The engine stops with its last connection: this one keeps it up between requests.
    private final ChdbConnection keeper;

    private Chdb(ChdbNative library, Path data) {
        this.library = library;
        this.data = data;
        this.keeper = connect();
    }

    /**
     * Loads {@code file} and opens the databases in {@code data}, which no other process may use.
     *
     * @throws UnsatisfiedLinkError when the library does not load
     */
    static Chdb open(Path file, Path data) {
        ChdbNative library =
                Native.load(
                        file.toString(),
                        ChdbNative.class,
                        Map.of(Library.OPTION_STRING_ENCODING, StandardCharsets.UTF_8.name()));
        // The engine's handlers would take over the signals that the JVM works with.
        library.chdb_set_signal_handlers_enabled(0);
        return new Chdb(library, data);
    }

    ChdbConnection connect() {
        // Without implicit_select=0, "1 + 1" would be a statement here and an error on a server.
        String[] arguments = {"clickhouse", "--path=" + data, "--implicit_select=0"};
        Pointer reference = library.chdb_connect(arguments.length, arguments);
        if (reference == null) {
            throw new IllegalStateException("the engine opens no connection at " + data);
        }
        return new ChdbConnection(library, reference);
    }

    @Override
    public void close() {
        keeper.close();
    }
}
