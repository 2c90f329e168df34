/** Kernels over text: its normal form and the distance of two texts, both on code points. */
package io.evalstream.udfs.text;
