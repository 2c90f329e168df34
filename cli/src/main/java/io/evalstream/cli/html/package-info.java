/** What all pages have in common: their frame, their look, and escaping. */
package io.evalstream.cli.html;
