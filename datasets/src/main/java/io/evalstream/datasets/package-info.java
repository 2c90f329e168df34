/**
 * Evaluation datasets as items: files of every usual form and shape, read one record at a time into
 * {@link io.evalstream.datasets.DatasetItem}. Which field is the question, the choices or the
 * answer is data: {@code shapes.yaml} holds the known shapes, a manifest may name others.
 */
package io.evalstream.datasets;
