package io.evalstream.bench.streaming;

import io.evalstream.jobs.quality.QualityJob;
import io.evalstream.jobs.quality.QualityOptions;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** The quality job as the commands start it, with what they leave at its default. */
final class QualityJobPipeline {

    private QualityJobPipeline() {}

    static Pipeline start(Pipeline.Setting setting) throws IOException {
        Path home = Path.of(System.getProperty("evalstream.home", "."));
        Configuration options = new Configuration();
        options.set(QualityOptions.KAFKA_BOOTSTRAP, setting.bootstrap());
        options.set(QualityOptions.KAFKA_GROUP, setting.group());
        options.set(QualityOptions.CLICKHOUSE_URL, setting.clickhouse().toString());
        options.set(QualityOptions.METRICS_FILE, home.resolve("configs/metrics.yaml").toString());
        options.set(QualityOptions.MODELS_FILE, home.resolve("configs/models.yaml").toString());
        options.set(
                QualityOptions.CHECKPOINT_DIRECTORY,
                setting.directory().resolve("checkpoints").toUri().toString());
        options.set(CoreOptions.DEFAULT_PARALLELISM, Pipeline.PARALLELISM);
        // As up has it: rows can be seen after a checkpoint.
        options.set(QualityOptions.CHECKPOINT_INTERVAL, Duration.ofSeconds(1));
        // Ends are announced before the first result is read, so that the producer can rest.
        options.set(QualityOptions.RUN_COMPLETION_TIMEOUT, Duration.ofHours(2));
        options.set(QualityOptions.TEAMS_URL, setting.teams());
        options.set(QualityOptions.TEAMS_MENTION_ID, "oncall@example.com");
        return FlinkPipeline.start(QualityJob.create(options), setting.directory());
    }
}
