package io.evalstream.embedded.clickhouse;

import com.sun.net.httpserver.HttpServer;

import org.w3c.dom.Document;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.xml.parsers.DocumentBuilderFactory;

/** Stands in for {@code clickhouse server}: reads its configuration and answers /ping. */
public final class StandInServer {

    private StandInServer() {}

    public static void main(String[] arguments) throws Exception {
        Path config = Path.of(arguments[1].substring("--config-file=".length()));
        Document document =
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(Files.newInputStream(config));
        int port = Integer.parseInt(text(document, "http_port"));
        HttpServer server =
                HttpServer.create(new InetSocketAddress(text(document, "listen_host"), port), 0);
        server.createContext(
                "/",
                exchange -> {
                    byte[] ok = {'O', 'k', '.', '\n'};
                    exchange.sendResponseHeaders(200, ok.length);
                    exchange.getResponseBody().write(ok);
                    exchange.close();
                });
        server.start();
    }

    private static String text(Document document, String element) {
        return document.getElementsByTagName(element).item(0).getTextContent();
    }
}
