"""The parameters of a run's matrix, checked before anything is asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable

from .faults import UsageFault


def _number(low: float, high: float) -> Callable[[str], float]:
    def convert(text: str) -> float:
        value = float(text)
        if not low <= value <= high:
            raise ValueError(f"a number from {low:g} to {high:g}")
        return value

    convert.expected = f"a number from {low:g} to {high:g}"
    return convert


def _count(least: int) -> Callable[[str], int]:
    def convert(text: str) -> int:
        value = int(text)
        if value < least:
            raise ValueError(text)
        return value

    convert.expected = f"a whole number of at least {least}"
    return convert


# What is passed to the server with every request, in the names of its API.
GENERATION = {
    "temperature": _number(0, 2),
    "top_p": _number(0, 1),
    "top_k": _count(-1),
    "min_p": _number(0, 1),
    "presence_penalty": _number(-2, 2),
    "frequency_penalty": _number(-2, 2),
    "repetition_penalty": _number(0, 2),
    "max_tokens": _count(1),
}
OWN = {"num_fewshot": _count(0), "seed": _count(0)}


@dataclass(frozen=True)
class Parameters:
    """One combination of the matrix.

    label: the combination as part of a task's name, so that results of different combinations of
    one run stay apart; empty without a matrix
    """

    generation: dict[str, float | int]
    num_fewshot: int | None
    seed: int
    label: str


def parse(texts: dict[str, str], own: frozenset[str] = frozenset(OWN)) -> Parameters:
    """Reads a combination; UsageFault names the parameter that is unknown or out of range."""
    values: dict[str, float | int] = {}
    known = {**GENERATION, **{name: OWN[name] for name in own}}
    for name, text in sorted(texts.items()):
        if name not in known:
            raise UsageFault(
                f"spec.matrix.{name}: is not known to this suite's runner; there are"
                f" {', '.join(sorted(known))}"
            )
        try:
            values[name] = known[name](text)
        except ValueError:
            raise UsageFault(
                f"spec.matrix.{name}: {text!r} is not {known[name].expected}"
            ) from None
    label = ",".join(f"{name}={text}" for name, text in sorted(texts.items()))
    return Parameters(
        generation={name: value for name, value in values.items() if name in GENERATION},
        num_fewshot=values.get("num_fewshot"),
        seed=int(values.get("seed", 1234)),
        label=f"[{label}]" if label else "",
    )
