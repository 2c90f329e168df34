/** Waiting before something is tried again. */
package io.evalstream.jobs.retry;
