package io.evalstream.udfs.sql;

import org.apache.flink.table.functions.AggregateFunction;
import org.apache.flink.table.functions.UserDefinedFunction;

import java.lang.reflect.Method;
import java.util.List;
import java.util.function.Supplier;

/**
 * One SQL function: what it is registered as and what its reference says.
 *
 * @param group heading it stands under
 * @param name in lower case
 * @param arguments forms it can be called in, such as {@code text STRING}
 * @param result its type
 * @param description one sentence or a few, in Markdown
 * @param definition makes the function
 * @param examples queries with their answers, at least one
 */
public record SqlFunction(
        String group,
        String name,
        List<String> arguments,
        String result,
        String description,
        Supplier<? extends UserDefinedFunction> definition,
        List<Example> examples) {

    /**
     * A query that gives one value.
     *
     * @param query complete, without a semicolon
     * @param answer the value as Flink prints it
     * @param needsBatch whether it sums up an updating result in a way that cannot take rows back
     */
    public record Example(String query, String answer, boolean needsBatch) {

        /** An example for every mode. */
        Example(String query, String answer) {
            this(query, answer, false);
        }
    }

    public SqlFunction {
        arguments = List.copyOf(arguments);
        examples = List.copyOf(examples);
        if (examples.isEmpty()) {
            throw new IllegalArgumentException(name + " needs an example");
        }
    }

    /** Whether it makes one value of many rows. */
    public boolean isAggregate() {
        return definition.get() instanceof AggregateFunction;
    }

    /** Whether it can take rows back that an updating query withdraws. */
    public boolean takesBack() {
        for (Method method : definition.get().getClass().getMethods()) {
            if (method.getName().equals("retract")) {
                return true;
            }
        }
        return false;
    }
}
