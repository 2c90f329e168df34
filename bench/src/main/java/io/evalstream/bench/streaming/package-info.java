/** The quality job beside other ways from Kafka to ClickHouse, each in processes of its own. */
package io.evalstream.bench.streaming;
