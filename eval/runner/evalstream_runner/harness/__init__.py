"""The tools that ask: each loads tasks, and turns questions into results."""

from __future__ import annotations

from typing import Iterable, Iterator, Protocol

from ..events import Answered
from ..order import Item, Question


class Harness(Protocol):
    """A tool, ready to ask one model."""

    def load(self, task: str) -> list[Item]:
        """The items of a task and its subtasks; DataFault when there is no such task."""

    def choose(self, items: list[Item]) -> None:
        """Says which items the whole run asks of what was loaded; they are its data set."""

    def ask(self, questions: Iterable[Question]) -> Iterator[Answered]:
        """Results in the order in which they come."""
