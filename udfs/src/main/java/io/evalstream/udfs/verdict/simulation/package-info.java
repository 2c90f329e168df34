/** Seeded runs with known regressions, and studies of how verdicts fare on them. */
package io.evalstream.udfs.verdict.simulation;
