/** Where runs are kept, whatever that is. */
package io.evalstream.k8s.runs;
