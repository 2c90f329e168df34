package io.evalstream.k8s.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Listens, and gives each client a few seconds of one of its threads; a client that needs longer
 * for its request, or for taking the answer, loses its connection.
 */
public final class HttpEndpoint implements AutoCloseable {

    /** Seconds from the first byte of a request to the last one of its body. */
    public static final int REQUEST_SECONDS = 5;

    private static final Logger LOG = LoggerFactory.getLogger(HttpEndpoint.class);
    private static final int THREADS = 128;
    private static final int CONNECTIONS = 1024;
    private static final int BACKLOG = 128;
    private static final long IDLE_THREAD_SECONDS = 30;

    // The server of the JDK reads them once, when its first instance is made:
    // https://docs.oracle.com/en/java/javase/17/docs/api/jdk.httpserver/module-summary.html
    static {
        limit("sun.net.httpserver.maxReqTime", REQUEST_SECONDS);
        limit("sun.net.httpserver.maxRspTime", 10);
        limit("sun.net.httpserver.idleInterval", 10);
        limit("sun.net.httpserver.maxReqHeaders", 100);
        limit("sun.net.httpserver.maxReqHeaderSize", 32 << 10);
        // A refused body is taken and thrown away, or its sender may not see the answer.
        limit("sun.net.httpserver.drainAmount", 2 << 20);
        limit("jdk.httpserver.maxConnections", CONNECTIONS);
        // Without it an answer in two packets waits for the client's delayed acknowledgement.
        if (System.getProperty("sun.net.httpserver.nodelay") == null) {
            System.setProperty("sun.net.httpserver.nodelay", "true");
        }
    }

    private static void limit(String property, int value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, Integer.toString(value));
        }
    }

    private final HttpServer server;
    private final ThreadPoolExecutor threads;

    private HttpEndpoint(HttpServer server, ThreadPoolExecutor threads) {
        this.server = server;
        this.threads = threads;
    }

    /**
     * @param name of its threads
     * @param address port 0 is any free one
     * @param routes what answers each path; every other path is not found
     * @throws IOException when the address is taken or not of this machine
     */
    public static HttpEndpoint start(
            String name, InetSocketAddress address, Map<String, Handling> routes)
            throws IOException {
        HttpServer server;
        try {
            server = HttpServer.create(address, BACKLOG);
        } catch (IOException e) {
            throw new IOException(
                    "cannot listen on "
                            + address.getHostString()
                            + ":"
                            + address.getPort()
                            + " ("
                            + e.getMessage()
                            + "); choose another port",
                    e);
        }
        ThreadPoolExecutor threads = threads(name);
        server.setExecutor(threads);
        server.createContext("/", exchange -> serve(exchange, routes));
        server.start();
        return new HttpEndpoint(server, threads);
    }

    /** Where it listens, with the port that was found. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    /** Stops listening, and gives the requests that are being answered a second, if there are. */
    @Override
    public void close() {
        server.stop(threads.getActiveCount() == 0 ? 0 : 1);
        threads.shutdownNow();
    }

    /** Waiting requests are as many as connections at most, so the queue needs no bound. */
    private static ThreadPoolExecutor threads(String name) {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor threads =
                new ThreadPoolExecutor(
                        THREADS,
                        THREADS,
                        IDLE_THREAD_SECONDS,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        task -> {
                            Thread thread = new Thread(task, name + "-" + number.getAndIncrement());
                            thread.setDaemon(true);
                            return thread;
                        });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    private static void serve(HttpExchange exchange, Map<String, Handling> routes)
            throws IOException {
        try (exchange) {
            Handling handling = routes.get(exchange.getRequestURI().getPath());
            Answer answer;
            if (handling == null) {
                answer = Answer.text(404, "nothing is here");
            } else {
                try {
                    answer = handling.answer(new Request(exchange));
                } catch (RuntimeException e) {
                    LOG.error("cannot answer {}", exchange.getRequestURI().getPath(), e);
                    answer = Answer.text(500, "internal error; the log says which");
                }
            }
            send(exchange, answer);
        }
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", answer.contentType());
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        boolean isBodyless =
                exchange.getRequestMethod().equals("HEAD") || answer.body().length == 0;
        if (exchange.getRequestMethod().equals("HEAD")) {
            String length = Integer.toString(answer.body().length);
            exchange.getResponseHeaders().set("Content-Length", length);
        }
        exchange.sendResponseHeaders(answer.status(), isBodyless ? -1 : answer.body().length);
        if (!isBodyless) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(answer.body());
            }
        }
    }
}
