package io.evalstream.datasets;

/** What a data file is, where its name and content are not to decide. */
public enum DataFormat {
    /** One JSON value per line. */
    JSONL,
    /** One JSON document with the items in an array. */
    JSON,
    /** Fields divided by commas. */
    CSV,
    /** Fields divided by tabs. */
    TSV,
    /** Columns in row groups. */
    PARQUET
}
