package io.evalstream.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The pieces that all pages are made of; a page needs no script, no other file and no network. */
final class Html {

    private static final DateTimeFormatter MINUTES =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private Html() {}

    /** A whole page around what is in its middle. */
    static String page(String title, CharSequence middle) {
        return "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                + "<meta name=\"color-scheme\" content=\"light dark\"><title>"
                + escaped(title)
                + "</title><style>"
                + resource("report.css")
                + "</style></head><body><main>\n"
                + middle
                + "</main></body></html>\n";
    }

    /** Text as it may stand between tags and in attributes. */
    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** A name of a series, that breaks between its parts before it breaks within one. */
    static String name(String name) {
        return escaped(name).replace("/", "/<wbr>").replace(",", ",<wbr>");
    }

    /** A verdict on a ground of its colour, which says nothing that the word does not say. */
    static String badge(String verdict) {
        return "<span class=\"badge " + escaped(verdict) + "\">" + escaped(verdict) + "</span>";
    }

    /** A time to the minute, for people and for programs. */
    static String time(Instant at) {
        return "<time datetime=\"" + at + "\">" + MINUTES.format(at) + "</time>";
    }

    private static String resource(String name) {
        try (InputStream stream = Html.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException(name + " is not packaged");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
