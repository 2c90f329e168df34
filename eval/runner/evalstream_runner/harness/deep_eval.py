"""DeepEval: items of a data set, asked once and scored with its metrics.

A task is METRIC or METRIC+METRIC, of every data set of its suite, or DATASET:METRIC. Metrics that
need a judge ask the server of EVALSTREAM_JUDGE_ENDPOINT, and only that.
"""

from __future__ import annotations

import logging
import os
import re
import tempfile
import threading
from dataclasses import replace
from typing import Iterable, Iterator

# Before DeepEval is imported: it reads them once. It is to tell nobody what is evaluated, to read
# no .env file, and to write beside nothing of ours.
os.environ["DEEPEVAL_TELEMETRY_OPT_OUT"] = "1"
os.environ["DEEPEVAL_DISABLE_DOTENV"] = "1"
os.environ.setdefault("DEEPEVAL_CACHE_FOLDER", os.path.join(tempfile.gettempdir(), "deepeval"))

import deepeval  # noqa: E402
from deepeval import metrics as library  # noqa: E402
from deepeval.models import DeepEvalBaseLLM  # noqa: E402
from deepeval.test_case import LLMTestCase  # noqa: E402

from .. import canonical  # noqa: E402
from ..datasets import PreparedDatasets  # noqa: E402
from ..endpoint import Endpoint, Refused  # noqa: E402
from ..events import Answered, Measure, Task  # noqa: E402
from ..faults import DataFault, Fault, UsageFault  # noqa: E402
from ..log import LOGGER  # noqa: E402
from ..order import Item, Question  # noqa: E402
from ..parameters import Parameters  # noqa: E402
from ..plan import Plan  # noqa: E402
from ..settings import Environment, Server  # noqa: E402
from ..workers import answers  # noqa: E402
from .lm_eval_rows import slice_of  # noqa: E402

NAME = "deepeval"
TASK = re.compile(r"((?P<dataset>[^:+/\\]+):)?(?P<metrics>[a-z_]+(\+[a-z_]+)*)")
INPUTS = ("input", "question", "prompt", "query", "instruction", "problem")
EXPECTED = ("expected_output", "expected", "answer", "target", "reference", "best_answer")
CONTEXTS = ("context", "contexts")
RETRIEVED = ("retrieval_context", "retrieved_contexts", "context", "contexts")
MOST_TOKENS = 1024

# Without a judge. In this version of DeepEval more is better in every metric, also in those that
# are named after what is bad.
PLAIN = {
    "exact_match": lambda row: library.ExactMatchMetric(),
    "pattern_match": lambda row: library.PatternMatchMetric(str(row["pattern"])),
}
JUDGED = {
    "answer_relevancy": library.AnswerRelevancyMetric,
    "faithfulness": library.FaithfulnessMetric,
    "contextual_precision": library.ContextualPrecisionMetric,
    "contextual_recall": library.ContextualRecallMetric,
    "contextual_relevancy": library.ContextualRelevancyMetric,
    "hallucination": library.HallucinationMetric,
    "bias": library.BiasMetric,
    "toxicity": library.ToxicityMetric,
}


class Judge(DeepEvalBaseLLM):
    """Another model behind the same kind of API."""

    def __init__(self, endpoint: Endpoint):
        self._endpoint = endpoint
        super().__init__(endpoint.server.model)

    def load_model(self):
        return self

    def generate(self, prompt: str, *args, **kwargs) -> str:
        return _asked(self._endpoint, prompt, {"temperature": 0}).text

    async def a_generate(self, prompt: str, *args, **kwargs) -> str:
        return self.generate(prompt)

    def get_model_name(self) -> str:
        return self._endpoint.server.model


class _Text:
    """An answer and what it has cost."""

    def __init__(self, body: dict, latency_ms: float):
        choice = (body.get("choices") or [{}])[0]
        self.text = (choice.get("message") or {}).get("content") or ""
        self.is_cut_off = choice.get("finish_reason") == "length"
        self.latency_ms = latency_ms
        usage = body.get("usage") or {}
        self.input_tokens = usage.get("prompt_tokens")
        self.output_tokens = usage.get("completion_tokens")


