"""Tests of the data set, of the post-processing, and of the committed runs against both."""

import hashlib
import json
import math
import sys
import tempfile
import unittest
from collections import Counter, defaultdict
from datetime import datetime, timedelta, timezone
from pathlib import Path

DEMO_RUNS = Path(__file__).resolve().parents[1] / "demo_runs"
sys.path.insert(0, str(DEMO_RUNS))

import make_dataset  # noqa: E402
import make_runs  # noqa: E402
from release_model import ReleaseModel  # noqa: E402
from stub_server import generate  # noqa: E402

RAW = make_runs.REPOSITORY / "datasets/raw"
FILTERS = {
    "mini_arith_en": {"strict-match", "flexible-extract"},
    "mini_choice_en": {"strict-match"},
    "mini_facts_ko": {"strict-match"},
}


def read_jsonl(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


class DatasetTest(unittest.TestCase):
    def test_committed_files_are_what_the_script_writes(self):
        for name, rows in make_dataset.build().items():
            self.assertEqual(
                (make_dataset.DATASET / name).read_text(encoding="utf-8"),
                make_dataset.to_jsonl(rows),
                name,
            )

    def test_task_files_hold_no_question_twice(self):
        items = [
            item
            for name, rows in make_dataset.build().items()
            if name != "regression_extra.jsonl"
            for item in rows
        ]
        self.assertEqual(len({item["question"] for item in items}), len(items))
        self.assertEqual(len({item["id"] for item in items}), len(items))

    def test_every_item_is_complete_and_arithmetic_answers_are_natural_numbers(self):
        for name, rows in make_dataset.build().items():
            for item in rows:
                self.assertTrue(
                    all(item[key] for key in ("id", "question", "answer", "category", "lang")), item
                )
                if name == "mini_arith_en.jsonl":
                    self.assertGreater(int(item["answer"]), 0)
                if name == "mini_choice_en.jsonl":
                    self.assertEqual(len(set(item["choices"])), 4)
                    self.assertIn(item["answer"], "ABCD")

    def test_marked_duplicates_are_duplicates(self):
        files = make_dataset.build()
        extra = files.pop("regression_extra.jsonl")
        items = {item["id"]: item for rows in files.values() for item in rows}
        questions = {item["question"] for item in items.values()}
        kinds = Counter(item["duplicate_kind"] for item in extra)
        self.assertEqual(
            kinds,
            {
                "none": 20,
                "exact": make_dataset.EXACT_DUPLICATES,
                "near": make_dataset.NEAR_DUPLICATES,
            },
        )
        for item in extra:
            self.assertEqual(item["question"] in questions, item["duplicate_kind"] == "exact", item)
            if item["duplicate_kind"] != "none":
                source = items[item["duplicate_of"]]
                self.assertEqual(
                    (item["answer"], item["category"], item["lang"]),
                    (source["answer"], source["category"], source["lang"]),
                )


class NormalizeTest(unittest.TestCase):
    FINISHED = datetime(2026, 1, 5, 3, 12, 44, 518203)

    def native(self, directory, results, tasks=make_runs.TASKS):
        model = directory / "native/minilm__x"
        model.mkdir(parents=True)
        (model / "results_2030-07-01T10-00-00.000001.json").write_text(
            json.dumps(results), encoding="utf-8"
        )
        for task in tasks:
            (model / f"samples_{task}_2030-07-01T10-00-00.000001.jsonl").write_text(
                '{"doc_id": 0}\n', encoding="utf-8"
            )
        return directory / "native"

    def results(self, root):
        return {
            "results": {"t": {"exact_match,none": 0.5}},
            "date": 1.0,
            "total_evaluation_time_seconds": "4.5",
            "pretty_env_info": "CPU: secret machine",
            "git_hash": "abc",
            "upper_git_hash": "def",
            "config": {
                "model_args": {
                    "base_url": "http://127.0.0.1:54321/v1/chat/completions",
                    "num_concurrent": 4,
                }
            },
            "configs": {"t": {"dataset_kwargs": {"data_files": [f"{root}/datasets/x.jsonl"]}}},
        }

    def test_machine_and_paths_are_removed_and_the_rest_is_kept(self):
        with tempfile.TemporaryDirectory() as scratch:
            source = self.native(Path(scratch), self.results(scratch))
            make_runs.normalize_run(source, Path(scratch) / "out", self.FINISHED, ((scratch, ""),))
            files = sorted(path.name for path in (Path(scratch) / "out/minilm__x").iterdir())
            text = (Path(scratch) / "out/minilm__x" / files[0]).read_text(encoding="utf-8")
        self.assertEqual(files[0], "results_2026-01-05T03-12-44.518203.json")
        self.assertEqual(
            files[1:],
            [f"samples_{task}_2026-01-05T03-12-44.518203.jsonl" for task in make_runs.TASKS],
        )
        for secret in (scratch, "secret machine", "54321", "abc", "def"):
            self.assertNotIn(secret, text)
        results = json.loads(text)
        self.assertEqual(
            results["configs"]["t"]["dataset_kwargs"]["data_files"], ["datasets/x.jsonl"]
        )
        self.assertEqual(results["results"], {"t": {"exact_match,none": 0.5}})
        self.assertEqual(
            results["config"]["model_args"],
            {"base_url": "http://127.0.0.1:8000/v1/chat/completions", "num_concurrent": 4},
        )
        finished = self.FINISHED.replace(tzinfo=timezone.utc).timestamp()
        self.assertAlmostEqual(results["date"] + 4.5, finished, places=3)

    def test_a_path_outside_the_known_directories_is_refused(self):
        with tempfile.TemporaryDirectory() as scratch:
            source = self.native(Path(scratch), self.results("/elsewhere/home"))
            with self.assertRaisesRegex(ValueError, "names this machine"):
                make_runs.normalize_run(
                    source, Path(scratch) / "out", self.FINISHED, ((scratch, ""),)
                )

    def test_a_file_lm_eval_failed_to_write_is_noticed(self):
        with tempfile.TemporaryDirectory() as scratch:
            source = self.native(Path(scratch), self.results(scratch), make_runs.TASKS[:2])
            with self.assertRaisesRegex(ValueError, "lm_eval wrote"):
                make_runs.normalize_run(
                    source, Path(scratch) / "out", self.FINISHED, ((scratch, ""),)
                )


class CommittedRunsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.model = ReleaseModel.load()
        cls.results, cls.samples = {}, {}
        for release in cls.model.releases:
            folder = make_runs.RUNS / make_runs.tag_of(release) / release.replace(":", "__")
            (path,) = folder.glob("results_*.json")
            stamp = path.stem.removeprefix("results_")
            cls.results[release] = json.loads(path.read_text(encoding="utf-8"))
            cls.samples[release] = {
                task: read_jsonl(folder / f"samples_{task}_{stamp}.jsonl")
                for task in make_runs.TASKS
            }

    def test_six_releases_and_nothing_else(self):
        tags = sorted(path.name for path in make_runs.RUNS.iterdir())
        self.assertEqual(tags, [f"release-2026.0{i}" for i in range(1, 7)])

    def test_means_of_samples_equal_the_results(self):
        for release, tasks in self.samples.items():
            for task, rows in tasks.items():
                scores = defaultdict(list)
                for row in rows:
                    scores[row["filter"]].append(row["exact_match"])
                self.assertEqual(set(scores), FILTERS[task])
                for name, values in scores.items():
                    stated = self.results[release]["results"][task][f"exact_match,{name}"]
                    self.assertTrue(
                        math.isclose(sum(values) / len(values), stated, abs_tol=1e-9),
                        (release, task, name),
                    )

    def test_one_row_per_item_and_filter(self):
        for release, tasks in self.samples.items():
            for task, rows in tasks.items():
                items = self.model.items[task]
                self.assertEqual([row["doc"] for row in rows], items * len(FILTERS[task]))
                self.assertEqual(
                    self.results[release]["n-samples"][task],
                    {"original": len(items), "effective": len(items)},
                )

    def test_hashes_of_the_tasks_cover_the_rows_and_agree_between_releases(self):
        hashes = []
        for release, tasks in self.samples.items():
            for task, rows in tasks.items():
                joined = "".join(
                    row["doc_hash"] + row["prompt_hash"] + row["target_hash"] for row in rows
                )
                self.assertEqual(
                    hashlib.sha256(joined.encode()).hexdigest(),
                    self.results[release]["task_hashes"][task],
                )
            hashes.append(self.results[release]["task_hashes"])
        self.assertTrue(all(entry == hashes[0] for entry in hashes))

    def test_responses_are_those_of_the_stub(self):
        for release, tasks in self.samples.items():
            for rows in tasks.values():
                for row in rows:
                    prompt, settings = (
                        row["arguments"]["gen_args_0"]["arg_0"],
                        row["arguments"]["gen_args_0"]["arg_1"],
                    )
                    answer = self.model.answer(release, json.loads(prompt[0])[-1]["content"])
                    text, _ = generate(answer, settings["until"], settings["max_gen_toks"])
                    self.assertEqual(row["resps"], [[text]])

    def test_only_the_last_release_falls_ten_percent_below_the_earlier_ones(self):
        releases = list(self.results)
        breaches = []
        for task, filters in FILTERS.items():
            for name in filters:
                series = [
                    self.results[release]["results"][task][f"exact_match,{name}"]
                    for release in releases
                ]
                for i in range(1, len(series)):
                    if series[i] <= 0.9 * sum(series[:i]) / i:
                        breaches.append((task, releases[i]))
        self.assertEqual(breaches, [("mini_facts_ko", releases[-1])])

    def test_releases_are_a_week_apart_and_made_by_the_pinned_version(self):
        finished = []
        for release, results in self.results.items():
            self.assertEqual(results["lm_eval_version"], "0.4.13")
            self.assertEqual(results["model_name"], release)
            stamp = results["date"] + float(results["total_evaluation_time_seconds"])
            finished.append(datetime.fromtimestamp(stamp, timezone.utc))
        for earlier, later in zip(finished, finished[1:]):
            self.assertAlmostEqual((later - earlier) / timedelta(days=7), 1, delta=0.01)

    def test_files_name_no_machine_and_stay_small(self):
        total = 0
        for path in RAW.rglob("*"):
            if path.is_file():
                total += path.stat().st_size
                if path.suffix in (".json", ".jsonl"):
                    self.assertIsNone(
                        make_runs.ABSOLUTE_PATH.search(path.read_text(encoding="utf-8")), path
                    )
        self.assertLess(total, 2_000_000)
        for results in self.results.values():
            self.assertEqual(results["pretty_env_info"], make_runs.NEUTRAL_ENVIRONMENT)


if __name__ == "__main__":
    unittest.main()
