/**
 * Versions of datasets as they are kept in a bucket: {@code data.jsonl.zst} with one record per
 * line, and {@code manifest.json} with the digest of these lines. The same records give the same
 * bytes.
 */
package io.evalstream.datasets.version;
