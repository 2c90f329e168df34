/**
 * The events on the wire: what producers send on {@code eval.samples} and {@code eval.runs}, how it
 * is read, and why it is refused. Knows neither Kafka nor Flink.
 */
package io.evalstream.contract;
