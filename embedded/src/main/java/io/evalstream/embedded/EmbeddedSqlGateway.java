package io.evalstream.embedded;

import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.table.api.config.ExecutionConfigOptions;
import org.apache.flink.table.api.config.TableConfigOptions;
import org.apache.flink.table.gateway.api.session.SessionEnvironment.CatalogCreator;
import org.apache.flink.table.gateway.rest.SqlGatewayRestEndpoint;
import org.apache.flink.table.gateway.rest.SqlGatewayRestEndpointFactory;
import org.apache.flink.table.gateway.rest.util.SqlGatewayRestOptions;
import org.apache.flink.table.gateway.service.context.DefaultContext;
import org.apache.flink.table.gateway.service.session.SessionManager;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Flink's SQL gateway in this process: questions over REST and JDBC, answered by a cluster. */
public final class EmbeddedSqlGateway implements AutoCloseable {

    private static final Duration SILENT_PARTITION = Duration.ofSeconds(5);

    private final SessionManager sessions;
    private final SqlGatewayRestEndpoint endpoint;

    private EmbeddedSqlGateway(SessionManager sessions, SqlGatewayRestEndpoint endpoint) {
        this.sessions = sessions;
        this.endpoint = endpoint;
    }

    /**
     * What every session begins with.
     *
     * @param catalog name of a catalog that is there beside Flink's own
     * @param creator makes it, once a session
     * @param statements executed when a session opens, such as {@code USE CATALOG}
     */
    public record Preparation(String catalog, CatalogCreator creator, List<String> statements) {}

    /**
     * Starts the gateway. Sessions ask in batch mode and in UTC until they say otherwise.
     *
     * @param flink REST endpoint of the cluster that executes
     * @param directory for what sessions download
     * @param port port of its REST endpoint, on loopback, or 0 for a free one
     * @throws ServiceUnavailableException when the port is taken or the gateway does not start
     */
    public static EmbeddedSqlGateway start(
            URI flink, Path directory, int port, Preparation preparation) {
        LoopbackPort.requireFree("SQL gateway", port);
        Configuration configuration = configuration(flink, directory);
        SessionManager sessions =
                SessionManager.create(new DefaultContext(configuration, List.of()));
        SqlGatewayRestEndpoint endpoint = null;
        try {
            sessions.start();
            endpoint =
                    new SqlGatewayRestEndpoint(
                            SqlGatewayRestEndpointFactory.rebuildRestEndpointOptions(
                                    endpointOptions(port), new HashMap<>(configuration.toMap())),
                            new PreparedSessions(sessions, preparation));
            endpoint.start();
            return new EmbeddedSqlGateway(sessions, endpoint);
        } catch (Exception e) {
            stop(sessions, endpoint);
            throw new ServiceUnavailableException(
                    "SQL gateway: it did not start: " + e.getMessage(), e);
        }
    }

    private static Configuration configuration(URI flink, Path directory) {
        Configuration configuration = new Configuration();
        configuration.set(DeploymentOptions.TARGET, "remote");
        configuration.set(DeploymentOptions.ATTACHED, true);
        configuration.set(RestOptions.ADDRESS, flink.getHost());
        configuration.set(RestOptions.PORT, flink.getPort());
        configuration.set(ExecutionOptions.RUNTIME_MODE, RuntimeExecutionMode.BATCH);
        configuration.set(CoreOptions.DEFAULT_PARALLELISM, 1);
        configuration.set(TableConfigOptions.LOCAL_TIME_ZONE, "UTC");
        configuration.set(
                TableConfigOptions.RESOURCES_DOWNLOAD_DIR,
                directory.resolve("sql").toAbsolutePath().toString());
        // Or a partition nobody writes to would hold back every window.
        configuration.set(ExecutionConfigOptions.TABLE_EXEC_SOURCE_IDLE_TIMEOUT, SILENT_PARTITION);
        return configuration;
    }

    private static Map<String, String> endpointOptions(int port) {
        return Map.of(
                SqlGatewayRestOptions.ADDRESS.key(),
                "127.0.0.1",
                SqlGatewayRestOptions.BIND_ADDRESS.key(),
                "127.0.0.1",
                SqlGatewayRestOptions.PORT.key(),
                Integer.toString(port),
                SqlGatewayRestOptions.BIND_PORT.key(),
                Integer.toString(port));
    }

    /** Address of the REST endpoint, {@code http://127.0.0.1:port}. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + endpoint.getServerAddress().getPort());
    }

    private static void stop(SessionManager sessions, SqlGatewayRestEndpoint endpoint) {
        try {
            if (endpoint != null) {
                endpoint.stop();
            }
        } catch (Exception e) {
            throw new ServiceUnavailableException("SQL gateway: it did not stop: " + e, e);
        } finally {
            sessions.stop();
        }
    }

    @Override
    public void close() {
        stop(sessions, endpoint);
    }
}
