/**
 * De-duplication of datasets as a Flink batch job; {@code DedupTopology} reads like its picture.
 *
 * <p><b>Blocks.</b> Between the steps travel columns of some tens of kilobytes ({@code Block}),
 * routed by the partition they name: a record per document and band would cost more than the
 * hashing. Documents go by the number of their split and their place in it, so that nobody has to
 * count rows first; splits depend on the files alone, hence results do not depend on the
 * parallelism or on who has read what.
 *
 * <p><b>Where texts wait.</b> A text is needed again when it belongs to a pair. To send it along
 * with each band would move it sixty-four times; to keep it in memory where it was read would bind
 * a gigabyte per million documents; to read the file again would parse it twice. So texts go once
 * into the files of the shuffle, in normal form, by the home of their split, and {@code PickTexts}
 * reads them from there when it knows all that is asked: only texts of documents that are in a pair
 * go on to the verifiers, each at most once to each. The same step gives the texts of pairs whose
 * distance is still to be told, and the names of what is reported.
 *
 * <p><b>Bands</b> are shared among the partitions, so that the numbers and lengths of documents are
 * there once per partition and not once per band: 128 bytes of keys a document in mode EVAL, and
 * 140 more per partition, most of them the sketch that has the other half of each key. More
 * partitions than bands do not help that step.
 *
 * <p><b>Components and leaders.</b> For components a verifier passes over pairs that are connected
 * already and hands on its spanning forest; forests are merged sixteen at a time. The distance that
 * is reported is always that of an item to the one kept for it: where no verifier has compared
 * these two, they are measured at the end. Leaders need every near pair, so nothing is passed over:
 * of n copies of a text n²/2 pairs are compared instead of n.
 *
 * <p><b>Failures.</b> A step that fails is run again from the blocks of the steps before it, which
 * wait in the shuffle; results appear when they are complete.
 */
package io.evalstream.jobs.dedup;
