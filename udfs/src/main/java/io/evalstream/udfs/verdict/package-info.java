/** Kernels that turn scores into verdicts. No Flink, no clock, no input or output. */
package io.evalstream.udfs.verdict;
