package io.evalstream.cli;

import io.evalstream.embedded.EmbeddedFlink;
import io.evalstream.embedded.EmbeddedSqlGateway;
import io.evalstream.embedded.ServiceUnavailableException;
import io.evalstream.jobs.clickhouse.ClickHouseEndpoint;
import io.evalstream.jobs.table.EvalstreamCatalog;
import io.evalstream.udfs.sql.EvalstreamModule;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A SQL gateway whose sessions have the catalog and the functions of Evalstream; starts beside
 * other services.
 */
final class SqlGateway implements AutoCloseable {

    static final String CATALOG = "evalstream";

    private final CompletableFuture<EmbeddedSqlGateway> starting;

    private SqlGateway(CompletableFuture<EmbeddedSqlGateway> starting) {
        this.starting = starting;
    }

    /**
     * Begins to start a gateway and returns at once.
     *
     * @param flink executes what is asked
     * @param directory for what sessions download
     * @param port or 0 for a free one
     */
    static SqlGateway start(
            EmbeddedFlink flink,
            String bootstrap,
            ClickHouseEndpoint clickhouse,
            Path directory,
            int port) {
        EmbeddedSqlGateway.Preparation preparation =
                new EmbeddedSqlGateway.Preparation(
                        CATALOG,
                        (configuration, classLoader) ->
                                new EvalstreamCatalog(
                                        CATALOG,
                                        EvalstreamCatalog.CLICKHOUSE,
                                        bootstrap,
                                        clickhouse),
                        List.of("LOAD MODULE " + EvalstreamModule.NAME, "USE CATALOG " + CATALOG));
        URI cluster = flink.webUi();
        return new SqlGateway(
                CompletableFuture.supplyAsync(
                        () -> EmbeddedSqlGateway.start(cluster, directory, port, preparation)));
    }

    /**
     * Its REST address, once it has started.
     *
     * @throws ServiceUnavailableException when it does not start
     */
    URI url() {
        try {
            return starting.join().url();
        } catch (CompletionException e) {
            if (e.getCause() instanceof ServiceUnavailableException cause) {
                throw cause;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        // Also one that is only starting; one that has failed has told so.
        starting.handle(
                        (gateway, fault) -> {
                            if (gateway != null) {
                                gateway.close();
                            }
                            return gateway;
                        })
                .join();
    }
}
