"""Runs one other tool over one corpus and says what it cost.

python peers.py dedup --peer NAME --setting default|ours --cores N --input FILE --labels FILE
python peers.py distance --input FILE --rounds N
python peers.py sketch --shingles N --permutations K --rounds N

Input of `dedup` are lines of {"id": ..., "question": ...}. Measured is from the bytes of the file to
the ids that are kept; imports are not. Afterwards, unmeasured, the label of each document (the
smallest row it was found together with) is written, one per line. The last line on standard output
is JSON.

Setting `default` is the tool with the parameters of its constructor or, where it demands some, of
its documentation. Setting `ours` is comparison form (NFKC, lower case, blanks collapsed), 4-grams
of code points, 256 hash values, 64 bands of 4 rows and, where the tool checks an estimate of the
Jaccard similarity as well, the similarity at which this banding has its steepest slope.
"""

import argparse
import importlib.metadata
import json
import os
import resource
import shutil
import sys
import tempfile
import time
import unicodedata
from pathlib import Path

PERMUTATIONS = 256
BANDS = 64
ROWS = 4
SHINGLE = 4
# (1 / bands) ** (1 / rows), Leskovec, Rajaraman, Ullman, Mining of Massive Datasets, 3.4.2.
SLOPE = 0.354


class Unsupported(Exception):
    """The tool cannot do what is asked."""


def read(path):
    with open(path, "rb") as lines:
        return [json.loads(line)["question"] for line in lines]


def compared(text):
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())


def shingles(text):
    text = compared(text)
    return {text[i : i + SHINGLE] for i in range(max(1, len(text) - SHINGLE + 1))}


class Groups:
    """Union by the smallest row."""

    def __init__(self, size):
        self.parent = list(range(size))

    def root(self, row):
        while self.parent[row] != row:
            self.parent[row] = self.parent[self.parent[row]]
            row = self.parent[row]
        return row

    def join(self, a, b):
        a, b = self.root(a), self.root(b)
        self.parent[max(a, b)] = min(a, b)

    def labels(self):
        return [self.root(row) for row in range(len(self.parent))]


# Each peer: prepare imports and objects and returns a function from the file's path to the kept
# rows and a function, which is not measured, to the labels.


def rensa_exact(setting, cores):
    from rensa import RMinHash, RMinHashDeduplicator

    return _rensa(setting, RMinHash, RMinHashDeduplicator, lsh=True)


def rensa_c(setting, cores):
    from rensa import CMinHash, CMinHashDeduplicator

    return _rensa(setting, CMinHash, CMinHashDeduplicator, lsh=False)


def _rensa(setting, sketch, deduplicator, lsh):
    ours = setting == "ours"
    permutations = PERMUTATIONS if ours else 128
    threshold = SLOPE if ours else 0.8

    def run(path):
        tokens = [shingles(text) if ours else text.split() for text in read(path)]
        sketches = sketch.from_token_sets(tokens, num_perm=permutations, seed=42)
        if lsh:
            bands = {"num_bands": BANDS} if ours else {}
            index = deduplicator(threshold, permutations, True, **bands)
        else:
            index = deduplicator(threshold, permutations)
        flags = index.add_pairs((str(row), made) for row, made in enumerate(sketches))

        def labels():
            groups = Groups(len(flags))
            for row, kept in enumerate(flags):
                if not kept:
                    for other in index.get_duplicates(sketches[row]):
                        groups.join(row, int(other))
            return groups.labels()

        return [row for row, kept in enumerate(flags) if kept], labels

    return run


