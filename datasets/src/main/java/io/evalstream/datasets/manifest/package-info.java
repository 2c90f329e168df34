/**
 * Manifests of datasets: which files of which bytes a suite is, how its fields are mapped, under
 * which licence it is used, and whether de-duplication may remove its items.
 */
package io.evalstream.datasets.manifest;
