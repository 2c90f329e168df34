/** How the jobs meet Kafka: topics, and records with where they came from. */
package io.evalstream.jobs.kafka;
