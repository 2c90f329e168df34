"""What rows of lm-evaluation-harness say, read as Evalstream reads the harness's own logs."""

from __future__ import annotations

import json
import math
import re

from ..events import Measure

LONGEST_SLICE = 64
PROMPT_TAIL = 2000
QUESTION_FIELDS = ("question", "problem", "query", "instruction", "prompt", "goal", "ctx")
NUMERAL = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?")
PYTHON_WORDS = {"True": 1.0, "False": 0.0, "inf": math.inf, "-inf": -math.inf, "nan": math.nan}


def measures(rows: list[dict], outcome: str) -> list[Measure]:
    """The metrics of an item's rows that are numbers of this item; the parts of corpus metrics,
    such as those of perplexity, are none."""
    found = []
    for row in rows:
        output = short_output(row)
        for metric in row["metrics"]:
            value = row[metric]
            if isinstance(value, str):
                value = _number(value)
            if value is None:
                found.append(_unreadable(metric, row, "null"))
            elif isinstance(value, (bool, int, float)):
                number = float(value)
                found.append(
                    Measure(metric, row["filter"], number, "", outcome, output)
                    if math.isfinite(number)
                    else _unreadable(metric, row, str(number))
                )
    return found


def _unreadable(metric: str, row: dict, value: str) -> Measure:
    why = f"{metric} is {value} in the log"
    return Measure(metric, row["filter"], None, why, "UNREADABLE_ANSWER", short_output(row))


def _number(text: str) -> float | list:
    if text in PYTHON_WORDS:
        return PYTHON_WORDS[text]
    # No number of an item, as a tuple is none.
    return float(text) if NUMERAL.fullmatch(text) else []


def slice_of(doc: object) -> str:
    """The subject or category of an item."""
    if isinstance(doc, dict):
        for field in ("category", "subject"):
            value = doc.get(field)
            if isinstance(value, str) and 0 < len(value.strip()) <= LONGEST_SLICE:
                return value.strip()
    return ""


def short_input(doc: object, instances: list) -> str:
    """The item's question where it has one, else the end of the prompt."""
    if isinstance(doc, dict):
        for field in QUESTION_FIELDS:
            value = doc.get(field)
            if isinstance(value, str) and value.strip():
                return value
    prompt = instances[0].args[0] if instances else ""
    prompt = getattr(prompt, "prompt", prompt)
    return str(prompt)[-PROMPT_TAIL:]


def short_output(row: dict) -> str:
    """The answer after the filter; likelihoods as JSON."""
    answer = row.get("filtered_resps", "")
    while isinstance(answer, list) and len(answer) == 1:
        answer = answer[0]
    return answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)
