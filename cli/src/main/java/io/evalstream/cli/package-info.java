/** The {@code evalstream} command: the stack of one machine, and what is done with it. */
package io.evalstream.cli;
