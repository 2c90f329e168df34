package io.evalstream.sql;

import com.clickhouse.client.api.query.GenericRecord;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * What is in a table, so that two can be compared.
 *
 * @param table its name
 * @param rows how many rows it has, rows that replace each other included
 * @param hash the sum, modulo 2<sup>64</sup>, of the SipHash-2-4 of every row with all its columns:
 *     the same for the same rows in any order
 */
public record TableDigest(String table, long rows, BigInteger hash) {

    /** Of every table that keeps rows, by name. */
    static List<TableDigest> ofDatabase(Statements statements, String database) {
        List<TableDigest> digests = new ArrayList<>();
        for (String table : tables(statements, database)) {
            GenericRecord row =
                    statements
                            .rows(
                                    "count the rows of " + table,
                                    "SELECT count() AS n, sum(sipHash64(tuple(*))) AS hash FROM `"
                                            + database
                                            + "`.`"
                                            + table
                                            + "`")
                            .get(0);
            digests.add(new TableDigest(table, row.getLong("n"), row.getBigInteger("hash")));
        }
        return digests;
    }

    /** The tables that keep rows: neither views nor locks. */
    static List<String> tables(Statements statements, String database) {
        List<String> tables = new ArrayList<>();
        for (GenericRecord row :
                statements.rows(
                        "list the tables",
                        "SELECT name FROM system.tables WHERE database = '"
                                + database
                                + "' AND engine LIKE '%MergeTree' ORDER BY name")) {
            tables.add(row.getString("name"));
        }
        return tables;
    }
}
