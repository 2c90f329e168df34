/** Flink SQL over everything: the catalog {@code evalstream} of the topics and the database. */
package io.evalstream.jobs.table;
