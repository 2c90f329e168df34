package io.evalstream.cli.sql;

import io.evalstream.embedded.ServiceUnavailableException;

import org.jline.reader.EOFError;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Asks a person for statements until they have had enough. */
public final class SqlPrompt {

    private static final Set<String> GOODBYE = Set.of("\\q", "quit", "exit");
    private static final long HEARTBEAT_SECONDS = 60;

    private final SqlSession session;
    private final AnswerFormat.Kind format;
    private final Path history;

    /**
     * @param history file with what was asked before
     */
    public SqlPrompt(SqlSession session, AnswerFormat.Kind format, Path history) {
        this.session = session;
        this.format = format;
        this.history = history;
    }

    /**
     * Returns when the person leaves.
     *
     * @throws ServiceUnavailableException when the gateway has gone away
     */
    public void run() throws IOException {
        try (Terminal terminal = TerminalBuilder.builder().system(true).dumb(true).build()) {
            run(terminal);
        }
    }

    /** The same on a given terminal, which stays open. */
    public void run(Terminal terminal) {
        SqlRunner runner = new SqlRunner(session, format, terminal.writer(), terminal.writer());
        // Ctrl-C ends the question, and only that.
        terminal.handle(Terminal.Signal.INT, signal -> runner.interrupt());
        LineReader reader =
                LineReaderBuilder.builder()
                        .terminal(terminal)
                        .parser(new StatementParser())
                        .variable(LineReader.HISTORY_FILE, history)
                        .variable(LineReader.SECONDARY_PROMPT_PATTERN, "%P   -> ")
                        .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                        .build();
        ScheduledExecutorService heartbeat = Executors.newSingleThreadScheduledExecutor();
        try {
            heartbeat.scheduleWithFixedDelay(
                    this::stay, HEARTBEAT_SECONDS, HEARTBEAT_SECONDS, TimeUnit.SECONDS);
            converse(terminal, reader, runner);
        } finally {
            heartbeat.shutdownNow();
        }
    }

    /** A gateway forgets sessions that are silent for ten minutes. */
    private void stay() {
        try {
            session.heartbeat();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (BadSqlException | ServiceUnavailableException e) {
            // The next statement tells the person.
            return;
        }
    }

    private static void converse(Terminal terminal, LineReader reader, SqlRunner runner) {
        while (true) {
            String text;
            try {
                text = reader.readLine("evalstream> ");
            } catch (UserInterruptException e) {
                continue;
            } catch (EndOfFileException e) {
                return;
            }
            if (GOODBYE.contains(word(text))) {
                return;
            }
            for (SqlStatement statement : SqlScript.statements(text)) {
                if (!answer(terminal, runner, statement)) {
                    break;
                }
            }
            terminal.flush();
        }
    }

    private static boolean answer(Terminal terminal, SqlRunner runner, SqlStatement statement) {
        try {
            runner.run(statement);
            return true;
        } catch (BadSqlException e) {
            terminal.writer().println("error: " + e.in("", statement).getMessage());
        } catch (InterruptedException e) {
            terminal.writer().println("cancelled");
        }
        return false;
    }

    private static String word(String text) {
        return text.strip().replaceFirst("\\s*;$", "").toLowerCase(Locale.ROOT);
    }

    /** Goes on to a further line until a statement has its semicolon. */
    private static final class StatementParser implements Parser {

        private final DefaultParser words = new DefaultParser();

        StatementParser() {
            words.setQuoteChars(new char[0]);
            words.setEscapeChars(new char[0]);
        }

        @Override
        public ParsedLine parse(String line, int cursor, ParseContext context) {
            if (context == ParseContext.ACCEPT_LINE
                    && !GOODBYE.contains(word(line))
                    && !SqlScript.isComplete(line)) {
                throw new EOFError(-1, -1, "a statement ends with a semicolon", "");
            }
            return words.parse(line, cursor, context);
        }
    }
}