def rensa_rho(setting, cores):
    from rensa import RMinHash, RMinHashLSH

    ours = setting == "ours"
    permutations = PERMUTATIONS if ours else 128

    def run(path):
        # Sampled are positions of tokens, so they stay in their order.
        tokens = [ngrams_in_order(text) if ours else text.split() for text in read(path)]
        matrix = RMinHash.digest_matrix_from_token_sets_rho(
            tokens, num_perm=permutations, seed=42
        )
        index = RMinHashLSH(SLOPE if ours else 0.8, permutations, BANDS if ours else 8)
        flags = index.query_duplicate_flags_matrix_one_shot(matrix)
        # It flags all of a group, the first included, and does not say which group.
        labels = [0 if flag else row + 1 for row, flag in enumerate(flags)]
        return [row for row, flag in enumerate(flags) if not flag], lambda: labels

    run.flags = True
    return run


def ngrams_in_order(text):
    text = compared(text)
    return [text[i : i + SHINGLE] for i in range(max(1, len(text) - SHINGLE + 1))]


def datasketch(setting, cores):
    from datasketch import MinHash, MinHashLSH

    ours = setting == "ours"
    permutations = PERMUTATIONS if ours else 128

    def run(path):
        texts = read(path)
        tokens = (
            [token.encode() for token in (shingles(text) if ours else set(text.split()))]
            for text in texts
        )
        if ours:
            index = MinHashLSH(num_perm=permutations, params=(BANDS, ROWS))
        else:
            index = MinHashLSH()
        kept = []
        groups = Groups(len(texts))
        sketches = MinHash.generator(tokens, num_perm=permutations)
        for row, sketch in enumerate(sketches):
            similar = index.query(sketch)
            if similar:
                for other in similar:
                    groups.join(row, other)
            else:
                index.insert(row, sketch)
                kept.append(row)
        return kept, groups.labels

    return run


def gaoya(setting, cores):
    from gaoya.minhash import MinHashStringIndex

    ours = setting == "ours"

    def run(path):
        texts = read(path)
        if ours:
            texts = [compared(text) for text in texts]
            index = MinHashStringIndex(
                jaccard_threshold=SLOPE,
                num_bands=BANDS,
                band_size=ROWS,
                analyzer="char",
                ngram_range=(SHINGLE, SHINGLE),
            )
        else:
            index = MinHashStringIndex()
        index.par_bulk_insert_docs(list(range(len(texts))), texts)
        groups = Groups(len(texts))
        for row, similar in enumerate(index.par_bulk_query(texts)):
            for other in similar:
                groups.join(row, other)
        labels = groups.labels()
        return [row for row, label in enumerate(labels) if row == label], lambda: labels

    return run


def text_dedup(setting, cores):
    if setting == "ours":
        raise Unsupported("its shingles are words; it has none of code points")
    os.environ["POLARS_MAX_THREADS"] = str(cores)
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["HF_DATASETS_DISABLE_PROGRESS_BARS"] = "1"
    work = tempfile.mkdtemp(prefix="text-dedup")
    os.environ["HF_HOME"] = work
    import logging
    import pickle

    from datasets import load_from_disk
    from text_dedup import minhash
    from text_dedup.config.base import Config

    logging.disable(logging.CRITICAL)

    def run(path):
        output = os.path.join(work, "output")
        # The parameters of its documentation.
        toml = f"""
[input]
input_type = "local_files"
file_type = "json"
[input.read_arguments]
path = "json"
data_files = "{path}"
split = "train"
cache_dir = "{work}"
[algorithm]
algorithm_name = "minhash"
text_column = "question"
seed = 42
batch_size = 10000
num_perm = 240
threshold = 0.7
false_positive_weight = 0.5
false_negative_weight = 0.5
hash_bits = 64
ngram_size = 5
check_false_positive = true
num_proc = {cores}
[output]
output_dir = "{output}"
clean_cache = false
save_clusters = true
keep_index_column = true
[debug]
enable_profiling = false
"""
        file = Path(work, "config.toml")
        file.write_text(toml)
        from text_dedup.config.base import load_config_from_toml

        config = load_config_from_toml(file)
        minhash.main(config)
        kept = load_from_disk(output)["__INDEX__"]

        def labels():
            groups = Groups(sum(1 for _ in open(path, "rb")))
            with open(os.path.join(output, "clusters.pickle"), "rb") as clusters:
                for row, other in pickle.load(clusters).items():
                    groups.join(row, other)
            shutil.rmtree(work, ignore_errors=True)
            return groups.labels()

        return list(kept), labels

    return run


