/** Thin Flink SQL functions over the kernels, and the module that registers them. */
package io.evalstream.udfs.sql;
