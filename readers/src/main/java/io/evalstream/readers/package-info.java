/**
 * Result files of evaluation tools, read into the events of the contract: one {@link
 * io.evalstream.readers.ResultReader} per format, checked as a whole before the first event leaves.
 */
package io.evalstream.readers;
