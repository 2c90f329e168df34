/** Alerts as Adaptive Cards in Microsoft Teams. */
package io.evalstream.jobs.teams;
