"""DeepEval suites: real metrics, the stub model, a scripted judge."""

import json
import shutil
import unittest
from collections import Counter

from runner_support import (
    MODEL,
    REPOSITORY,
    RunnerTest,
    Scripted,
    Stub,
    completion,
    models,
    requires,
)

TASK = "mini_facts_ko:exact_match"


@requires("deepeval")
class DeepEvalTest(RunnerTest):
    def setUp(self):
        super().setUp()
        self.stub = Stub()
        self.addCleanup(self.stub.close)
        prepared = self.folder / "prepared"
        prepared.mkdir()
        shutil.copy(REPOSITORY / "datasets/raw/evalstream-mini/mini_facts_ko.jsonl", prepared)
        self.prepared = prepared
        self.environment["EVALSTREAM_ENDPOINT"] = self.stub.url + "/v1"
        self.environment["EVALSTREAM_DATASETS"] = str(prepared)

    def asked(self, task, script, **changes):
        server = Scripted(script)
        self.addCleanup(server.close)
        plan = self.plan([(task, 0, 1)], harness="DEEPEVAL", samples=8)
        code, log = self.run_runner(
            "run", "--plan", plan, EVALSTREAM_ENDPOINT=server.url, EVALSTREAM_CONCURRENCY="1",
            **changes,
        )  # fmt: skip
        self.assertEqual(code, 0, log)
        return self.shipped()[0]

    def test_items_of_a_data_set_are_asked_and_scored(self):
        metric = "exact_match"
        plan = self.plan(
            [(metric, 0, 2)], [(metric, 1, 2)], harness="DEEPEVAL", datasets=["mini_facts_ko"]
        )
        events = []
        for index in ("0", "1"):
            code, log = self.run_runner(
                "run", "--plan", plan, JOB_COMPLETION_INDEX=index, EVALSTREAM_SHARDS="2"
            )
            self.assertEqual(code, 0, log)
            events += self.shipped(int(index))[0]
        self.assertEqual(len({e["item_key"] for e in events}), 120)
        self.assertEqual({(e["task"], e["metric"]) for e in events}, {(TASK, "exact_match")})
        right = sum(e["value"] for e in events)
        # The stub wraps its answers in words, some are given bare.
        self.assertEqual(right, sum(e["output"].strip() == e["expected"] for e in events))
        self.assertEqual({e["harness"] for e in events}, {"deepeval"})
        self.assertEqual({e["higher_is_better"] for e in events}, {True})

    def test_right_and_wrong_answers_differ(self):
        rows = [
            json.loads(line)
            for line in (self.prepared / "mini_facts_ko.jsonl").read_text("utf-8").splitlines()
        ]
        answers = {row["question"]: row["answer"] for row in rows}
        asked = []

        def script(path, body):
            if path.endswith("/models"):
                return models(MODEL)
            question = body["messages"][0]["content"]
            asked.append(question)
            return completion(answers[question] if len(asked) % 2 else "no idea")

        events = self.asked(TASK, script)
        self.assertEqual(Counter(e["value"] for e in events), {1.0: 4, 0.0: 4})

    def test_empty_and_refused_answers_are_failures_of_the_model(self):
        asked = []

        def script(path, body):
            if path.endswith("/models"):
                return models(MODEL)
            asked.append(body)
            refused = (400, {"error": {"message": "too long"}})
            return refused if len(asked) % 2 else completion("")

        events = self.asked(TASK, script)
        self.assertEqual(Counter(e["outcome"] for e in events), {"MODEL_ERROR": 4, "MODEL_EMPTY": 4})

    def judged(self, judge_script):
        judge = Scripted(judge_script)
        self.addCleanup(judge.close)
        return self.asked(
            "mini_facts_ko:answer_relevancy",
            lambda path, body: models(MODEL) if body is None else completion("Seoul is a city."),
            EVALSTREAM_JUDGE_ENDPOINT=judge.url,
            EVALSTREAM_JUDGE_MODEL="judge-1",
        )

    def test_a_judge_is_asked_where_a_metric_needs_one(self):
        def script(path, body):
            prompt = body["messages"][0]["content"]
            if '"verdicts"' in prompt:
                return completion(json.dumps({"verdicts": [{"verdict": "yes"}, {"verdict": "no"}]}))
            if '"statements"' in prompt:
                return completion(json.dumps({"statements": ["one", "two"]}))
            return completion(json.dumps({"reason": "half of it"}))

        events = self.judged(script)
        self.assertEqual({e["value"] for e in events}, {0.5})
        self.assertEqual({e["judge_model"] for e in events}, {"judge-1"})
        self.assertEqual({e["reason"] for e in events}, {"half of it"})

    def test_a_judge_that_talks_nonsense_says_nothing_about_the_model(self):
        events = self.judged(lambda path, body: completion("I would rather not."))
        self.assertEqual({e["outcome"] for e in events}, {"JUDGE_ERROR"})
        self.assertEqual({e.get("value") for e in events}, {None})

    def test_what_cannot_be_asked_is_said_before_anything_is(self):
        for task, code, text, fields in [
            ("mini_facts_ko:", 64, "write METRIC or DATASET:METRIC", {}),
            ("exact_match", 64, "of which data set?", {}),
            ("mini_facts_ko:charm", 64, "there is no metric charm", {}),
            ("mini_facts_ko:bias", 64, "bias needs a judge", {}),
            ("nowhere:exact_match", 65, "data set nowhere is not in", {}),
            ("mini_facts_ko:pattern_match", 65, "record 1: pattern_match needs pattern", {}),
            (TASK, 64, "num_fewshot: is not known", {"parameters": {"num_fewshot": "1"}}),
            (TASK, 64, "no task of the suite begins with other:", {"datasets": ["other"]}),
        ]:
            with self.subTest(text):
                plan = self.plan([(task, 0, 1)], harness="DEEPEVAL", **fields)
                found, log = self.run_runner("run", "--plan", plan)
                self.assertEqual(found, code, log)
                self.assertIn(text, log)


if __name__ == "__main__":
    unittest.main()
