/** De-duplication beside other tools on the same bytes, and both beside brute force. */
package io.evalstream.bench.dedup;
