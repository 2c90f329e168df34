"""lm-evaluation-harness: its tasks, prompts, filters and metrics, one item at a time.

The harness itself writes results when a task has ended. Here each item goes through the same
methods of its task by itself, so that its result is there as soon as its answers are.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import threading
from dataclasses import dataclass, field
from typing import Any, Iterable, Iterator

# Before the harness is imported: these are read once. Data sets of the hub are not code.
os.environ.setdefault("TQDM_DISABLE", "1")
os.environ.setdefault("HF_DATASETS_TRUST_REMOTE_CODE", "0")

import datasets as hub  # noqa: E402
import lm_eval  # noqa: E402
from lm_eval.api.task import ConfigurableTask, Task as HarnessTask  # noqa: E402
from lm_eval.tasks import TaskManager  # noqa: E402
from lm_eval.utils import handle_non_serializable, hash_string, sanitize_list  # noqa: E402

from .. import canonical  # noqa: E402
from ..datasets import PreparedDatasets, by_task  # noqa: E402
from ..endpoint import Endpoint, Refused  # noqa: E402
from ..events import Answered, Measure, Task  # noqa: E402
from ..faults import DataFault, Fault, UsageFault  # noqa: E402
from ..log import LOGGER  # noqa: E402
from ..order import Item, Question  # noqa: E402
from ..parameters import Parameters  # noqa: E402
from ..workers import answers  # noqa: E402
from . import lm_eval_model  # noqa: E402
from .lm_eval_rows import measures, short_input, slice_of  # noqa: E402

NAME = "lm-evaluation-harness"
# Benchmarks as Evalchemy names them, and the task of lm-evaluation-harness with the same items.
# Evalchemy itself keeps no results of single samples, by which releases are compared.
EVALCHEMY = {
    "AIME24": "aime24",
    "AIME25": "aime25",
    "GPQADiamond": "gpqa_diamond_cot_zeroshot",
    "IFEval": "ifeval",
    "MATH500": "hendrycks_math500",
    "MMLUPro": "mmlu_pro",
}
# What in a task's configuration decides which text the model sees and how it is scored.
PROMPT_FIELDS = (
    "description doc_to_choice doc_to_image doc_to_target doc_to_text fewshot_config"
    " fewshot_delimiter fewshot_split filter_list gen_prefix metric_list output_type process_docs"
    " process_results target_delimiter use_prompt"
).split()


@dataclass
class _Loaded:
    """A task of the harness with its items."""

    task: HarnessTask
    docs: list[Any]
    keys: list[str]
    model: lm_eval_model._Measured
    is_chat: bool
    series: Task | None = None


@dataclass
class _Asking:
    """A question with the requests it became."""

    question: Question
    instances: list = field(default_factory=list)
    usage: lm_eval_model.Usage = field(default_factory=lm_eval_model.Usage)
    refusal: str = ""


class LmEvalHarness:
    """Tasks of lm-evaluation-harness, its own and those below the given folders."""

    def __init__(
        self,
        endpoint: Endpoint,
        parameters: Parameters,
        tasks: list[str],
        datasets: tuple[str, ...],
        prepared: PreparedDatasets,
        task_folders: list[str],
        uses_chat: bool,
        stop: threading.Event,
    ):
        logging.getLogger("lm_eval").setLevel(logging.ERROR)
        hub.disable_progress_bars()
        self._endpoint = endpoint
        self._parameters = parameters
        self._prepared = {
            task: (name, prepared) for task, name in by_task(tasks, datasets).items()
        }
        self._uses_chat = uses_chat
        self._stop = stop
        self._task_folders = task_folders
        self._managers: dict[bool, TaskManager] = {}
        self._models: dict[str, lm_eval_model._Measured] = {}
        self._loaded: dict[str, _Loaded] = {}

    def _manager(self, includes_defaults: bool) -> TaskManager:
        if includes_defaults not in self._managers:
            self._managers[includes_defaults] = TaskManager(
                include_path=self._task_folders or None, include_defaults=includes_defaults
            )
        return self._managers[includes_defaults]

    def _manager_of(self, task: str) -> TaskManager:
        # The harness's own 14,683 take it seconds to list.
        own = self._manager(False) if self._task_folders else None
        return own if own and task in own.all_subtasks else self._manager(True)

    def load(self, task: str) -> list[Item]:
        name = EVALCHEMY.get(task, task)
        manager = self._manager_of(name)
        if name not in manager.all_tasks:
            raise DataFault(
                f"task {task}: lm-evaluation-harness {lm_eval.__version__} has no such task; `lm_eval"
                " ls tasks` lists all, EVALSTREAM_TASKS names folders of others"
            )
        try:
            with _PreparedData(self._prepared, task, self._parameters.num_fewshot):
                loaded = manager.load([name])["tasks"]
        except Fault:
            raise
        except Exception as error:
            # The harness and what it loads data with raise anything, down to plain Exception.
            LOGGER.debug("task %s", task, exc_info=True)
            raise DataFault(f"task {task} cannot be loaded: {_first_line(error)}") from error
        items = []
        for name, harness_task in loaded.items():
            if name not in self._loaded:
                self._loaded[name] = self._configured(name, harness_task)
            keys = self._loaded[name].keys
            items += [Item(name, number, key) for number, key in enumerate(keys)]
        return items

    def _configured(self, name: str, task: HarnessTask) -> _Loaded:
        """Does what lm_eval.simple_evaluate does to a task before it is asked."""
        if getattr(task, "UNSAFE_CODE", False):
            raise DataFault(f"task {name} runs code that the model wrote, which no runner does")
        if getattr(task, "MULTIMODAL", False):
            raise DataFault(f"task {name} asks about images or sounds, which no runner does")
        parameters = self._parameters
        generates = task.OUTPUT_TYPE == "generate_until"
        if generates and parameters.generation:
            task.set_config("generation_kwargs", self._generation(), update=True)
        shots = task.get_config("num_fewshot")
        if parameters.num_fewshot is not None and shots == 0:
            LOGGER.warning("task %s: num_fewshot stays 0, as the task itself says", name)
        elif parameters.num_fewshot is not None:
            task.set_config("num_fewshot", parameters.num_fewshot)
        elif shots is None:
            task.set_config("num_fewshot", 0)
        docs = list(task.eval_docs)
        keys = canonical.item_keys(_plain(doc) for doc in docs)
        is_chat = generates and self._uses_chat
        return _Loaded(task, docs, keys, self._model(is_chat, not generates), is_chat)

    def _generation(self) -> dict:
        kwargs = dict(self._parameters.generation)
        if "max_tokens" in kwargs:
            # In the name by which tasks give their own limit.
            kwargs["max_gen_toks"] = kwargs.pop("max_tokens")
        if "temperature" in kwargs:
            kwargs["do_sample"] = kwargs["temperature"] > 0
        return kwargs

    def _model(self, is_chat: bool, compares: bool) -> lm_eval_model._Measured:
        make = (
            lm_eval_model.chat
            if is_chat
            else lm_eval_model.likelihoods
            if compares
            else lm_eval_model.completions
        )
        if make.__name__ not in self._models:
            self._models[make.__name__] = make(self._endpoint, self._parameters.seed)
        return self._models[make.__name__]

    def choose(self, items: list[Item]) -> None:
        asked: dict[str, list[str]] = {}
        for item in items:
            asked.setdefault(item.task, []).append(item.key)
        for name, keys in asked.items():
            self._loaded[name].series = self._series(name, keys)

    def _series(self, name: str, keys: list[str]) -> Task:
        loaded = self._loaded[name]
        config = canonical.plain(loaded.task.dump_config(), handle_non_serializable)
        prompt = {field: config[field] for field in PROMPT_FIELDS if field in config}
        prompt["num_fewshot"] = config.get("num_fewshot", 0)
        prompt["fewshot_as_multiturn"] = True
        generation = {
            "generation_kwargs": config.get("generation_kwargs"),
            "repeats": config.get("repeats"),
            "gen_kwargs": canonical.plain(self._generation()),
        }
        version = (config.get("metadata") or {}).get("version", loaded.task.VERSION)
        return Task(
            name=name + self._parameters.label,
            version="" if version is None else str(version),
            dataset_digest=canonical.dataset_digest(keys),
            prompt_hash=canonical.digest(prompt),
            generation_hash=canonical.digest(generation),
            engine="local-chat-completions" if loaded.is_chat else "local-completions",
            harness=NAME,
            harness_version=lm_eval.__version__,
            higher_is_better={
                metric: better
                for metric, better in loaded.task.higher_is_better().items()
                if isinstance(better, bool)
            },
        )

    def ask(self, questions: Iterable[Question]) -> Iterator[Answered]:
        asking = (self._built(question) for question in questions)
        threads = self._endpoint.server.concurrency
        for _, answered in answers(asking, self._answered, threads, self._stop):
            yield self._scored(answered)

    def _built(self, question: Question) -> _Asking:
        item = question.item
        loaded = self._loaded[item.task]
        task, doc = loaded.task, loaded.docs[item.number]
        # Of the item alone: its examples are the same in every run, shard and attempt.
        seed = hashlib.sha256(f"{self._parameters.seed}\0{item.key}".encode()).digest()
        task.set_fewshot_seed(int.from_bytes(seed[:8], "big"))
        template = loaded.model.apply_chat_template if loaded.is_chat else None
        context = task.fewshot_context(
            doc,
            num_fewshot=task.config.num_fewshot or 0,
            system_instruction=None,
            apply_chat_template=loaded.is_chat,
            fewshot_as_multiturn=True,
            chat_template=template,
            gen_prefix=task.doc_to_prefix(doc),
        )
        instances = task.construct_requests(
            doc=doc,
            ctx=context,
            metadata=(item.task, item.number, task.config.repeats),
            apply_chat_template=loaded.is_chat,
            chat_template=template,
        )
        return _Asking(question, instances if isinstance(instances, list) else [instances])

    def _answered(self, asking: _Asking) -> _Asking:
        model = self._loaded[asking.question.item.task].model
        asking.usage = model.begin()
        try:
            for instance in asking.instances:
                for _ in range(instance.repeats or 1):
                    instance.resps += getattr(model, instance.request_type)([instance])
        except Refused as refusal:
            asking.refusal = str(refusal)
        return asking

    def _scored(self, asking: _Asking) -> Answered:
        item = asking.question.item
        loaded = self._loaded[item.task]
        doc = loaded.docs[item.number]
        rows = [] if asking.refusal else self._rows(loaded, item, doc, asking.instances)
        usage = asking.usage
        texts = [text for i in asking.instances for text in i.resps if isinstance(text, str)]
        outcome = "SCORED"
        if texts and not any(text.strip() for text in texts):
            outcome = "MODEL_EMPTY"
        elif usage.truncated:
            outcome = "MODEL_TRUNCATED"
        shown = _plain(doc)
        first = rows[0] if rows else {}
        return Answered(
            question=asking.question,
            task=loaded.series,
            measures=self._refused(loaded, asking.refusal)
            if asking.refusal
            else measures(rows, outcome),
            slice=slice_of(shown),
            input=short_input(shown, asking.instances),
            expected=first.get("target", ""),
            latency_ms=usage.latency_ms or None,
            input_tokens=usage.input_tokens or None,
            output_tokens=usage.output_tokens or None,
            rows=rows,
        )

    def _refused(self, loaded: _Loaded, why: str) -> list[Measure]:
        """Nothing to score: every metric the task declares, with every filter, has no value."""
        return [
            Measure(metric, ensemble.name, None, why, "MODEL_ERROR")
            for metric in loaded.task.aggregation()
            for ensemble in loaded.task._filters
        ]

    def _rows(self, loaded: _Loaded, item: Item, doc: Any, instances: list) -> list[dict]:
        """What lm_eval logs of an item: one row per filter (lm_eval.evaluator.evaluate)."""
        task = loaded.task
        task._instances = instances
        task.apply_filters()
        instances = sorted(instances, key=lambda instance: instance.idx)
        rows = []
        for filter_name in instances[0].filtered_resps:
            filtered = [instance.filtered_resps[filter_name] for instance in instances]
            metrics = task.process_results(doc, filtered)
            target = task.doc_to_target(doc)
            row = {
                "doc_id": item.number,
                "doc": doc,
                "target": str(target),
                "arguments": {
                    f"gen_args_{i}": {f"arg_{j}": part for j, part in enumerate(instance.args)}
                    for i, instance in enumerate(instances)
                },
                "resps": sanitize_list([instance.resps for instance in instances]),
                "filtered_resps": sanitize_list(filtered),
                "filter": filter_name,
                "metrics": list(metrics),
                "doc_hash": hash_string(
                    json.dumps(
                        instances[0].doc,
                        indent=2,
                        default=handle_non_serializable,
                        ensure_ascii=False,
                    )
                ),
                "prompt_hash": hash_string(instances[0].arguments[0]),
                "target_hash": hash_string(str(target)),
                **metrics,
            }
            rows.append(_plain(row))
        return rows


class _PreparedData:
    """While this is entered, tasks are loaded with prepared data sets in place of their own.

    Examples come from the task's own data, if it has them elsewhere and shows any.
    """

    def __init__(self, prepared: dict, task: str, shots: int | None):
        self._prepared, self._task, self._shots = prepared, task, shots
        self._original = ConfigurableTask.download

    def __enter__(self) -> None:
        original, prepared, requested, shots = (
            self._original, self._prepared, self._task, self._shots,
        )  # fmt: skip

        def download(task: ConfigurableTask, dataset_kwargs=None, **kwargs) -> None:
            config = task.config
            found = prepared.get(config.task) or prepared.get(requested)
            if found is None:
                original(task, dataset_kwargs, **kwargs)
                return
            name, datasets = found
            records = hub.Dataset.from_list(datasets.records(name))
            asked = config.test_split or config.validation_split
            others = {config.training_split, config.validation_split, config.test_split}
            others = {split for split in others | {task.fewshot_cfg.split} if split} - {asked}
            count = config.num_fewshot
            count = shots if shots is not None and count != 0 else count
            if count and others:
                original(task, dataset_kwargs, **kwargs)
                task.dataset[asked] = records
            else:
                task.dataset = hub.DatasetDict({split: records for split in others | {asked}})
            LOGGER.info("task %s asks the %d items of data set %s", config.task, len(records), name)

        ConfigurableTask.download = download

    def __exit__(self, *_: object) -> None:
        ConfigurableTask.download = self._original


def _plain(value: Any) -> Any:
    return json.loads(json.dumps(value, default=handle_non_serializable, ensure_ascii=False))


def _first_line(error: BaseException) -> str:
    text = str(error).strip()
    return (text.splitlines()[0] if text else type(error).__name__)[:300]


def harness(
    endpoint: Endpoint,
    parameters: Parameters,
    tasks: list[str],
    datasets: tuple[str, ...],
    prepared: PreparedDatasets,
    uses_chat: bool,
    stop: threading.Event,
) -> LmEvalHarness:
    """With the folders of tasks in EVALSTREAM_TASKS, separated like those of PATH."""
    folders = [f for f in os.environ.get("EVALSTREAM_TASKS", "").split(os.pathsep) if f]
    for folder in folders:
        if not os.path.isdir(folder):
            raise UsageFault(f"EVALSTREAM_TASKS: {folder} is no folder")
    return LmEvalHarness(
        endpoint, parameters, tasks, datasets, prepared, folders, uses_chat, stop
    )
