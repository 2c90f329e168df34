/** Sketches: small stand-ins for sets of shingles, sets of values and distributions. */
package io.evalstream.udfs.sketch;
