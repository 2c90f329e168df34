package io.evalstream.embedded.clickhouse;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A program that starts an engine, tells its process id, and stays until it is killed. */
public final class EngineHost {

    static final String PID = "engine process ";

    private EngineHost() {}

    public static void main(String[] arguments) throws InterruptedException {
        ClickHouseEngine engine =
                ClickHouseEngine.start(EngineFixture.libraryIn(Path.of(arguments[0])));
        System.out.println(PID + engine.pid().orElseThrow());
        System.out.flush();
        new CountDownLatch(1).await();
    }
}