def datatrove(setting, cores):
    work = tempfile.mkdtemp(prefix="datatrove")
    os.environ["HF_HUB_OFFLINE"] = "1"
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.dedup import MinhashDedupSignature
    from datatrove.pipeline.dedup.minhash import (
        MinhashConfig,
        MinhashDedupBuckets,
        MinhashDedupCluster,
        MinhashDedupFilter,
    )
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.pipeline.writers.jsonl import JsonlWriter
    from datatrove.utils.logging import logger
    from datatrove.utils.text import TextNormConfig
    from datatrove.utils.word_tokenizers import WordTokenizer

    logger.remove()

    class CodePoints(WordTokenizer):
        """Words of one code point, so that n words are n code points."""

        def word_tokenize(self, text):
            return list(compared(text))

        def sent_tokenize(self, text):
            return [text]

        def span_tokenize(self, text):
            return [(0, len(text))]

    if setting == "ours":
        norm = TextNormConfig(
            remove_punctuation=False, norm_unicode_diacritics=False, norm_numbers=False
        )
        config = MinhashConfig(SHINGLE, BANDS, ROWS, norm_config=norm)
        signing = {"config": config, "language": CodePoints()}
    else:
        config = MinhashConfig()
        signing = {"config": config}

    def step(name, pipeline, tasks):
        LocalPipelineExecutor(
            pipeline=pipeline,
            tasks=tasks,
            workers=min(tasks, cores),
            logging_dir=os.path.join(work, "logs", name),
        ).run()

    def run(path):
        folder, name = os.path.split(path)
        reader = JsonlReader(folder, glob_pattern=name, text_key="question")
        parts = {part: os.path.join(work, part) for part in ("sigs", "dups", "ids", "kept")}
        step("sigs", [reader, MinhashDedupSignature(output_folder=parts["sigs"], **signing)], 1)
        step(
            "dups",
            [MinhashDedupBuckets(parts["sigs"], parts["dups"], config=config)],
            config.num_buckets,
        )
        step(
            "ids",
            [MinhashDedupCluster(parts["dups"], parts["ids"], config, save_cluster_id=True)],
            1,
        )
        writer = JsonlWriter(parts["kept"], compression=None)
        step("kept", [reader, MinhashDedupFilter(parts["ids"]), writer], 1)
        kept = []
        for file in Path(parts["kept"]).glob("*.jsonl"):
            kept = [json.loads(line)["id"] for line in open(file, "rb")]

        def labels():
            import struct

            groups = Groups(sum(1 for _ in open(path, "rb")))
            first = {}
            for file in Path(parts["ids"]).glob("*.clusters"):
                for row, cluster in struct.iter_unpack("<2I", file.read_bytes()):
                    groups.join(row, first.setdefault(cluster, row))
            shutil.rmtree(work, ignore_errors=True)
            return groups.labels()

        return kept, labels

    return run


PEERS = {
    "rensa": ("rensa", rensa_exact),
    "rensa-c": ("rensa", rensa_c),
    "rensa-rho": ("rensa", rensa_rho),
    "datasketch": ("datasketch", datasketch),
    "gaoya": ("gaoya", gaoya),
    "text-dedup": ("text-dedup", text_dedup),
    "datatrove": ("datatrove", datatrove),
}


def cpu_seconds():
    both = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(sum(resource.getrusage(who)[:2]) for who in both)


def peak_bytes():
    """Resident memory at most; the usage that the system accounts is that of our parent, too."""
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        return 0
    return int(status.split("VmHWM:")[1].split()[0]) * 1024


def say(**result):
    print(json.dumps(result), file=sys.__stdout__, flush=True)


