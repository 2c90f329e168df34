/** Ratings of models from judgements of two answers at a time. */
package io.evalstream.udfs.rating;
