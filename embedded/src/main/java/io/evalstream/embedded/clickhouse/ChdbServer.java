package io.evalstream.embedded.clickhouse;

import com.sun.net.httpserver.HttpServer;

import io.evalstream.embedded.ServiceUnavailableException;

import sun.misc.Signal;
import sun.misc.SignalHandler;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The program of the engine's own process: libchdb behind ClickHouse's HTTP interface, on the
 * loopback interface, until its standard input ends.
 */
public final class ChdbServer {

    private static final String READY = "evalstream-engine ready ";
    private static final String FAILED = "evalstream-engine failed ";
    private static final int THREADS = 64;
    private static final long STACK_BYTES = 8L << 20;
    private static final int LAST_REQUESTS_SECONDS = 5;

    // Kept reachable: a collected channel would close and give up the lock.
    private static final List<FileLock> HELD = new ArrayList<>();

    private ChdbServer() {}

    /** The command line of a server process with our own Java and class path. */
    static List<String> command(Path library, Path data, int port) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Dsun.net.httpserver.nodelay=true",
                "-Duser.timezone=UTC",
                "-cp",
                classPath(),
                ChdbServer.class.getName(),
                library.toString(),
                data.toString(),
                Integer.toString(port));
    }

    /** Only absolute entries, so that the child may run in any directory. */
    private static String classPath() {
        StringBuilder result = new StringBuilder();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (!entry.isEmpty()) {
                result.append(result.isEmpty() ? "" : File.pathSeparator);
                result.append(Path.of(entry).toAbsolutePath());
            }
        }
        return result.toString();
    }

    /** Takes up what the server process reports on {@code line}, if anything. */
    static void readReport(String line, CompletableFuture<Integer> port) {
        if (line.startsWith(READY)) {
            port.complete(Integer.valueOf(line.substring(READY.length())));
        } else if (line.startsWith(FAILED)) {
            port.completeExceptionally(
                    new ServiceUnavailableException(line.substring(FAILED.length())));
        }
    }

    /**
     * Serves until standard input ends.
     *
     * @param arguments the library's file, the data directory, the port (0 for a free one)
     */
    public static void main(String[] arguments) {
        // Ctrl-C, and the stop of a service manager, reach the whole process group; our host has
        // rows
        // to write then, and decides when we end.
        for (String name : List.of("INT", "HUP", "TERM")) {
            Signal.handle(new Signal(name), SignalHandler.SIG_IGN);
        }
        try {
            serve(Path.of(arguments[0]), Path.of(arguments[1]), Integer.parseInt(arguments[2]));
        } catch (ServiceUnavailableException e) {
            System.out.println(FAILED + e.getMessage());
            System.out.flush();
            Runtime.getRuntime().halt(69);
        } catch (IOException | EngineException | RuntimeException e) {
            System.out.println(FAILED + "the ClickHouse engine did not start: " + e);
            System.out.flush();
            Runtime.getRuntime().halt(70);
        }
    }

    private static void serve(Path library, Path data, int port)
            throws IOException, EngineException {
        Files.createDirectories(data);
        lock(data);
        HttpServer server = bind(port);
        Chdb engine = load(library, data);
        Sessions sessions = new Sessions(engine);
        ThreadPoolExecutor executor = executor();
        server.setExecutor(executor);
        server.createContext("/", new QueryHandler(sessions, timezone(engine), "evalstream"));
        server.start();
        System.out.println(READY + server.getAddress().getPort());
        System.out.flush();

        awaitEndOfInput();
        server.stop(0);
        executor.shutdown();
        try {
            executor.awaitTermination(LAST_REQUESTS_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sessions.close();
        engine.close();
        // The library's destructors may hang while its threads run; the data is safe by now.
        Runtime.getRuntime().halt(0);
    }

    /** The lock ends with this process, however it ends; the engine itself takes none. */
    private static void lock(Path data) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        data.resolve("engine.lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            throw new ServiceUnavailableException(
                    "the data directory "
                            + data
                            + " is used by another running engine; stop it or give another"
                            + " directory");
        }
        HELD.add(lock);
    }

    private static HttpServer bind(int port) throws IOException {
        try {
            return HttpServer.create(new InetSocketAddress(loopback(), port), 256);
        } catch (BindException e) {
            throw new ServiceUnavailableException(
                    "port " + port + " is taken; give another one, or 0 for a free one", e);
        }
    }

    /** 127.0.0.1 whatever the machine prefers: the engine's address is written with it. */
    static InetAddress loopback() {
        try {
            return InetAddress.getByAddress("127.0.0.1", new byte[] {127, 0, 0, 1});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Chdb load(Path library, Path data) {
        try {
            return Chdb.open(library, data);
        } catch (UnsatisfiedLinkError e) {
            throw new ServiceUnavailableException(
                    "the ClickHouse engine library does not load ("
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
                            + "); remove "
                            + library.getParent()
                            + " to have it downloaded again",
                    e);
        }
    }

    private static ThreadPoolExecutor executor() {
        AtomicInteger count = new AtomicInteger();
        ThreadPoolExecutor executor =
                new ThreadPoolExecutor(
                        THREADS,
                        THREADS,
                        30,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        task ->
                                new Thread(
                                        null,
                                        task,
                                        "http-" + count.incrementAndGet(),
                                        STACK_BYTES));
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    private static String timezone(Chdb engine) throws EngineException, IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ChdbConnection connection = engine.connect()) {
            byte[] query = "SELECT timezone()".getBytes(StandardCharsets.UTF_8);
            connection.query(query, "TabSeparated", Map.of(), out);
        }
        return out.toString(StandardCharsets.UTF_8).strip();
    }

    private static void awaitEndOfInput() {
        try {
            while (System.in.read() >= 0) {
                // What our host may write means nothing; that it can is what counts.
            }
        } catch (IOException e) {
            // As good as the end.
        }
    }
}
