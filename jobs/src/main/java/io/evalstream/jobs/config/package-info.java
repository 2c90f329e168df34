/** Reads configuration files and says which line of them is wrong. */
package io.evalstream.jobs.config;
