package io.evalstream.udfs.sql;

import java.util.List;
import java.util.stream.Stream;

/** All SQL functions: what the module registers and what {@code sql/functions.md} documents. */
public final class SqlFunctions {

    private static final List<SqlFunction> ALL =
            Stream.of(
                            TextReference.functions(),
                            ScoreReference.functions(),
                            SketchReference.functions(),
                            JudgementReference.functions())
                    .flatMap(List::stream)
                    .toList();

    private SqlFunctions() {}

    /** Every function, grouped by heading, in the order of the reference. */
    public static List<SqlFunction> all() {
        return ALL;
    }
}