def dedup(arguments):
    package, prepare = PEERS[arguments.peer]
    os.environ["RAYON_NUM_THREADS"] = str(arguments.cores)
    version = importlib.metadata.version(package)
    # Tools print what they like; standard output is ours.
    sys.stdout = sys.stderr
    try:
        run = prepare(arguments.setting, arguments.cores)
    except Unsupported as reason:
        say(version=version, unsupported=str(reason))
        return
    wall, cpu = time.perf_counter(), cpu_seconds()
    kept, labels = run(arguments.input)
    wall, cpu = time.perf_counter() - wall, cpu_seconds() - cpu
    peak = peak_bytes()
    written = labels()
    Path(arguments.labels).write_text("".join(f"{label}\n" for label in written))
    say(
        version=version,
        wall=wall,
        cpu=cpu,
        documents=len(written),
        kept=len(kept),
        peak=peak,
        flags=getattr(run, "flags", False),
    )


def distance(arguments):
    """Lines of {"a", "b", "limit"}; CPU nanoseconds per pair, by a loop and by one call for all."""
    from rapidfuzz.distance import Levenshtein
    from rapidfuzz.process import cpdist

    with open(arguments.input, "rb") as lines:
        pairs = [json.loads(line) for line in lines]
    left = [pair["a"] for pair in pairs]
    right = [pair["b"] for pair in pairs]
    limits = [pair["limit"] for pair in pairs]
    of = Levenshtein.distance
    loop, batch = [], []
    for _ in range(arguments.rounds):
        start = time.thread_time_ns()
        found = [of(a, b, score_cutoff=limit) for a, b, limit in zip(left, right, limits)]
        loop.append((time.thread_time_ns() - start) / len(pairs))
        start = time.thread_time_ns()
        cpdist(left, right, scorer=of, score_cutoff=max(limits))
        batch.append((time.thread_time_ns() - start) / len(pairs))
    close = sum(1 for edits, limit in zip(found, limits) if edits <= limit)
    version = importlib.metadata.version("rapidfuzz")
    say(version=version, loop=loop, batch=batch, close=close)


def sketch(arguments):
    """CPU nanoseconds per shingle of rensa's kernels over hashes that are there already."""
    import numpy
    from rensa import RMinHash

    os.environ["RAYON_NUM_THREADS"] = "1"
    rows = 200
    random = numpy.random.default_rng(1)
    hashes = random.integers(0, 2**64, rows * arguments.shingles, dtype=numpy.uint64)
    offsets = numpy.arange(rows + 1, dtype=numpy.uint64) * arguments.shingles
    kernels = {
        "exact": RMinHash.digest_matrix_from_flat_token_hashes,
        "rho": RMinHash.digest_matrix_from_flat_token_hashes_rho,
    }
    taken = {}
    for name, kernel in kernels.items():
        taken[name] = []
        for _ in range(arguments.rounds):
            start = time.thread_time_ns()
            kernel(hashes, offsets, num_perm=arguments.permutations, seed=42)
            taken[name].append((time.thread_time_ns() - start) / len(hashes))
    say(version=importlib.metadata.version("rensa"), **taken)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("dedup")
    command.add_argument("--peer", choices=PEERS, required=True)
    command.add_argument("--setting", choices=("default", "ours"), required=True)
    command.add_argument("--cores", type=int, required=True)
    command.add_argument("--input", required=True)
    command.add_argument("--labels", required=True)
    command = commands.add_parser("distance")
    command.add_argument("--input", required=True)
    command.add_argument("--rounds", type=int, required=True)
    command = commands.add_parser("sketch")
    command.add_argument("--shingles", type=int, required=True)
    command.add_argument("--permutations", type=int, required=True)
    command.add_argument("--rounds", type=int, required=True)
    arguments = parser.parse_args()
    {"dedup": dedup, "distance": distance, "sketch": sketch}[arguments.command](arguments)


if __name__ == "__main__":
    main()
