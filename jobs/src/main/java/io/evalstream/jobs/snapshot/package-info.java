/**
 * The snapshot job: from a day of service queries to an immutable dataset without personal data.
 * Reads from top to bottom in {@link io.evalstream.jobs.snapshot.SnapshotTopology}.
 */
package io.evalstream.jobs.snapshot;
