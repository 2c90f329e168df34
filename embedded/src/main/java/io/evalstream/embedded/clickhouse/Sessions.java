package io.evalstream.embedded.clickhouse;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/** Connections that outlive a request because their clients named a session. */
final class Sessions implements AutoCloseable {

    private final Chdb engine;
    private final Map<String, Session> byId = new HashMap<>();

    Sessions(Chdb engine) {
        this.engine = engine;
    }

    /** A connection in the hands of one request; closing it gives it back or ends it. */
    interface Lease extends AutoCloseable {
        ChdbConnection connection();

        /** Whether later requests will see what this one leaves behind. */
        boolean isShared();

        @Override
        void close();
    }

    private static final class Session {
        private final ChdbConnection connection;
        private boolean busy;
        private long expiresAtNanos;

        Session(ChdbConnection connection) {
            this.connection = connection;
        }
    }

    /** A connection of the request's own, or its session's. */
    Lease lease(RequestParameters request) throws EngineException {
        if (request.sessionId().isEmpty()) {
            return new Single(engine.connect());
        }
        return shared(
                request.sessionId().get(), request.mustExist(), request.sessionTimeoutSeconds());
    }

    private synchronized Lease shared(String id, boolean mustExist, int timeoutSeconds)
            throws EngineException {
        dropExpired();
        Session session = byId.get(id);
        if (session == null) {
            if (mustExist) {
                throw EngineException.of(372, "Session " + id + " not found", "SESSION_NOT_FOUND");
            }
            session = new Session(engine.connect());
            byId.put(id, session);
        }
        if (session.busy) {
            throw EngineException.of(
                    373,
                    "Session " + id + " is locked by a concurrent client",
                    "SESSION_IS_LOCKED");
        }
        session.busy = true;
        return new Shared(session, timeoutSeconds);
    }

    private void dropExpired() {
        long now = System.nanoTime();
        for (Iterator<Session> all = byId.values().iterator(); all.hasNext(); ) {
            Session session = all.next();
            if (!session.busy && session.expiresAtNanos - now < 0) {
                all.remove();
                session.connection.close();
            }
        }
    }

    private synchronized void giveBack(Session session, int timeoutSeconds) {
        session.busy = false;
        session.expiresAtNanos = System.nanoTime() + timeoutSeconds * 1_000_000_000L;
    }

    @Override
    public synchronized void close() {
        byId.values().stream().filter(s -> !s.busy).forEach(s -> s.connection.close());
        byId.clear();
    }

    private record Single(ChdbConnection connection) implements Lease {
        @Override
        public boolean isShared() {
            return false;
        }

        @Override
        public void close() {
            connection.close();
        }
    }

    private final class Shared implements Lease {
        private final Session session;
        private final int timeoutSeconds;

        Shared(Session session, int timeoutSeconds) {
            this.session = session;
            this.timeoutSeconds = timeoutSeconds;
        }

        @Override
        public ChdbConnection connection() {
            return session.connection;
        }

        @Override
        public boolean isShared() {
            return true;
        }

        @Override
        public void close() {
            giveBack(session, timeoutSeconds);
        }
    }
}