def _asked(endpoint: Endpoint, prompt: str, generation: dict) -> _Text:
    body = {
        "model": endpoint.server.model,
        "messages": [{"role": "user", "content": prompt}],
        **generation,
    }
    reply = endpoint.post("/chat/completions", body)
    return _Text(reply.body, reply.latency_ms)


class DeepEvalHarness:
    """Data sets as JSON Lines, and the metrics of DeepEval."""

    def __init__(
        self,
        endpoint: Endpoint,
        parameters: Parameters,
        datasets: tuple[str, ...],
        prepared: PreparedDatasets,
        judge: Judge | None,
        stop: threading.Event,
    ):
        logging.getLogger("deepeval").setLevel(logging.ERROR)
        self._endpoint = endpoint
        self._label = parameters.label
        self._generation = {
            "temperature": 0,
            "max_tokens": MOST_TOKENS,
            "seed": parameters.seed,
            **parameters.generation,
        }
        self._datasets = datasets
        self._prepared = prepared
        self._judge = judge
        self._stop = stop
        self._rows: dict[str, list[dict]] = {}
        self._metrics: dict[str, list[str]] = {}
        self._series: dict[str, Task] = {}

    def load(self, task: str) -> list[Item]:
        dataset, names = parsed(task)
        if not dataset and not self._datasets:
            raise UsageFault(
                f"task {task}: of which data set? name it in the suite's datasets, or write"
                f" DATASET:{task}"
            )
        for name in names:
            if name in JUDGED and self._judge is None:
                raise UsageFault(
                    f"task {task}: {name} needs a judge; set EVALSTREAM_JUDGE_ENDPOINT and"
                    " EVALSTREAM_JUDGE_MODEL"
                )
        asked = [dataset] if dataset else self._datasets
        return [item for each in asked for item in self._items(each, names)]

    def _items(self, dataset: str, names: list[str]) -> list[Item]:
        task = f"{dataset}:{'+'.join(names)}"
        rows = self._prepared.records(dataset)
        for number, row in enumerate(rows, 1):
            if not _first(row, INPUTS):
                raise DataFault(
                    f"data set {dataset}, record {number}: has none of {', '.join(INPUTS)}"
                )
            if "exact_match" in names and not _first(row, EXPECTED):
                raise DataFault(
                    f"data set {dataset}, record {number}: exact_match needs one of"
                    f" {', '.join(EXPECTED)}"
                )
            if "pattern_match" in names and not isinstance(row.get("pattern"), str):
                raise DataFault(
                    f"data set {dataset}, record {number}: pattern_match needs pattern, a text"
                )
        self._rows[task], self._metrics[task] = rows, names
        return [Item(task, number, key) for number, key in enumerate(canonical.item_keys(rows))]

    def choose(self, items: list[Item]) -> None:
        keys: dict[str, list[str]] = {}
        for item in items:
            keys.setdefault(item.task, []).append(item.key)
        for task, asked in keys.items():
            names = self._metrics[task]
            self._series[task] = Task(
                name=task + self._label,
                version="",
                dataset_digest=canonical.dataset_digest(asked),
                prompt_hash=canonical.digest({"input": list(INPUTS)}),
                generation_hash=canonical.digest(canonical.plain(self._generation)),
                engine="chat-completions",
                harness=NAME,
                harness_version=deepeval.__version__,
                higher_is_better=dict.fromkeys(names, True),
                judge_model=self._judge.get_model_name()
                if self._judge and any(name in JUDGED for name in names)
                else "",
            )

    def ask(self, questions: Iterable[Question]) -> Iterator[Answered]:
        threads = self._endpoint.server.concurrency
        for _, answered in answers(questions, self._answered, threads, self._stop):
            yield answered

    def _answered(self, question: Question) -> Answered:
        task = question.item.task
        row = self._rows[task][question.item.number]
        answered = Answered(
            question=question,
            task=self._series[task],
            measures=[],
            slice=slice_of(row),
            input=_first(row, INPUTS),
            expected=_first(row, EXPECTED),
        )
        try:
            text = _asked(self._endpoint, answered.input, self._generation)
        except Refused as refusal:
            failed = [
                Measure(name, "", None, str(refusal), "MODEL_ERROR")
                for name in self._metrics[task]
            ]
            return replace(answered, measures=failed)
        measures = [self._measure(name, row, answered, text) for name in self._metrics[task]]
        return replace(
            answered,
            measures=measures,
            latency_ms=text.latency_ms,
            input_tokens=text.input_tokens,
            output_tokens=text.output_tokens,
            rows=[
                {
                    "doc_id": question.item.number,
                    "doc": row,
                    "actual_output": text.text,
                    "metricsData": [vars(measure) for measure in measures],
                }
            ],
        )

    def _measure(self, name: str, row: dict, answered: Answered, text: _Text) -> Measure:
        if not text.text.strip():
            # DeepEval refuses a test case without an answer; it is a wrong one.
            return Measure(name, "", None, "the model answered with nothing", "MODEL_EMPTY")
        case = LLMTestCase(
            input=answered.input,
            actual_output=text.text,
            expected_output=answered.expected or None,
            context=_texts(row, CONTEXTS),
            retrieval_context=_texts(row, RETRIEVED),
        )
        try:
            metric = (
                PLAIN[name](row)
                if name in PLAIN
                else JUDGED[name](model=self._judge, async_mode=False)
            )
            score = metric.measure(case, _show_indicator=False)
        except Fault:
            raise
        except Exception as error:
            # A judge's answer that cannot be read ends in exceptions of many kinds; it says
            # nothing about the model.
            LOGGER.debug("metric %s", name, exc_info=True)
            why = f"{type(error).__name__}: {error}"[:300]
            return Measure(name, "", None, why, "JUDGE_ERROR", text.text)
        if score is None:
            return Measure(name, "", None, metric.error or "no score", "JUDGE_ERROR", text.text)
        outcome = "MODEL_TRUNCATED" if text.is_cut_off else "SCORED"
        return Measure(name, "", float(score), getattr(metric, "reason", "") or "", outcome, text.text)


