package io.evalstream.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * One numbered step of the schema.
 *
 * @param version its number, from 1 without gaps
 * @param name its file name
 * @param statements what to execute, in order
 * @param checksum SHA-256 (hex) of the file
 */
record Migration(int version, String name, List<String> statements, String checksum) {

    /** The steps of this program, in order. A new step is a new file and a new line here. */
    private static final List<String> FILES =
            List.of(
                    "0001_core.sql",
                    "0002_views.sql",
                    "0003_paired.sql",
                    "0004_verdicts.sql",
                    "0005_batches.sql",
                    "0006_dashboards.sql",
                    "0007_dedup.sql");

    static List<Migration> all() {
        List<Migration> migrations = new ArrayList<>();
        for (String file : FILES) {
            migrations.add(read(file));
        }
        return migrations;
    }

    private static Migration read(String file) {
        try (InputStream stream = Migration.class.getResourceAsStream("/clickhouse/" + file)) {
            if (stream == null) {
                throw new IllegalStateException("migration " + file + " is not packaged");
            }
            byte[] bytes = stream.readAllBytes();
            return new Migration(
                    Integer.parseInt(file.substring(0, file.indexOf('_'))),
                    file,
                    statements(new String(bytes, StandardCharsets.UTF_8)),
                    HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Statements end with a semicolon at the end of a line; whole-line comments are dropped. */
    static List<String> statements(String script) {
        List<String> statements = new ArrayList<>();
        StringBuilder current = new StringBuilder();
        for (String line : script.lines().toList()) {
            if (line.stripLeading().startsWith("--") || line.isBlank()) {
                continue;
            }
            current.append(line).append('\n');
            if (line.stripTrailing().endsWith(";")) {
                String statement = current.toString().strip();
                statements.add(statement.substring(0, statement.length() - 1));
                current.setLength(0);
            }
        }
        if (!current.isEmpty()) {
            throw new IllegalStateException("statement without a final semicolon: " + current);
        }
        return statements;
    }
}
