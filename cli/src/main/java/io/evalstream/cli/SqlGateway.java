package io.evalstream.cli;

import io.evalstream.embedded.EmbeddedFlink;
import io.evalstream.embedded.EmbeddedSqlGateway;
import io.evalstream.jobs.clickhouse.ClickHouseEndpoint;
import io.evalstream.jobs.table.EvalstreamCatalog;

import java.nio.file.Path;
import java.util.List;

/** Starts SQL gateways whose sessions have the catalog and the functions of Evalstream. */
final class SqlGateway {

    static final String CATALOG = "evalstream";

    private SqlGateway() {}

    /**
     * @param directory for what sessions download
     * @param port or 0 for a free one
     */
    static EmbeddedSqlGateway start(
            EmbeddedFlink flink,
            String bootstrap,
            ClickHouseEndpoint clickhouse,
            Path directory,
            int port) {
        return EmbeddedSqlGateway.start(
                flink.webUi(),
                directory,
                port,
                new EmbeddedSqlGateway.Preparation(
                        CATALOG,
                        (configuration, classLoader) ->
                                new EvalstreamCatalog(
                                        CATALOG,
                                        EvalstreamCatalog.CLICKHOUSE,
                                        bootstrap,
                                        clickhouse),
                        List.of("USE CATALOG " + CATALOG)));
    }
}
