package io.evalstream.cli;

import io.evalstream.cli.sql.AnswerFormat;
import io.evalstream.cli.sql.BadSqlException;
import io.evalstream.cli.sql.SqlParameters;
import io.evalstream.cli.sql.SqlPrompt;
import io.evalstream.cli.sql.SqlRunner;
import io.evalstream.cli.sql.SqlScript;
import io.evalstream.cli.sql.SqlSession;
import io.evalstream.cli.sql.SqlStatement;
import io.evalstream.embedded.EmbeddedFlink;
import io.evalstream.jobs.clickhouse.ClickHouseEndpoint;
import io.evalstream.jobs.table.EvalstreamCatalog;
import io.evalstream.readers.BadInputException;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** Answers questions in Flink SQL over Kafka and ClickHouse. */
@Command(
        name = "sql",
        mixinStandardHelpOptions = true,
        description =
                "Flink SQL over the topics and the database: -e or -f for statements, a prompt"
                        + " without.")
final class SqlCommand implements Callable<Integer> {

    private static final int SLOTS = 4;

    @ParentCommand private Evalstream root;

    @ArgGroup private Source source;

    /** What to execute. */
    private static final class Source {
        @Option(names = "-e", paramLabel = "STATEMENT", description = "Statements to execute.")
        private String statements;

        @Option(names = "-f", paramLabel = "FILE", description = "File of statements to execute.")
        private Path file;
    }

    @Option(
            names = "-p",
            paramLabel = "NAME=VALUE",
            description =
                    "Value of a parameter that the file declares; may be given several times.")
    private Map<String, String> parameters = Map.of();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "TABLE",
            description = "table, csv or json. Default: table.")
    private AnswerFormat.Kind format;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = ".evalstream",
            description = "Data directory of the running stack to ask. Default: .evalstream.")
    private Path data;

    @Option(
            names = "--gateway",
            paramLabel = "URL",
            description = "Ask this SQL gateway instead, http://host:port.")
    private URI gateway;

    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            description = "Ask these Kafka brokers, with an own Flink.")
    private String bootstrap;

    @Option(
            names = "--clickhouse-url",
            paramLabel = "URL",
            description = "and this ClickHouse, http://host:port.")
    private URI clickhouse;

    @Option(
            names = "--clickhouse-user",
            paramLabel = "USER",
            defaultValue = "default",
            description = "as this user. Default: default.")
    private String user;

    @Option(
            names = "--clickhouse-password-file",
            paramLabel = "FILE",
            description = "with the password in the first line of this file.")
    private Path passwordFile;

    @Override
    public Integer call() throws Exception {
        if (gateway != null && (bootstrap != null || clickhouse != null)) {
            throw new UsageException(
                    "--gateway knows where Kafka and ClickHouse are; leave --bootstrap and"
                            + " --clickhouse-url out");
        }
        if ((bootstrap == null) != (clickhouse == null)) {
            throw new UsageException("--bootstrap and --clickhouse-url go together; name both");
        }
        List<SqlStatement> statements = statements();
        if (bootstrap == null) {
            return ask(gateway != null ? gateway : StackAddresses.gatewayOf(data), statements);
        }
        return askHere(statements);
    }

    /** Empty for a prompt. */
    private List<SqlStatement> statements() throws BadInputException {
        if (source == null) {
            if (!parameters.isEmpty()) {
                throw new UsageException("-p is for the parameters of -f");
            }
            return List.of();
        }
        String text = source.statements;
        if (source.file != null) {
            try {
                text = Files.readString(source.file);
            } catch (IOException e) {
                throw new BadInputException(
                        source.file, 0, "", "cannot be read: " + e, "name a file of statements");
            }
        }
        List<SqlStatement> statements;
        try {
            statements = SqlScript.statements(SqlParameters.fill(text, parameters));
        } catch (IllegalArgumentException e) {
            throw new UsageException(e.getMessage());
        }
        if (statements.isEmpty()) {
            throw new UsageException("there is no statement to execute");
        }
        return statements;
    }

    /** Starts a Flink and a gateway for this command alone. */
    private int askHere(List<SqlStatement> statements) throws Exception {
        ClickHouseEndpoint endpoint =
                new ClickHouseEndpoint(
                        clickhouse.toString(), EvalstreamCatalog.CLICKHOUSE, user, password());
        try (ScratchDirectory scratch = ScratchDirectory.create("evalstream-sql-")) {
            Logs.to(scratch.path().resolve("evalstream.log"), root.verbose);
            try (EmbeddedFlink flink = EmbeddedFlink.start(scratch.path(), 0, SLOTS);
                    SqlGateway own =
                            SqlGateway.start(flink, bootstrap, endpoint, scratch.path(), 0)) {
                return ask(own.url(), statements);
            }
        }
    }

    private String password() throws BadInputException {
        if (passwordFile == null) {
            return "";
        }
        try {
            return Files.readString(passwordFile).lines().findFirst().orElse("");
        } catch (IOException e) {
            throw new BadInputException(
                    passwordFile, 0, "", "cannot be read: " + e, "name a file with the password");
        }
    }

    private int ask(URI address, List<SqlStatement> statements) throws Exception {
        // So that INSERT has happened when the next statement asks for it.
        try (SqlSession session = SqlSession.open(address, Map.of("table.dml-sync", "true"))) {
            if (statements.isEmpty()) {
                Path history = Path.of(System.getProperty("user.home"), ".evalstream_history");
                new SqlPrompt(session, format, history).run();
                return ExitCode.PASS;
            }
            SqlRunner runner = runner(session);
            for (SqlStatement statement : statements) {
                try {
                    runner.run(statement);
                } catch (BadSqlException e) {
                    throw e.in(source.file == null ? "" : source.file.toString(), statement);
                }
            }
            return ExitCode.PASS;
        }
    }

    private SqlRunner runner(SqlSession session) {
        return new SqlRunner(
                session,
                format,
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    }
}
