package io.evalstream.udfs.sql;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.table.factories.ModuleFactory;
import org.apache.flink.table.module.Module;

import java.util.Set;

/** Makes the module for {@code LOAD MODULE evalstream}; it has no options. */
public final class EvalstreamModuleFactory implements ModuleFactory {

    @Override
    public String factoryIdentifier() {
        return EvalstreamModule.NAME;
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of();
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return Set.of();
    }

    @Override
    public Module createModule(Context context) {
        return new EvalstreamModule();
    }
}
