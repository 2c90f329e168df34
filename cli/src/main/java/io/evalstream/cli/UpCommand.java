package io.evalstream.cli;

import io.evalstream.jobs.quality.QualityOptions;

import org.apache.flink.configuration.Configuration;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Starts the stack of one machine and keeps it up. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description =
                "Starts Kafka, ClickHouse, S3, Flink with the quality job, the SQL gateway, the"
                        + " Teams recorder, the report page, and the release controller with its"
                        + " webhook; Ctrl-C stops them cleanly.")
final class UpCommand implements Callable<Integer> {

    private static final long LOOK_SECONDS = 1;

    @ParentCommand private Evalstream root;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = ".evalstream",
            description = "Where all data is kept; survives a restart. Default: .evalstream.")
    private Path data;

    @Option(
            names = "--report-port",
            paramLabel = "PORT",
            converter = Ports.Converter.class,
            description = "Report page; 0 for a free port.")
    private int reportPort;

    @Option(
            names = "--sql-port",
            paramLabel = "PORT",
            converter = Ports.Converter.class,
            description = "SQL gateway; 0 for a free port.")
    private int sqlPort;

    @Mixin private ReleaseOptions releases;

    @Mixin private StackOptions chosen;

    @Override
    public Integer call() throws Exception {
        releases.check();
        Directories.create("--data", data);
        Logs.to(data.resolve("evalstream.log"), root.verbose);
        Console console = Console.standard();
        CountDownLatch stop = new CountDownLatch(1);
        Configuration options = JobConfiguration.read(chosen.config());
        try (LocalStack stack =
                        LocalStack.start(
                                data,
                                chosen.ports(),
                                chosen.clickhouseUrl(),
                                ConfiguredRetention.of(options),
                                console::line);
                SqlGateway gateway = gateway(stack)) {
            // Not closed when a service is gone: the job could not be stopped in good order then,
            // and goes on from its last checkpoint the next time.
            QualityService quality = QualityService.start(stack, options);
            try (ReportPage page =
                            ReportPage.start(
                                    stack.kafka().bootstrapServers(),
                                    stack.clickhouseEndpoint(),
                                    reportPort);
                    ReleaseService service =
                            ReleaseService.start(
                                    stack,
                                    releases,
                                    options.getOptional(QualityOptions.TEAMS_URL)
                                            .map(URI::create)
                                            .orElse(stack.teams().url()),
                                    page.url(),
                                    console::line);
                    StackAddresses addresses =
                            StackAddresses.write(
                                    stack,
                                    Map.of(
                                            StackAddresses.GATEWAY,
                                            gateway.url().toString(),
                                            "reports",
                                            page.url().toString(),
                                            StackAddresses.WEBHOOK,
                                            service.webhook().toString(),
                                            StackAddresses.SECRETS,
                                            service.secrets().toAbsolutePath().toString()))) {
                // Before anybody can read how to stop it.
                root.signals.onStop(stop::countDown);
                show(console, stack, gateway, page);
                show(console, service, stack.kafka().bootstrapServers());
                serve(stack, quality, stop);
                console.line("stopping");
            }
            quality.close();
        }
        console.line("stopped; the data is in " + data);
        return ExitCode.PASS;
    }

    /** Returns when it is asked to stop; throws when a service goes away. */
    private static void serve(LocalStack stack, QualityService quality, CountDownLatch stop)
            throws InterruptedException {
        while (!stop.await(LOOK_SECONDS, TimeUnit.SECONDS)) {
            stack.requireAlive();
            quality.requireRunning();
        }
    }

    private SqlGateway gateway(LocalStack stack) {
        return SqlGateway.start(
                stack.flink(),
                stack.kafka().bootstrapServers(),
                stack.clickhouseEndpoint(),
                stack.directory().resolve("flink"),
                sqlPort);
    }

    private static void show(
            Console console, LocalStack stack, SqlGateway gateway, ReportPage page) {
        console.result("Kafka         " + stack.kafka().bootstrapServers());
        console.result("ClickHouse    " + stack.clickhouse().httpUrl() + " (database vllm_eval)");
        console.result("S3            " + stack.objects().endpoint());
        console.result("Flink         " + stack.flink().webUi());
        console.result("SQL gateway   " + gateway.url());
        console.result("Teams cards   " + stack.teams().url());
        console.result("Reports       " + page.url());
    }

    private void show(Console console, ReleaseService service, String brokers) {
        console.result("Webhook       " + service.webhook());
        console.result("Metrics       " + service.metrics());
        console.result("Secret        " + service.secrets() + " (sign deliveries with it)");
        console.result("Runs          " + service.runs());
        console.result("");
        console.result(
                "Send a run:   ./evalstream ship --bootstrap "
                        + brokers
                        + " --model-tag llm:release-1 --run-id release-1 PATH");
        console.result(
                "Tell a push:  ./evalstream controller deliver --tag release-1"
                        + (data.equals(Path.of(".evalstream")) ? "" : " --data " + data)
                        + ", with the model at "
                        + releases.endpoint());
        console.result("Ask:          ./evalstream sql");
        console.result("Ctrl-C stops everything.");
    }
}
