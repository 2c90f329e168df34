/**
 * What a de-duplication leaves for people and programs: how suites overlap, what was removed and
 * what for, and which items are in few-shot pools. What is a duplicate the job decides, not this.
 */
package io.evalstream.cli.dedup;
