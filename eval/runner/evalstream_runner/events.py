"""Events of eval.samples and eval.runs, and the file they are appended to."""

from __future__ import annotations

import json
import os
import time
from dataclasses import dataclass, field
from pathlib import Path

from .order import Question
from .settings import Settings

LONGEST_TEXT = 4000


@dataclass(frozen=True)
class Task:
    """What all results of a task have in common; `name` is that of the events."""

    name: str
    version: str
    dataset_digest: str
    prompt_hash: str
    generation_hash: str
    engine: str
    harness: str
    harness_version: str
    higher_is_better: dict[str, bool] = field(default_factory=dict)
    judge_model: str = ""


@dataclass(frozen=True)
class Measure:
    """One metric of one answer: a number, or None and why there is none.

    output: the answer as its filter left it
    """

    metric: str
    filter: str
    value: float | None
    reason: str = ""
    outcome: str = "SCORED"
    output: str = ""


@dataclass(frozen=True)
class Answered:
    """What came of one question; `row` objects are the tool's own log of it."""

    question: Question
    task: Task
    measures: list[Measure]
    slice: str = ""
    input: str = ""
    expected: str = ""
    latency_ms: float | None = None
    input_tokens: int | None = None
    output_tokens: int | None = None
    rows: list[dict] = field(default_factory=list)


def now_ms() -> int:
    return time.time_ns() // 1_000_000


def _short(text: str) -> str:
    # Half a surrogate pair has no UTF-8.
    return text[:LONGEST_TEXT].encode("utf-8", "replace").decode()


def samples(settings: Settings, answered: Answered) -> list[dict]:
    """One event per metric; the same item gives the same ids in every attempt."""
    task = answered.task
    events = []
    for measure in answered.measures:
        event = {
            "run_id": settings.run_id,
            "model": settings.model,
            "model_tag": settings.model_tag,
            "image_digest": settings.image_digest,
            "ts": now_ms(),
            "harness": task.harness,
            "harness_version": task.harness_version,
            "suite": settings.suite,
            "task": task.name,
            "task_version": task.version,
            "metric": measure.metric,
            "filter": measure.filter,
            "dataset_digest": task.dataset_digest,
            "item_key": answered.question.item.key,
            "dispatch_index": answered.question.dispatch_index,
            "shard": settings.shard,
            "outcome": measure.outcome,
            "value": measure.value,
            "higher_is_better": task.higher_is_better.get(measure.metric),
            "slice": answered.slice,
            "prompt_hash": task.prompt_hash,
            "generation_hash": task.generation_hash,
            "judge_model": task.judge_model,
            "engine": task.engine,
            "latency_ms": answered.latency_ms,
            "input_tokens": answered.input_tokens,
            "output_tokens": answered.output_tokens,
            "input": _short(answered.input),
            "output": _short(measure.output),
            "expected": _short(answered.expected),
            "reason": _short(measure.reason),
        }
        events.append({name: value for name, value in event.items() if value not in (None, "")})
    return events


def started(settings: Settings, expected: list[dict]) -> dict:
    """Says how many results of which series the whole run consists of, as far as is known."""
    return {
        "type": "RUN_STARTED",
        "run_id": settings.run_id,
        "ts": now_ms(),
        "expected": expected,
        "dispatch_seed": settings.dispatch_seed,
    }


def finished(settings: Settings) -> dict:
    """Says that the shard has asked everything; what was sent is counted by what sends it."""
    return {"type": "SHARD_FINISHED", "run_id": settings.run_id, "ts": now_ms(),
            "shard": settings.shard}


class EventFile:
    """A file of events that is followed while it grows.

    What an earlier attempt of the same shard left is kept: its items are not asked again.
    """

    def __init__(self, path: Path, identity: dict):
        self.path = path
        self.done: set[tuple[str, str]] = set()
        self.is_finished = False
        self.expected: dict[tuple[str, str, str], dict] = {}
        header = path.with_suffix(".identity.json")
        path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(identity, sort_keys=True)
        if not (path.exists() and header.exists() and header.read_text("utf-8") == text):
            path.unlink(missing_ok=True)
            header.write_text(text, "utf-8")
        self._keep()
        self._out = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)

    def _keep(self) -> None:
        """Reads what is there; the last item may be incomplete and is cut off."""
        if not self.path.exists():
            return
        place, last_place, last = 0, 0, None
        with self.path.open("rb") as lines:
            for line in lines:
                try:
                    event = json.loads(line) if line.endswith(b"\n") else None
                except ValueError:
                    event = None
                if event is None:
                    break
                if "type" in event:
                    self.is_finished |= event["type"] == "SHARD_FINISHED"
                    for series in event.get("expected", []):
                        self.expected[_series(series)] = series
                else:
                    item = (event["task"], event["item_key"])
                    if item != last:
                        last, last_place = item, place
                    self.done.add(item)
                place += len(line)
        if last is not None and not self.is_finished:
            self.done.discard(last)
            place = last_place
        os.truncate(self.path, place)

    def append(self, events: list[dict]) -> None:
        """Appends events, all of them or, when the process ends, none that counts."""
        text = "".join(json.dumps(event, ensure_ascii=False) + "\n" for event in events)
        data = text.encode()
        while data:
            data = data[os.write(self._out, data) :]

    def expect(self, settings: Settings, series: list[dict]) -> None:
        """Says the size of series that nobody has said in this file."""
        new = [entry for entry in series if self.expected.get(_series(entry)) != entry]
        if new:
            self.expected.update((_series(entry), entry) for entry in new)
            self.append([started(settings, list(self.expected.values()))])

    def close(self) -> None:
        os.close(self._out)


def _series(entry: dict) -> tuple[str, str, str]:
    return entry["task"], entry["metric"], entry.get("filter", "")
