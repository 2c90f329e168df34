-- The user that Grafana and people with questions work as: reads vllm_eval, changes nothing.
--
-- Run it once as a user that may create users, with a password of your own:
--
--   clickhouse-client --param_password="$(cat password-file)" --queries-file reader.sql
--
-- All settings are read-only but max_execution_time, which Grafana sets on every query.

CREATE SETTINGS PROFILE IF NOT EXISTS evalstream_reader SETTINGS
    readonly = 1,
    max_execution_time = 60 MIN 1 MAX 300 CHANGEABLE_IN_READONLY,
    max_memory_usage = 8000000000,
    max_result_rows = 1000000,
    result_overflow_mode = 'throw';

CREATE USER IF NOT EXISTS evalstream_reader
    IDENTIFIED WITH sha256_password BY {password:String}
    SETTINGS PROFILE 'evalstream_reader';

GRANT SELECT ON vllm_eval.* TO evalstream_reader;
