-- A table of ClickHouse, declared by hand
--
-- For what the catalog does not know: another server, another database, or a primary key, so that a
-- changing question can be written into a ReplacingMergeTree.
--
-- param clickhouse (HTTP endpoint of ClickHouse, http://host:port)

CREATE TEMPORARY TABLE default_catalog.default_database.runs_of_clickhouse (
    run_id STRING,
    model_tag STRING,
    verdict STRING,
    last_ts TIMESTAMP(3),
    PRIMARY KEY (run_id) NOT ENFORCED
) WITH (
    'connector' = 'clickhouse',
    'url' = 'jdbc:clickhouse:${clickhouse}/vllm_eval',
    'table-name' = 'runs_latest',
    'username' = 'default',
    'password' = ''
);
