package io.evalstream.cli.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;

/** The pieces that all pages are made of; a page needs no other file and no network. */
public final class Html {

    private static final DateTimeFormatter MINUTES =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private Html() {}

    /** A whole page around what is in its middle. */
    public static String page(String title, CharSequence middle) {
        return page(title, "", "", middle);
    }

    /**
     * A whole page with a look and a script of its own.
     *
     * <p>Nothing else may run on it: its policy names the script by its digest, so that what a page
     * shows can never act.
     *
     * @param style CSS beside that of all pages
     * @param script JavaScript that runs once the page is read; empty for none
     */
    public static String page(String title, String style, String script, CharSequence middle) {
        String ending = script.isEmpty() ? "" : "<script>" + script + "</script>";
        return "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">"
                + policy(script)
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                + "<meta name=\"color-scheme\" content=\"light dark\"><title>"
                + escaped(title)
                + "</title><style>"
                + resource(Html.class, "report.css")
                + style
                + "</style></head><body><main>\n"
                + middle
                + "</main>"
                + ending
                + "</body></html>\n";
    }

    private static String policy(String script) {
        String scripts = script.isEmpty() ? "'none'" : "'sha256-" + digest(script) + "'";
        return "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';"
                + " style-src 'unsafe-inline'; script-src "
                + scripts
                + "\">";
    }

    private static String digest(String script) {
        try {
            byte[] bytes = script.getBytes(StandardCharsets.UTF_8);
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Text as it may stand between tags and in attributes. */
    public static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** A name of a series, that breaks between its parts before it breaks within one. */
    public static String name(String name) {
        return escaped(name).replace("/", "/<wbr>").replace(",", ",<wbr>");
    }

    /** A verdict on a ground of its colour, which says nothing that the word does not say. */
    public static String badge(String verdict) {
        return "<span class=\"badge " + escaped(verdict) + "\">" + escaped(verdict) + "</span>";
    }

    /** A time to the minute, for people and for programs. */
    public static String time(Instant at) {
        return "<time datetime=\"" + at + "\">" + MINUTES.format(at) + "</time>";
    }

    /** A text file that is packaged beside a class. */
    public static String resource(Class<?> beside, String name) {
        try (InputStream stream = beside.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException(name + " is not packaged");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
