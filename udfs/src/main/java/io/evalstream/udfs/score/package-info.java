/** Kernels that score an answer: BLEU, ROUGE and perplexity. */
package io.evalstream.udfs.score;
