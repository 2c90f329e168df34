package io.evalstream.jobs.table.clickhouse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Stands before an HTTP server, hands on every byte, and remembers what was asked. */
final class RecordingProxy implements AutoCloseable {

    private final URI target;
    private final ServerSocket server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<ByteArrayOutputStream> connections = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    RecordingProxy(URI target) throws IOException {
        this.target = target;
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** The requests since the last time, with what is written in their addresses readable. */
    List<String> taken() {
        List<String> taken = new ArrayList<>();
        for (ByteArrayOutputStream connection : connections) {
            String requests;
            synchronized (connection) {
                requests = connection.toString(StandardCharsets.UTF_8);
                connection.reset();
            }
            for (String request : requests.split("(?=POST /)")) {
                int end = request.indexOf(' ', "POST /".length());
                if (end > 0) {
                    taken.add(
                            URLDecoder.decode(request.substring(0, end), StandardCharsets.UTF_8)
                                    + request.substring(end));
                }
            }
        }
        return taken;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Socket engine = new Socket(target.getHost(), target.getPort());
                sockets.add(client);
                sockets.add(engine);
                ByteArrayOutputStream record = new ByteArrayOutputStream();
                connections.add(record);
                threads.execute(() -> pump(client, engine, record));
                threads.execute(() -> pump(engine, client, new ByteArrayOutputStream()));
            } catch (IOException e) {
                // Closed, here or there.
                continue;
            }
        }
    }

    private static void pump(Socket from, Socket to, ByteArrayOutputStream record) {
        byte[] buffer = new byte[1 << 16];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                synchronized (record) {
                    record.write(buffer, 0, n);
                }
                out.write(buffer, 0, n);
                out.flush();
            }
        } catch (IOException e) {
            // One side has closed; so does the other.
            return;
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        threads.shutdownNow();
    }
}
