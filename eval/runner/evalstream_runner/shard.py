"""One shard from its plan to its last acknowledged result."""

from __future__ import annotations

import hashlib
import json
import os
import threading
import time
from collections import Counter
from pathlib import Path

from . import events, order, parameters
from .datasets import PreparedDatasets
from .endpoint import Endpoint
from .events import Answered, EventFile
from .faults import DataFault, Stopped
from .harness import Harness
from .log import LOGGER, address
from .plan import Plan
from .settings import Settings
from .shipping import Shipping

# How often the log says how far the shard is.
PROGRESS_SECONDS = 30
FINISH_SECONDS = 300


class Shard:
    """What one pod does."""

    def __init__(self, settings: Settings, plan: Plan, stop: threading.Event):
        if settings.index >= len(plan.shards):
            raise DataFault(
                f"JOB_COMPLETION_INDEX is {settings.index}, and the plan has"
                f" {len(plan.shards)} shards, counted from 0"
            )
        self._settings = settings
        self._plan = plan
        self._pieces = plan.shards[settings.index]
        self._stop = stop
        self._endpoint = Endpoint(settings.server, stop)
        own = {"seed"} if plan.harness == "DEEPEVAL" else parameters.OWN
        self._parameters = parameters.parse(plan.parameters, frozenset(own))

    def run(self) -> None:
        """Asks everything that no earlier attempt has asked; a Fault says why it ended early."""
        settings = self._settings
        harness = self._harness()
        LOGGER.info(
            "asks %s at %s as shard %d of %d: %s",
            settings.server.model,
            address(settings.server.endpoint),
            settings.shard,
            settings.shards,
            ", ".join(f"{p.task} part {p.part} of {p.parts}" for p in self._pieces),
        )
        sizes, questions = self._questions(harness)
        file = EventFile(settings.raw_logs / "events.jsonl", self._identity())
        left = [q for q in questions if (sizes.name(q), q.item.key) not in file.done]
        if len(left) < len(questions):
            LOGGER.info(
                "an earlier attempt asked %d of %d", len(questions) - len(left), len(questions)
            )
        if left:
            self._endpoint.await_ready()
        shipping = Shipping(settings, file.path)
        try:
            if not file.is_finished:
                self._ask(harness, left, len(questions), sizes, file, shipping)
                file.append([events.finished(settings)])
            shipping.finish(FINISH_SECONDS)
        except BaseException:
            shipping.stop()
            raise
        finally:
            file.close()
        LOGGER.info("done: %d items of %s", len(questions), settings.suite or self._plan.suite)

    def _harness(self) -> Harness:
        plan, settings = self._plan, self._settings
        prepared = PreparedDatasets(settings.datasets, settings.dataset_version)
        if plan.harness == "DEEPEVAL":
            from .harness import deep_eval

            return deep_eval.harness(
                self._endpoint, self._parameters, plan, prepared, self._stop
            )
        if settings.home:
            # Tasks of this repository name their data relative to it.
            os.chdir(settings.home)
        from .harness import lm_eval

        uses_chat = plan.harness == "EVALCHEMY" or settings.api == "chat"
        return lm_eval.harness(
            self._endpoint,
            self._parameters,
            plan.tasks(),
            plan.datasets,
            prepared,
            uses_chat,
            self._stop,
        )

    def _questions(self, harness: Harness) -> tuple[_Sizes, list[order.Question]]:
        questions: list[order.Question] = []
        sizes = _Sizes(self._parameters.label)
        orders: dict[str, list[order.Question]] = {}
        for piece in self._pieces:
            if self._stop.is_set():
                raise Stopped("stopped")
            if piece.task not in orders:
                chosen = order.chosen(harness.load(piece.task), self._plan.samples)
                harness.choose(chosen)
                sizes.add(chosen)
                orders[piece.task] = order.dispatch_order(chosen, self._settings.dispatch_seed)
            questions += order.part(orders[piece.task], piece.part, piece.parts)
        # By turns, so that every task of the shard is heard of early.
        return sizes, sorted(questions, key=lambda q: (q.dispatch_index, q.item.task))

    def _identity(self) -> dict:
        """What makes results of an earlier attempt results of this shard."""
        settings = self._settings
        plan = json.dumps(
            [vars(self._plan) | {"shards": None}, [vars(p) for p in self._pieces]], sort_keys=True
        )
        return {
            "run_id": settings.run_id,
            "model_tag": settings.model_tag,
            "image_digest": settings.image_digest,
            "shard": settings.shard,
            "shards": settings.shards,
            "dispatch_seed": settings.dispatch_seed,
            "plan": hashlib.sha256(plan.encode()).hexdigest(),
        }

    def _ask(
        self,
        harness: Harness,
        left: list[order.Question],
        total: int,
        sizes: _Sizes,
        file: EventFile,
        shipping: Shipping,
    ) -> None:
        begun = told = time.monotonic()
        done = total - len(left)
        rows = RowFiles(self._settings.raw_logs)
        try:
            for answered in harness.ask(left):
                shipping.require_running()
                rows.append(answered)
                file.expect(self._settings, sizes.series(answered))
                file.append(events.samples(self._settings, answered))
                done += 1
                now = time.monotonic()
                if now - told >= PROGRESS_SECONDS:
                    told = now
                    LOGGER.info("asked %d of %d in %.0f s", done, total, now - begun)
        finally:
            rows.close()
        if self._stop.is_set():
            raise Stopped("stopped")


class _Sizes:
    """How many items the whole run asks of each task."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._items: Counter[str] = Counter()

    def add(self, items: list[order.Item]) -> None:
        self._items.update(item.task for item in items)

    def name(self, question: order.Question) -> str:
        return question.item.task + self._label

    def series(self, answered: Answered) -> list[dict]:
        """The series that an answer shows there are."""
        samples = self._items[answered.question.item.task]
        return [
            {
                "task": answered.task.name,
                "metric": measure.metric,
                "filter": measure.filter,
                "samples": samples,
            }
            for measure in answered.measures
        ]


class RowFiles:
    """The tool's own log of what was asked, a file per task; an item may be there twice after an
    attempt that was broken off."""

    def __init__(self, folder: Path):
        self._folder = folder
        self._open: dict[str, object] = {}

    def append(self, answered: Answered) -> None:
        task = answered.question.item.task
        if task not in self._open:
            safe = "".join(c if c.isalnum() or c in "-_." else "_" for c in task)
            self._open[task] = (self._folder / f"samples_{safe}.jsonl").open("a", encoding="utf-8")
        for row in answered.rows:
            self._open[task].write(json.dumps(row, ensure_ascii=False) + "\n")
        self._open[task].flush()

    def close(self) -> None:
        for file in self._open.values():
            file.close()
