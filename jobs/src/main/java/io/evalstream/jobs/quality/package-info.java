/**
 * The quality job: from sample results to rolling means, verdicts and alerts. Reads from top to
 * bottom in {@link io.evalstream.jobs.quality.QualityTopology}.
 */
package io.evalstream.jobs.quality;
