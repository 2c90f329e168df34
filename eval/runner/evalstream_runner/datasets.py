"""Data sets as the de-duplication has prepared them, from a folder or a bucket."""

from __future__ import annotations

import json
from pathlib import Path

from .faults import DataFault, Unavailable
from .log import address

S3 = "s3://"


class PreparedDatasets:
    """The data sets below one place, each of them records in JSON Lines.

    Looked for are NAME.jsonl and NAME/data.jsonl, also as .zst and .gz, and with a version
    NAME/VERSION/data.jsonl.zst.
    """

    def __init__(self, root: str, version: str = ""):
        self.root = root.rstrip("/")
        self.version = version

    def _candidates(self, name: str) -> list[str]:
        folders = [f"{name}/{self.version}/data"] if self.version else []
        return [
            stem + suffix
            for stem in (name, *folders, f"{name}/data")
            for suffix in (".jsonl", ".jsonl.zst", ".jsonl.gz")
        ]

    def records(self, name: str) -> list[dict]:
        """The records of a data set; DataFault when it is not there or not JSON Lines."""
        if not self.root:
            raise DataFault(f"data set {name}: EVALSTREAM_DATASETS does not say where it is")
        for candidate in self._candidates(name):
            data = self._read(candidate)
            if data is not None:
                return _records(f"{self._shown()}/{candidate}", data)
        raise DataFault(
            f"data set {name} is not in {self._shown()}; looked for"
            f" {', '.join(self._candidates(name))}"
        )

    def _shown(self) -> str:
        return address(self.root) if "://" in self.root else self.root

    def _read(self, candidate: str) -> bytes | None:
        from pyarrow import fs  # Takes a second, and not every suite has data sets.

        try:
            if self.root.startswith(S3):
                # The keys and AWS_ENDPOINT_URL are those of the environment.
                files, root = fs.FileSystem.from_uri(self.root)
            else:
                files, root = fs.LocalFileSystem(), str(Path(self.root).absolute())
            path = f"{root}/{candidate}"
            if files.get_file_info(path).type != fs.FileType.File:
                return None
            compression = {"zst": "zstd", "gz": "gzip"}.get(candidate.rsplit(".", 1)[1])
            with files.open_input_stream(path, compression=compression) as stream:
                return stream.read()
        except OSError as error:
            raise Unavailable(f"{self._shown()}/{candidate} cannot be read: {error}") from error


def _records(place: str, data: bytes) -> list[dict]:
    records = []
    for number, line in enumerate(data.splitlines(), 1):
        if line.strip():
            try:
                record = json.loads(line)
            except ValueError as error:
                raise DataFault(f"{place}:{number}: is not JSON: {error}") from error
            if not isinstance(record, dict):
                raise DataFault(f"{place}:{number}: is no JSON object")
            records.append(record)
    if not records:
        raise DataFault(f"{place}: there are no records in it")
    return records


def by_task(tasks: list[str], datasets: tuple[str, ...]) -> dict[str, str]:
    """Which data set is for which task: that of the same name, and the only one for the only task.

    DataFault names a data set that no task would read.
    """
    if len(tasks) == 1 and len(datasets) == 1:
        return {tasks[0]: datasets[0]}
    named = {task.replace("-", "_").lower(): task for task in tasks}
    found = {}
    for dataset in datasets:
        task = named.get(dataset.replace("-", "_").lower())
        if task is None:
            raise DataFault(
                f"data set {dataset}: no task of the suite has this name; there are"
                f" {', '.join(tasks)}"
            )
        found[task] = dataset
    return found
