/** Means with their intervals, from sums that do not depend on the order of rows. */
package io.evalstream.udfs.interval;
