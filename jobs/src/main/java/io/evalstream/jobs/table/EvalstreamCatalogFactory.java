package io.evalstream.jobs.table;

import io.evalstream.jobs.clickhouse.ClickHouseEndpoint;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.Catalog;
import org.apache.flink.table.factories.CatalogFactory;
import org.apache.flink.table.factories.FactoryUtil;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Makes the catalog that {@code CREATE CATALOG} asks for. */
public final class EvalstreamCatalogFactory implements CatalogFactory {

    public static final String IDENTIFIER = "evalstream";

    @Override
    public String factoryIdentifier() {
        return IDENTIFIER;
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of(EvalstreamCatalogOptions.BOOTSTRAP, EvalstreamCatalogOptions.CLICKHOUSE_URL);
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return Set.of(
                EvalstreamCatalogOptions.CLICKHOUSE_USER,
                EvalstreamCatalogOptions.CLICKHOUSE_PASSWORD,
                EvalstreamCatalogOptions.CLICKHOUSE_PASSWORD_FILE,
                EvalstreamCatalogOptions.DEFAULT_DATABASE,
                FactoryUtil.PROPERTY_VERSION);
    }

    @Override
    public Catalog createCatalog(Context context) {
        FactoryUtil.CatalogFactoryHelper helper =
                FactoryUtil.createCatalogFactoryHelper(this, context);
        helper.validate();
        ReadableConfig options = helper.getOptions();
        String database = options.get(EvalstreamCatalogOptions.DEFAULT_DATABASE);
        if (!List.of(EvalstreamCatalog.KAFKA, EvalstreamCatalog.CLICKHOUSE).contains(database)) {
            throw new ValidationException(
                    "'default-database' is kafka or vllm_eval, not '" + database + "'");
        }
        return new EvalstreamCatalog(
                context.getName(),
                database,
                options.get(EvalstreamCatalogOptions.BOOTSTRAP),
                new ClickHouseEndpoint(
                        options.get(EvalstreamCatalogOptions.CLICKHOUSE_URL),
                        EvalstreamCatalog.CLICKHOUSE,
                        options.get(EvalstreamCatalogOptions.CLICKHOUSE_USER),
                        password(options)));
    }

    private static String password(ReadableConfig options) {
        String file =
                options.getOptional(EvalstreamCatalogOptions.CLICKHOUSE_PASSWORD_FILE).orElse("");
        if (file.isEmpty()) {
            return options.get(EvalstreamCatalogOptions.CLICKHOUSE_PASSWORD);
        }
        try {
            return Files.readString(Path.of(file)).lines().findFirst().orElse("");
        } catch (IOException e) {
            throw new ValidationException(
                    "'clickhouse.password-file': " + file + " cannot be read", e);
        }
    }
}
