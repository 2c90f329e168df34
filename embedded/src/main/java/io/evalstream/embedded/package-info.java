/**
 * The services of a single machine. Each starts the real engine on loopback, keeps its data below
 * one directory, and leaves nothing running when closed.
 */
package io.evalstream.embedded;
