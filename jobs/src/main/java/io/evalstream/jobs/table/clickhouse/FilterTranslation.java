package io.evalstream.jobs.table.clickhouse;

import org.apache.flink.table.expressions.CallExpression;
import org.apache.flink.table.expressions.Expression;
import org.apache.flink.table.expressions.ExpressionDefaultVisitor;
import org.apache.flink.table.expressions.FieldReferenceExpression;
import org.apache.flink.table.expressions.ResolvedExpression;
import org.apache.flink.table.expressions.ValueLiteralExpression;
import org.apache.flink.table.functions.BuiltInFunctionDefinitions;
import org.apache.flink.table.types.logical.LogicalTypeRoot;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes a filter so that the JDBC connector and the driver make of it what it means in Flink;
 * empty where they would not, so that Flink filters itself.
 */
final class FilterTranslation extends ExpressionDefaultVisitor<Optional<ResolvedExpression>> {

    @Override
    public Optional<ResolvedExpression> visit(CallExpression call) {
        List<ResolvedExpression> translated = new ArrayList<>();
        for (ResolvedExpression child : call.getResolvedChildren()) {
            Optional<ResolvedExpression> meant = child.accept(this);
            if (meant.isEmpty()) {
                return Optional.empty();
            }
            translated.add(meant.get());
        }
        if (call.getFunctionDefinition().equals(BuiltInFunctionDefinitions.LIKE)) {
            return like(call, translated);
        }
        return Optional.of(call.replaceArgs(translated, call.getOutputDataType()));
    }

    /** In a pattern of ClickHouse a backslash escapes, in Flink it is a character like others. */
    private static Optional<ResolvedExpression> like(
            CallExpression call, List<ResolvedExpression> arguments) {
        if (arguments.size() != 2
                || !(arguments.get(1) instanceof ValueLiteralExpression pattern)) {
            return Optional.empty();
        }
        String text = pattern.getValueAs(String.class).orElse("");
        return text.indexOf('\\') < 0 ? Optional.of(call) : Optional.empty();
    }

    @Override
    public Optional<ResolvedExpression> visit(ValueLiteralExpression literal) {
        LogicalTypeRoot type = literal.getOutputDataType().getLogicalType().getTypeRoot();
        if (type != LogicalTypeRoot.TIMESTAMP_WITHOUT_TIME_ZONE) {
            return Optional.of(literal);
        }
        return literal.getValueAs(LocalDateTime.class)
                .flatMap(FilterTranslation::inZoneOfDriver)
                .map(
                        local ->
                                new ValueLiteralExpression(
                                        local, literal.getOutputDataType().notNull()));
    }

    /**
     * The local time whose {@link Timestamp} is the instant that is meant: the driver sends that
     * instant. There is none while the clocks of this JVM's zone are put back.
     */
    private static Optional<LocalDateTime> inZoneOfDriver(LocalDateTime utc) {
        Instant meant = utc.toInstant(ZoneOffset.UTC);
        LocalDateTime local = LocalDateTime.ofInstant(meant, ZoneId.systemDefault());
        return Timestamp.valueOf(local).toInstant().equals(meant)
                ? Optional.of(local)
                : Optional.empty();
    }

    @Override
    public Optional<ResolvedExpression> visit(FieldReferenceExpression field) {
        return Optional.of(field);
    }

    @Override
    protected Optional<ResolvedExpression> defaultMethod(Expression expression) {
        return Optional.empty();
    }
}
