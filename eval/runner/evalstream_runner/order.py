"""Which items a stage asks, in which order, and which of them a part is.

Places come from hashes of names alone: the same in every shard, every attempt and every version of
Python, wherever an item stands in its file.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from typing import Sequence


@dataclass(frozen=True)
class Item:
    """An item of a task: its number in the task's own order and the key of its content."""

    task: str
    number: int
    key: str


@dataclass(frozen=True)
class Question:
    """An item in its turn: `dispatch_index` counts the items of its task in this run from 0."""

    item: Item
    dispatch_index: int


def _rank(*names: object) -> bytes:
    return hashlib.sha256("\0".join(str(name) for name in names).encode()).digest()


def chosen(items: Sequence[Item], samples: int) -> list[Item]:
    """The `samples` items a stage asks of a task and its subtasks; all of them if 0.

    The same ones in every run, whatever its seed, since releases are compared item by item; those
    of a smaller stage are among those of a larger one.
    """
    ranked = sorted(items, key=lambda item: _rank("choice", item.task, item.key))
    return ranked if samples == 0 else ranked[:samples]


def dispatch_order(items: Sequence[Item], seed: int) -> list[Question]:
    """The items in the random order of a run."""
    places: Counter[str] = Counter()
    questions = []
    for item in sorted(items, key=lambda item: _rank(seed, item.task, item.key)):
        questions.append(Question(item, places[item.task]))
        places[item.task] += 1
    return questions


def part(questions: Sequence[Question], number: int, parts: int) -> list[Question]:
    """Part `number` of `parts`: together they are everything, no two share an item."""
    return list(questions[number::parts])
