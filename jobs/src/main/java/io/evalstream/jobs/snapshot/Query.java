package io.evalstream.jobs.snapshot;

import java.util.List;

/**
 * What is kept of a service query; whatever else the record says (users, sessions, addresses) is
 * not even read.
 *
 * @param question never blank
 * @param context what was said before it; empty when nothing was
 * @param strata the values of the fields that queries are counted by, in their order; empty text
 *     for a field that is missing
 */
record Query(String question, String context, List<String> strata) {}
