/**
 * The audit log: what the job was told and what it concluded, run by run, in S3 or MinIO, so that
 * an edit, a gap or a cut can be proved and a verdict be reached again.
 *
 * <p><b>Layout.</b> {@code dt=DAY/run=RUN/part-CHAIN-NUMBER.jsonl.zst}, where DAY is the day (UTC)
 * on which the run's first line came and CHAIN names one beginning of its log; another chain of the
 * same run begins only when a job has lost its state, or long after the verdict. The lines of a
 * part are events with their bytes as they came (a field nobody knows is kept), the final verdict
 * with everything it rests on besides the events, and which events came after it. A file is a few
 * zstd frames; {@code zstd -d} makes one JSONL file of it.
 *
 * <p><b>One chain a run.</b> Lines are gathered and compressed where they arise, without a shuffle,
 * and only the compressed segments go to the subtask of their run. So the log of a run has one
 * order and one chain, whatever the parallelism, and goes on after a change of it.
 *
 * <p><b>What proves what.</b> The first line of a part has the SHA-256 of the whole part before,
 * its number, its run and day and the SHA-256 of its own segments: an edit, a gap, a swap, a copy
 * from elsewhere and lines added to a part contradict it. {@code head-CHAIN.json} beside the parts
 * has number of parts and lines and the SHA-256 of the last part: a cut and an added part
 * contradict it. The part with the verdict ends with a closing line, and so does every later one.
 * Who can write to the bucket can write all of that anew; versioning or object lock of the bucket
 * keep the proof from him. When the log of a run is removed as a whole, a verdict that names the
 * run as its baseline, or whoever asks for the run, misses it.
 *
 * <p><b>Exactly once.</b> What is gathered is handed on before every barrier; segments that are in
 * no part yet are keyed state. A part is stored under {@code staging/} and its name is in the
 * checkpoint; after the checkpoint it is copied to its place, then the head is moved, then the
 * staged object removed. Each step is recognised by its bytes when it is taken again. What a killed
 * job has staged for nothing is seen by nobody and removed after a month.
 *
 * <p><b>The verdict's place.</b> A run is closed before the barrier after its verdict. Every event
 * the verdict rests on was read before that barrier passed its reader, so it is in the log by then;
 * an event that came too late for the judge is followed by a line that says so.
 *
 * <p>Compression is zstd-jni: the library itself, several times as fast as its translation to Java,
 * and already there as a part of the Kafka client.
 */
package io.evalstream.jobs.audit;
