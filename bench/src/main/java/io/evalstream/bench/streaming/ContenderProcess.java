package io.evalstream.bench.streaming;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** The program of a contender's own process. */
final class ContenderProcess {

    private ContenderProcess() {}

    /** The arguments of {@link #main}. */
    static List<String> arguments(Contender contender, Pipeline.Setting setting) {
        return List.of(
                contender.title(),
                setting.bootstrap(),
                setting.clickhouse().toString(),
                setting.directory().toString(),
                setting.group(),
                setting.teams());
    }

    /**
     * Runs a contender until standard input ends, and ends with 1 when it fails.
     *
     * @param arguments its name, broker, ClickHouse, directory, consumer group, address of cards
     */
    public static void main(String[] arguments) throws Exception {
        Pipeline.Setting setting =
                new Pipeline.Setting(
                        arguments[1],
                        URI.create(arguments[2]),
                        Path.of(arguments[3]),
                        arguments[4],
                        arguments[5]);
        Pipeline pipeline = Contender.of(arguments[0]).starter().orElseThrow().start(setting);
        Thread guard = new Thread(() -> watch(pipeline), "guard");
        guard.setDaemon(true);
        guard.start();
        ChildJvm.ready("");
        ChildJvm.awaitEnd();
        pipeline.close();
        // Engines may have left threads behind that are not daemons.
        System.exit(0);
    }

    private static void watch(Pipeline pipeline) {
        try {
            while (true) {
                pipeline.requireHealthy();
                Thread.sleep(500);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            e.printStackTrace();
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            System.err.println(cause);
            Runtime.getRuntime().halt(1);
        }
    }
}
