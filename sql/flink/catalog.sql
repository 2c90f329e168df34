-- The catalog for a Flink of your own
--
-- In the SQL client or a gateway of your cluster, with evalstream-jobs, flink-connector-kafka,
-- flink-connector-jdbc-core, clickhouse-jdbc and flink-json on its class path. The commands of
-- Evalstream have the catalog without it.
--
-- param bootstrap (Kafka brokers, host:port)
-- param clickhouse (HTTP endpoint of ClickHouse, http://host:port)

CREATE CATALOG evalstream_here WITH (
    'type' = 'evalstream',
    'bootstrap' = '${bootstrap}',
    'clickhouse.url' = '${clickhouse}'
    -- 'clickhouse.user' = '…', 'clickhouse.password-file' = '/path/to/file'
);

USE CATALOG evalstream_here;
USE vllm_eval;
