"""Decides what the stub answers: a seeded model of which items a release gets right.

Every draw is a SHA-256 of (seed, purpose, names), so an answer depends on the release and the item
alone, never on the order of requests or on the Python version.

* Per task, the items are ranked by a fixed difficulty. A share `unstable` of all items flips: item
  i is right with probability q_i ~ U(0,1), drawn afresh for every release. Of the others the
  easiest `ability` share is right in every release and the rest wrong in every release.
* `off_format` items are answered without the phrase the strict filter looks for.
* A fault breaks a fixed share of one category: `loop` repeats a phrase until the token limit, `cut`
  ends the text before the answer. Both end with finish_reason "length".
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
DATASET = HERE.parents[1] / "datasets/raw/evalstream-mini"
PROFILE = HERE / "releases.json"
REFUSAL_SHARE = 0.06
WEEKDAY_SUFFIX = "요일"


@dataclass(frozen=True)
class Answer:
    """A text to generate; `complete` is false where the release stops before the end."""

    text: str
    complete: bool = True


class ReleaseModel:
    """All releases of the demonstration and their answers to every item."""

    def __init__(self, profile: dict, items: dict[str, list[dict]]):
        self.seed = profile["seed"]
        self.tasks = profile["tasks"]
        self.items = items
        self.releases = {release["model"]: release for release in profile["releases"]}
        if len(self.releases) != len(profile["releases"]):
            raise ValueError("two releases have the same model name")
        self._by_question = {}
        for task, rows in items.items():
            for row in rows:
                if self._by_question.setdefault(row["question"], (task, row)) != (task, row):
                    raise ValueError(f"question occurs twice: {row['question']}")
        self._state = {row["id"]: state for task in items for row, state in self._states(task)}

    @classmethod
    def load(cls, profile: Path = PROFILE, dataset: Path = DATASET) -> ReleaseModel:
        settings = json.loads(profile.read_text(encoding="utf-8"))
        items = {}
        for task, task_settings in settings["tasks"].items():
            lines = (dataset / task_settings["data"]).read_text(encoding="utf-8").splitlines()
            items[task] = [json.loads(line) for line in lines]
        return cls(settings, items)

    def unit(self, *names: object) -> float:
        """Returns a number of [0,1) that depends on the seed and the names alone."""
        text = "\x1f".join([str(self.seed), *map(str, names)])
        return int.from_bytes(hashlib.sha256(text.encode()).digest()[:6], "big") / 2**48

    def find(self, prompt: str) -> tuple[str, dict] | None:
        """Finds the item whose question is the first line of the prompt."""
        return self._by_question.get(prompt.split("\n", 1)[0].strip())

    def is_right(self, model: str, item: dict) -> bool:
        """Tells whether a release knows the answer; faults are not counted here."""
        state = self._state[item["id"]]
        if state != "unstable":
            return state == "right"
        return self.unit("flip", model, item["id"]) < self.unit("q", item["id"])

    def fault(self, model: str, task: str, item: dict) -> str | None:
        for fault in self.releases[model]["faults"]:
            if fault["task"] == task and fault["category"] == item["category"]:
                rows = [row for row in self.items[task] if row["category"] == item["category"]]
                rows.sort(key=lambda row: self.unit("fault", fault["kind"], row["id"]))
                if item["id"] in {row["id"] for row in rows[: round(fault["share"] * len(rows))]}:
                    return fault["kind"]
        return None

    def answer(self, model: str, prompt: str) -> Answer:
        found = self.find(prompt)
        if found is None:
            return Answer("I am not sure what you are asking.")
        task, item = found
        korean = item["lang"] == "ko"
        kind = self.fault(model, task, item)
        if kind == "loop":
            return Answer("단위를 바꾸면 " * 200 if korean else "and then " * 200, complete=False)
        if kind == "cut":
            words = item["question"].split(" ")
            heard = " ".join(words[: len(words) // 2])
            return Answer(
                f"차례대로 생각해 보겠습니다. {heard}"
                if korean
                else f"Let me work through this. {heard}",
                complete=False,
            )
        return Answer(self._sentence(model, task, item))

    def _states(self, task: str):
        """Yields each item of a task with 'right', 'wrong' or 'unstable'; the counts are exact."""
        settings, rows = self.tasks[task], self.items[task]
        unstable_count = round(settings["unstable"] * len(rows))
        unstable = {
            row["id"]
            for row in sorted(rows, key=lambda row: self.unit("unstable", row["id"]))[
                :unstable_count
            ]
        }
        stable = [row for row in rows if row["id"] not in unstable]
        stable.sort(key=lambda row: self.unit("difficulty", row["id"]))
        right = {row["id"] for row in stable[: round(settings["ability"] * len(stable))]}
        for row in rows:
            yield (
                row,
                "unstable" if row["id"] in unstable else "right" if row["id"] in right else "wrong",
            )

    def _sentence(self, model: str, task: str, item: dict) -> str:
        """Words the answer; a tenth of the wordings changes from release to release."""
        right = self.is_right(model, item)
        if not right and self.unit("refuse", item["id"]) < REFUSAL_SHARE:
            return (
                "죄송하지만 잘 모르겠습니다."
                if item["lang"] == "ko"
                else "I'm sorry, but I can't work that out."
            )
        value = item["answer"] if right else self._wrong(task, item)
        reworded = self.unit("reword", model, item["id"]) < 0.1
        style = self.unit("style", model if reworded else "", item["id"])
        if item["lang"] == "ko":
            return (f"답: {value}", f"정답을 말씀드리겠습니다.\n답: {value}", f"답: {value}.")[
                int(style * 3)
            ]
        if "choices" in item:
            chosen = item["choices"]["ABCD".index(value)]
            return (f"The answer is {value}.", f"It is {chosen}. The answer is {value}.")[
                int(style * 2)
            ]
        if self.unit("format", item["id"]) < self.tasks[task]["off_format"]:
            return f"That makes {value}."
        return (f"The answer is {value}.", f"Step by step we get {value}. The answer is {value}.")[
            int(style * 2)
        ]

    def _wrong(self, task: str, item: dict) -> str:
        """Picks a plausible wrong answer: a number off by something, or another such fact."""
        answer, draw = item["answer"], self.unit("wrong", item["id"])
        if "choices" in item:
            return [letter for letter in "ABCD" if letter != answer][int(draw * 3)]
        if answer.isdigit():
            value = int(answer)
            near = [
                value + 1,
                abs(value - 1),
                value + 10,
                value * 10,
                abs(value - 10) + 2,
                value + 2,
            ]
            near = [candidate for candidate in near if candidate != value]
            return str(near[int(draw * len(near))])
        weekday = answer.endswith(WEEKDAY_SUFFIX)
        others = sorted(
            {
                row["answer"]
                for row in self.items[task]
                if row["category"] == item["category"]
                and not row["answer"].isdigit()
                and row["answer"] != answer
                and row["answer"].endswith(WEEKDAY_SUFFIX) == weekday
            }
        )
        return others[int(draw * len(others))]