def parsed(task: str) -> tuple[str, list[str]]:
    """The data set, empty for all of the suite, and the metrics of a task's name; UsageFault when
    it is none."""
    match = TASK.fullmatch(task)
    known = sorted({**PLAIN, **JUDGED})
    if match is None:
        raise UsageFault(f"task {task}: write METRIC or DATASET:METRIC; there are {', '.join(known)}")
    names = match["metrics"].split("+")
    for name in names:
        if name not in known:
            raise UsageFault(f"task {task}: there is no metric {name}; there are {', '.join(known)}")
    return match["dataset"] or "", names


def _first(row: dict, fields: tuple[str, ...]) -> str:
    for field in fields:
        value = row.get(field)
        if isinstance(value, (str, int, float)) and not isinstance(value, bool) and str(value).strip():
            return str(value)
    return ""


def _texts(row: dict, fields: tuple[str, ...]) -> list[str] | None:
    for field in fields:
        value = row.get(field)
        if isinstance(value, str) and value.strip():
            return [value]
        if isinstance(value, list) and value:
            return [str(element) for element in value]
    return None


def harness(
    endpoint: Endpoint,
    parameters: Parameters,
    plan: Plan,
    prepared: PreparedDatasets,
    stop: threading.Event,
) -> DeepEvalHarness:
    """With the judge of the environment; UsageFault when a data set of the plan has no task."""
    named = {parsed(task)[0] for task in plan.tasks()}
    for dataset in plan.datasets:
        if "" not in named and dataset not in named:
            raise UsageFault(f"data set {dataset}: no task of the suite begins with {dataset}:")
    environment = Environment(os.environ)
    judge = None
    if environment.text("EVALSTREAM_JUDGE_ENDPOINT", ""):
        judge = Judge(
            Endpoint(
                replace(
                    Server.of(environment),
                    endpoint=environment.url("EVALSTREAM_JUDGE_ENDPOINT"),
                    model=environment.text("EVALSTREAM_JUDGE_MODEL"),
                    api_key=environment.text("EVALSTREAM_JUDGE_API_KEY", ""),
                ),
                stop,
            )
        )
    return DeepEvalHarness(endpoint, parameters, plan.datasets, prepared, judge, stop)
