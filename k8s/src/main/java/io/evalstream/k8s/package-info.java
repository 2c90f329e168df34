/** The release controller: turns pushes into runs, and runs into verdicts. */
package io.evalstream.k8s;
