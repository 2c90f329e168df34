"""What a group of shards asks, as the controller writes it: plan.json."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from .faults import DataFault

HARNESSES = ("LM_EVAL", "EVALCHEMY", "DEEPEVAL")
FIELDS = {"stage", "suite", "harness", "samples", "parameters", "datasets", "shards"}


@dataclass(frozen=True)
class Piece:
    """A part of the items of one task: those whose place in the order is `part` modulo `parts`."""

    task: str
    part: int
    parts: int


@dataclass(frozen=True)
class Plan:
    """All shards of a group; `samples` of each task, 0 for all."""

    stage: str
    suite: str
    harness: str
    samples: int
    parameters: dict[str, str]
    datasets: tuple[str, ...]
    shards: tuple[tuple[Piece, ...], ...]

    def tasks(self) -> list[str]:
        """The tasks of the whole group, each once."""
        return list(dict.fromkeys(piece.task for shard in self.shards for piece in shard))


def read(path: Path) -> Plan:
    """Reads a plan; DataFault names the field that is wrong."""
    try:
        root = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise DataFault(f"{path}: cannot be read: {error.strerror}; check --plan") from error
    except ValueError as error:
        raise DataFault(f"{path}: is not JSON: {error}") from error
    fields = _Fields(path, "", root)
    fields.only(FIELDS)
    harness = fields.text("harness")
    if harness not in HARNESSES:
        fields.fail("harness", f"is {harness!r}; there are {', '.join(HARNESSES)}")
    shards = tuple(
        tuple(_piece(path, f"shards[{i}][{j}]", piece) for j, piece in enumerate(_list(path, f"shards[{i}]", shard)))
        for i, shard in enumerate(fields.entries("shards"))
    )
    if not shards or not all(shards):
        fields.fail("shards", "is empty or holds an empty shard")
    parameters = fields.value("parameters", dict, {})
    if not all(isinstance(value, str) for value in parameters.values()):
        fields.fail("parameters", "must map names to texts")
    datasets = fields.entries("datasets", [])
    if not all(isinstance(name, str) and name for name in datasets):
        fields.fail("datasets", "must be a list of names")
    return Plan(
        stage=fields.text("stage"),
        suite=fields.text("suite"),
        harness=harness,
        samples=fields.number("samples", 0),
        parameters=dict(parameters),
        datasets=tuple(datasets),
        shards=shards,
    )


def _list(path: Path, place: str, value: object) -> list:
    if not isinstance(value, list):
        raise DataFault(f"{path}: {place} must be a list")
    return value


def _piece(path: Path, place: str, value: object) -> Piece:
    fields = _Fields(path, place + ".", value)
    fields.only({"task", "part", "parts"})
    piece = Piece(fields.text("task"), fields.number("part", 0), fields.number("parts", 1))
    if piece.part >= piece.parts:
        fields.fail("part", f"is {piece.part}; it must be below parts, which is {piece.parts}")
    return piece


class _Fields:
    """Typed access to a JSON object, with the place of what is wrong."""

    def __init__(self, path: Path, prefix: str, value: object):
        self.path, self.prefix = path, prefix
        if not isinstance(value, dict):
            raise DataFault(f"{path}: {prefix.rstrip('.') or 'the plan'} must be a JSON object")
        self.object = value

    def fail(self, field: str, problem: str) -> None:
        raise DataFault(f"{self.path}: {self.prefix}{field} {problem}")

    def only(self, known: set[str]) -> None:
        for field in self.object.keys() - known:
            self.fail(field, f"is not known; there are {', '.join(sorted(known))}")

    def value(self, field: str, kind: type, default: object = None):
        value = self.object.get(field, default)
        if not isinstance(value, kind) or isinstance(value, bool):
            self.fail(field, "is missing" if value is None else f"must be a {kind.__name__}")
        return value

    def text(self, field: str) -> str:
        value = self.value(field, str)
        if not value.strip():
            self.fail(field, "is empty")
        return value

    def number(self, field: str, least: int) -> int:
        value = self.value(field, int)
        if value < least:
            self.fail(field, f"is {value}; it must be at least {least}")
        return value

    def entries(self, field: str, default: list | None = None) -> list:
        return self.value(field, list, default)
