package io.evalstream.embedded;

import org.apache.flink.table.gateway.api.session.SessionEnvironment;
import org.apache.flink.table.gateway.api.session.SessionHandle;
import org.apache.flink.table.gateway.service.SqlGatewayServiceImpl;
import org.apache.flink.table.gateway.service.session.SessionManager;

/** Opens sessions that have a catalog and more before their first statement. */
final class PreparedSessions extends SqlGatewayServiceImpl {

    private static final long NO_TIMEOUT = 0;

    private final EmbeddedSqlGateway.Preparation preparation;

    PreparedSessions(SessionManager sessions, EmbeddedSqlGateway.Preparation preparation) {
        super(sessions);
        this.preparation = preparation;
    }

    @Override
    public SessionHandle openSession(SessionEnvironment environment) {
        SessionEnvironment.Builder prepared =
                SessionEnvironment.newBuilder()
                        .setSessionEndpointVersion(environment.getSessionEndpointVersion())
                        .addSessionConfig(environment.getSessionConfig())
                        .registerCatalogCreator(preparation.catalog(), preparation.creator());
        environment.getDefaultCatalog().ifPresent(prepared::setDefaultCatalog);
        environment.getSessionName().ifPresent(prepared::setSessionName);
        environment.getRegisteredCatalogCreators().forEach(prepared::registerCatalogCreator);
        environment.getRegisteredModuleCreators().forEach(prepared::registerModuleCreatorAtHead);
        SessionHandle session = super.openSession(prepared.build());
        for (String statement : preparation.statements()) {
            configureSession(session, statement, NO_TIMEOUT);
        }
        return session;
    }
}
