/** Files that change while they are used, as mounted secrets and settings do. */
package io.evalstream.k8s.files;
