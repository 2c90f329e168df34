package io.evalstream.jobs.clickhouse;

import java.util.List;

/** An engine whose rows of {@link Numbered} a test can count. */
interface CountedEngine extends InsertGateway {

    /** Has so many other blocks inserted that no token from before is recognised. */
    void forgetTokens() throws Exception;

    /** The numbers of all raw rows, those of the table that replaces nothing. */
    List<Long> rows() throws Exception;

    /** The numbers of all rows among the dead letters. */
    List<Long> refused() throws Exception;
}
