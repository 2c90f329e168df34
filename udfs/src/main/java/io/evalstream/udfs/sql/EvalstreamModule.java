package io.evalstream.udfs.sql;

import org.apache.flink.table.functions.FunctionDefinition;
import org.apache.flink.table.module.Module;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The module {@code evalstream}: after {@code LOAD MODULE evalstream} every function is there. */
public final class EvalstreamModule implements Module {

    /** Its name in {@code LOAD MODULE}. */
    public static final String NAME = "evalstream";

    private final Map<String, SqlFunction> functions = new LinkedHashMap<>();

    /** With all {@link SqlFunctions}. */
    public EvalstreamModule() {
        for (SqlFunction function : SqlFunctions.all()) {
            functions.put(function.name(), function);
        }
    }

    @Override
    public Set<String> listFunctions() {
        return Set.copyOf(functions.keySet());
    }

    @Override
    public Optional<FunctionDefinition> getFunctionDefinition(String name) {
        return Optional.ofNullable(functions.get(name.toLowerCase(Locale.ROOT)))
                .map(function -> function.definition().get());
    }
}
