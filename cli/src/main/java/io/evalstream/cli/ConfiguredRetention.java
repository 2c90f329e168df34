package io.evalstream.cli;

import io.evalstream.jobs.quality.QualityOptions;
import io.evalstream.sql.Retention;

import org.apache.flink.configuration.Configuration;

/** The retention that a configuration names; what it does not name stays as it is. */
final class ConfiguredRetention {

    private ConfiguredRetention() {}

    static Retention of(Configuration options) {
        return new Retention(
                options.getOptional(QualityOptions.RETENTION_SAMPLES),
                options.getOptional(QualityOptions.RETENTION_ROLLING),
                options.getOptional(QualityOptions.RETENTION_DEAD_LETTERS));
    }
}
