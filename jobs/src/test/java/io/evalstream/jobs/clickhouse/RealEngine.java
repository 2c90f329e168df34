package io.evalstream.jobs.clickhouse;

import java.util.List;

/** A database of a real engine as the simulation sees it. */
final class RealEngine implements CountedEngine {

    private final EngineTables tables;
    private final String database;
    private final HttpInsertGateway gateway;

    RealEngine(EngineTables tables, String database) throws Exception {
        this.tables = tables;
        this.database = database;
        gateway = new HttpInsertGateway(tables.countedDatabase(database));
    }

    @Override
    public void insert(InsertBatch batch) throws InsertException, InterruptedException {
        gateway.insert(batch);
    }

    @Override
    public long stored(String table, String token) throws InsertException, InterruptedException {
        return gateway.stored(table, token);
    }

    /** Other blocks would push the tokens out of the memory; an empty memory has room for none. */
    @Override
    public void forgetTokens() throws Exception {
        for (String table : List.of(Numbered.NAME, ClickHouseTables.REFUSED_ROWS.name())) {
            for (int window : new int[] {0, EngineTables.WINDOW}) {
                tables.in(
                        database,
                        "ALTER TABLE "
                                + table
                                + " MODIFY SETTING non_replicated_deduplication_window = "
                                + window);
            }
        }
    }

    @Override
    public List<Long> rows() throws Exception {
        return tables.numbers(database, "SELECT number FROM " + Numbered.NAME);
    }

    @Override
    public List<Long> refused() throws Exception {
        return tables.numbers(
                database, "SELECT JSONExtractUInt(payload, 'number') FROM deadletters");
    }

    @Override
    public void close() {}
}
