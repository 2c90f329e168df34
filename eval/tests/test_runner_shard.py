"""The runner as a process: real lm-evaluation-harness, the stub model, a strict double of ship."""

import json
import signal
import threading
import time
import unittest
from collections import Counter

from runner_support import (
    MODEL,
    REPOSITORY,
    RunnerTest,
    Scripted,
    Stub,
    completion,
    free_port,
    models,
    requires,
)


@requires("lm_eval")
class ShardTest(RunnerTest):
    def setUp(self):
        super().setUp()
        self.stub = Stub()
        self.addCleanup(self.stub.close)
        self.environment["EVALSTREAM_ENDPOINT"] = self.stub.url + "/v1"

    def test_scores_are_those_lm_eval_itself_gives(self):
        tasks = ("mini_arith_en", "mini_choice_en", "mini_facts_ko")
        code, log = self.run_runner("run", "--plan", self.plan([(task, 0, 1) for task in tasks]))
        self.assertEqual(code, 0, log)
        for task in tasks:
            [own] = REPOSITORY.glob(f"datasets/raw/runs/release-2026.01/*/samples_{task}_*.jsonl")
            logged = [json.loads(line) for line in own.read_text("utf-8").splitlines()]
            path = self.raw / "0" / f"samples_{task}.jsonl"
            rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
            order = lambda row: (row["doc_id"], row["filter"])  # noqa: E731
            self.assertEqual(sorted(rows, key=order), sorted(logged, key=order))
            events = [e for e in self.shipped()[0] if e["task"] == task]
            self.assertEqual(
                Counter((e["filter"], e["value"]) for e in events),
                Counter((row["filter"], row["exact_match"]) for row in logged),
            )

    def test_two_shards_ask_every_item_once_and_agree_on_the_order(self):
        plan = self.plan(
            [("mini_facts_ko", 0, 3), ("mini_arith_en", 1, 2)],
            [("mini_facts_ko", 1, 3), ("mini_facts_ko", 2, 3), ("mini_arith_en", 0, 2)],
        )
        events, controls = [], []
        for index in (0, 1):
            code, log = self.run_runner(
                "run", "--plan", plan, JOB_COMPLETION_INDEX=str(index),
                EVALSTREAM_FIRST_SHARD="4", EVALSTREAM_SHARDS="6",
            )  # fmt: skip
            self.assertEqual(code, 0, log)
            self.assertIn(f"shard={4 + index}/6", log)
            own, control = self.shipped(4 + index)
            self.assertEqual({e["shard"] for e in own}, {4 + index})
            events += own
            controls.append(control)
        facts = [e for e in events if e["task"] == "mini_facts_ko"]
        self.assertEqual(sorted(e["dispatch_index"] for e in facts), list(range(120)))
        self.assertEqual(len({e["item_key"] for e in facts}), 120)
        arith = [e for e in events if e["task"] == "mini_arith_en"]
        self.assertEqual(len(arith), 180)
        self.assertEqual(Counter(e["dispatch_index"] for e in arith), Counter(list(range(90)) * 2))
        self.assertEqual(len({e["dataset_digest"] for e in facts}), 1)
        for control in controls:
            self.assertEqual(control[-1]["type"], "SHARD_FINISHED")
            sizes = {(s["task"], s["filter"]): s["samples"] for s in control[-2]["expected"]}
            self.assertEqual(
                sizes,
                {
                    ("mini_facts_ko", "strict-match"): 120,
                    ("mini_arith_en", "strict-match"): 90,
                    ("mini_arith_en", "flexible-extract"): 90,
                },
            )

    def test_a_stage_asks_the_same_few_items_whatever_the_seed(self):
        plan = self.plan([("mini_facts_ko", 0, 1)], samples=20)
        asked = []
        for seed in ("1", "2"):
            raw = self.folder / f"raw-{seed}"
            code, log = self.run_runner(
                "run", "--plan", plan, EVALSTREAM_DISPATCH_SEED=seed, EVALSTREAM_RAW_LOGS=str(raw)
            )
            self.assertEqual(code, 0, log)
            self.raw = raw
            asked.append([e["item_key"] for e in self.shipped()[0]])
        self.assertEqual(len(asked[0]), 20)
        self.assertEqual(set(asked[0]), set(asked[1]))
        self.assertNotEqual(asked[0], asked[1])

    def test_results_are_streamed_while_the_shard_goes_on(self):
        opened = time.monotonic()
        release, asked = [], []

        def script(path, body):
            if path.endswith("/models"):
                return models(MODEL)
            asked.append(body)
            # The second half is answered only after the first has been seen.
            while len(asked) > 60 and not release:
                if time.monotonic() - opened > 120:
                    return 500, {}
                time.sleep(0.01)
            return completion("답: 서울")

        server = Scripted(script)
        self.addCleanup(server.close)
        process = self.start(
            "run", "--plan", self.plan([("mini_facts_ko", 0, 1)]),
            EVALSTREAM_ENDPOINT=server.url, EVALSTREAM_CONCURRENCY="1",
        )  # fmt: skip
        try:
            shipped = self.raw / "0" / "events.jsonl.shipped"
            deadline = time.monotonic() + 120
            while not (shipped.exists() and shipped.read_bytes().count(b'"metric"') > 55):
                self.assertLess(time.monotonic(), deadline, "nothing was streamed")
                self.assertIsNone(process.poll())
                time.sleep(0.02)
        finally:
            release.append(True)
            _, log = process.communicate(timeout=120)
        self.assertEqual(process.returncode, 0, log)
        self.assertEqual(len(self.shipped()[0]), 120)

    def test_a_signal_sends_what_is_there_and_the_next_attempt_goes_on(self):
        asked, stopped = [], threading.Event()

        def script(path, body):
            if path.endswith("/models"):
                return models(MODEL)
            asked.append(body["messages"][0]["content"])
            if len(asked) > 40:
                stopped.wait(120)
            return completion("답: 서울")

        server = Scripted(script)
        self.addCleanup(server.close)
        plan = self.plan([("mini_facts_ko", 0, 1)])
        changes = {"EVALSTREAM_ENDPOINT": server.url, "EVALSTREAM_CONCURRENCY": "2"}
        process = self.start("run", "--plan", plan, **changes)
        deadline = time.monotonic() + 120
        # Both of the two that are asked at a time are not answered.
        while len(asked) < 42:
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.01)
        process.send_signal(signal.SIGTERM)
        begun = time.monotonic()
        try:
            _, log = process.communicate(timeout=60)
        finally:
            stopped.set()
        self.assertEqual(process.returncode, 143, log)
        self.assertLess(time.monotonic() - begun, 20)
        self.check_log(log)
        before, controls = self.shipped()
        self.assertGreater(len(before), 30)
        self.assertNotIn("SHARD_FINISHED", [c["type"] for c in controls])
        first = len(asked)

        code, log = self.run_runner("run", "--plan", plan, **changes)

        self.assertEqual(code, 0, log)
        self.assertIn("an earlier attempt asked", log)
        self.assertLess(len(asked) - first, 120 - len(before) + 5)
        events, controls = self.shipped()
        self.assertEqual(len({e["item_key"] for e in events}), 120)
        self.assertEqual([c["type"] for c in controls].count("SHARD_FINISHED"), 1)

    def test_a_repeated_shard_asks_nothing_and_sends_the_same_again(self):
        plan = self.plan([("mini_choice_en", 0, 1)])
        self.assertEqual(self.run_runner("run", "--plan", plan)[0], 0)
        events = (self.raw / "0/events.jsonl").read_bytes()
        code, log = self.run_runner("run", "--plan", plan, EVALSTREAM_ENDPOINT="http://127.0.0.1:1")
        self.assertEqual(code, 0, log)
        self.assertEqual((self.raw / "0/events.jsonl").read_bytes(), events)
        shipped = (self.raw / "0/events.jsonl.shipped").read_bytes()
        self.assertEqual(shipped, events + events)

    def test_another_release_begins_afresh(self):
        plan = self.plan([("mini_choice_en", 0, 1)])
        self.assertEqual(self.run_runner("run", "--plan", plan)[0], 0)
        code, log = self.run_runner("run", "--plan", plan, EVALSTREAM_MODEL_TAG="minilm:other")
        self.assertEqual(code, 0, log)
        self.assertNotIn("earlier attempt", log)

    def test_a_combination_of_the_matrix_is_asked_and_named(self):
        seen = []

        def script(path, body):
            seen.append(body)
            return models(MODEL) if body is None else completion("The answer is A.")

        server = Scripted(script)
        self.addCleanup(server.close)
        plan = self.plan(
            [("mini_choice_en", 0, 1)],
            parameters={"temperature": "0.5", "max_tokens": "7", "seed": "3"},
        )
        code, log = self.run_runner("run", "--plan", plan, EVALSTREAM_ENDPOINT=server.url)
        self.assertEqual(code, 0, log)
        bodies = [body for body in seen if body]
        self.assertEqual({(b["temperature"], b["max_tokens"], b["seed"]) for b in bodies}, {(0.5, 7, 3)})
        self.assertEqual(
            {e["task"] for e in self.shipped()[0]},
            {"mini_choice_en[max_tokens=7,seed=3,temperature=0.5]"},
        )

    def test_empty_cut_off_and_refused_answers_are_failures_of_the_model(self):
        answers = iter(range(10_000))

        def script(path, body):
            if path.endswith("/models"):
                return models(MODEL)
            number = next(answers)
            if number % 4 == 0:
                return 400, {"error": {"message": "the context is too long"}}
            return completion(*[("", "stop"), ("A A A", "length"), ("x", "stop")][number % 4 - 1])

        server = Scripted(script)
        self.addCleanup(server.close)
        code, log = self.run_runner(
            "run", "--plan", self.plan([("mini_choice_en", 0, 1)]),
            EVALSTREAM_ENDPOINT=server.url, EVALSTREAM_CONCURRENCY="1",
        )  # fmt: skip
        self.assertEqual(code, 0, log)
        events = self.shipped()[0]
        self.assertEqual(
            Counter(e["outcome"] for e in events),
            {"MODEL_ERROR": 10, "MODEL_EMPTY": 10, "MODEL_TRUNCATED": 10, "SCORED": 10},
        )
        refused = [e for e in events if e["outcome"] == "MODEL_ERROR"]
        self.assertEqual({e.get("value") for e in refused}, {None})
        self.assertIn("the context is too long", refused[0]["reason"])

    def test_passing_failures_are_tried_again(self):
        failures = [503, 429, 500]

        def script(path, body):
            if path.endswith("/models"):
                return models(MODEL)
            if failures:
                return failures.pop(), {"error": {"message": "busy"}}
            return completion("The answer is A.")

        server = Scripted(script)
        self.addCleanup(server.close)
        code, log = self.run_runner(
            "run", "--plan", self.plan([("mini_choice_en", 0, 1)]),
            EVALSTREAM_ENDPOINT=server.url, EVALSTREAM_PATIENCE_SECONDS="60",
        )  # fmt: skip
        self.assertEqual(code, 0, log)
        self.assertIn("busy; trying again", log)
        self.assertEqual({e["outcome"] for e in self.shipped()[0]}, {"SCORED"})

    def test_a_server_that_goes_away_ends_the_attempt_with_one_line(self):
        asked = []

        def script(path, body):
            asked.append(path)
            if path.endswith("/models"):
                return models(MODEL)
            return completion("x") if len(asked) < 20 else (503, {"error": {"message": "gone"}})

        server = Scripted(script)
        self.addCleanup(server.close)
        code, log = self.run_runner(
            "run", "--plan", self.plan([("mini_facts_ko", 0, 1)]), EVALSTREAM_ENDPOINT=server.url
        )
        self.assertEqual(code, 69, log)
        self.assertIn("does not answer: answered 503: gone; tried for", log)
        events, controls = self.shipped()
        self.assertGreater(len(events), 5)
        self.assertNotIn("SHARD_FINISHED", [c["type"] for c in controls])

    def test_a_server_that_is_not_there_is_one_line(self):
        url = f"http://user:sk-secret-of-the-test@127.0.0.1:{free_port()}/v1"
        code, log = self.run_runner(
            "run", "--plan", self.plan([("mini_choice_en", 0, 1)]), EVALSTREAM_ENDPOINT=url
        )
        self.assertEqual(code, 69, log)
        self.assertRegex(log, r"ERROR .* http://127.0.0.1:\d+/v1 is not ready after 0 s: .*refused")

    def test_a_broker_that_is_not_there_is_one_line(self):
        code, log = self.run_runner(
            "run", "--plan", self.plan([("mini_choice_en", 0, 1)]),
            EVALSTREAM_KAFKA_BOOTSTRAP="down:9092",
        )  # fmt: skip
        self.assertEqual(code, 69, log)
        self.assertIn("evalstream ship ended with 69: no Kafka broker answers at down:9092", log)

    def test_what_another_attempt_cannot_change_is_not_repeated(self):
        choice = [("mini_choice_en", 0, 1)]
        cases = [
            (65, "has no such task", self.plan([("nosuch", 0, 1)]), {}),
            (65, "does not serve other; it serves minilm", choice, {"EVALSTREAM_SERVED_MODEL": "other"}),
            (64, "spec.matrix.wings: is not known", {"parameters": {"wings": "2"}}, {}),
            (64, "spec.matrix.temperature: '9'", {"parameters": {"temperature": "9"}}, {}),
            (65, "the plan has 1 shards", choice, {"JOB_COMPLETION_INDEX": "1", "EVALSTREAM_SHARDS": "9"}),
            (65, "no task of the suite has this name", {"datasets": ["mini", "other"]}, {}),
            (65, "is not in", {"datasets": ["mini"]}, {"EVALSTREAM_DATASETS": str(self.folder)}),
        ]
        for expected, text, plan, changes in cases:
            with self.subTest(text):
                if isinstance(plan, dict):
                    plan = self.plan(choice, **plan)
                elif isinstance(plan, list):
                    plan = self.plan(plan)
                elif expected == 65 and "no such task" in text:
                    plan = self.plan([("nosuch", 0, 1)])
                code, log = self.run_runner("run", "--plan", plan, **changes)
                self.assertEqual(code, expected, log)
                self.assertIn(text, log)

    def test_a_prepared_data_set_is_asked_in_place_of_the_tasks_own(self):
        source = REPOSITORY / "datasets/raw/evalstream-mini/mini_choice_en.jsonl"
        kept = source.read_text("utf-8").splitlines()[:11]
        prepared = self.folder / "prepared"
        prepared.mkdir()
        (prepared / "mini-choice-en.jsonl").write_text("\n".join(kept) + "\n", "utf-8")
        plan = self.plan(
            [("mini_choice_en", 0, 1), ("mini_facts_ko", 0, 60)], datasets=["mini-choice-en"]
        )
        code, log = self.run_runner("run", "--plan", plan, EVALSTREAM_DATASETS=str(prepared))
        self.assertEqual(code, 0, log)
        tasks = Counter(e["task"] for e in self.shipped()[0])
        self.assertEqual(tasks, {"mini_choice_en": 11, "mini_facts_ko": 2})

    def test_examples_of_an_item_do_not_depend_on_the_order(self):
        prompts = []

        def script(path, body):
            if body:
                prompts.append(json.dumps(body["messages"], ensure_ascii=False))
            return completion("x") if body else models(MODEL)

        server = Scripted(script)
        self.addCleanup(server.close)
        tasks = self.folder / "tasks"
        tasks.mkdir()
        text = (REPOSITORY / "eval/demo_runs/tasks/mini_choice_en.yaml").read_text("utf-8")
        text = text.replace("num_fewshot: 0", "num_fewshot: 1\nfewshot_split: test")
        (tasks / "shots.yaml").write_text(text.replace("task: mini_choice_en", "task: shots"))
        seen = []
        for seed in ("1", "2"):
            code, log = self.run_runner(
                "run", "--plan", self.plan([("shots", 0, 1)], parameters={"num_fewshot": "3"}),
                EVALSTREAM_ENDPOINT=server.url, EVALSTREAM_TASKS=str(tasks),
                EVALSTREAM_DISPATCH_SEED=seed, EVALSTREAM_RAW_LOGS=str(self.folder / seed),
            )  # fmt: skip
            self.assertEqual(code, 0, log)
            seen.append(sorted(prompts))
            prompts.clear()
        self.assertEqual(seen[0], seen[1])
        self.assertTrue(all(text.count('"user"') == 4 for text in seen[0]))

    def test_a_benchmark_of_evalchemy_is_asked_by_its_name_with_a_prepared_data_set(self):
        prepared = self.folder / "prepared"
        prepared.mkdir()
        rows = [{"ID": f"i-{n}", "Problem": f"What is {n} + {n}?", "Answer": 2 * n} for n in (1, 2)]
        (prepared / "aime24.jsonl").write_text(
            "".join(json.dumps(row) + "\n" for row in rows), "utf-8"
        )
        server = Scripted(lambda p, b: completion("It is $4$.") if b else models(MODEL))
        self.addCleanup(server.close)
        code, log = self.run_runner(
            "run", "--plan",
            self.plan([("AIME24", 0, 1)], harness="EVALCHEMY", datasets=["aime24"]),
            EVALSTREAM_ENDPOINT=server.url, EVALSTREAM_DATASETS=str(prepared),
        )  # fmt: skip
        self.assertEqual(code, 0, log)
        events = self.shipped()[0]
        self.assertEqual({(e["task"], e["value"]) for e in events}, {("aime24", 0.0), ("aime24", 1.0)})


@requires("lm_eval")
class LikelihoodTest(RunnerTest):
    """Tasks that compare likelihoods of given answers, on a server with vLLM's /tokenize."""

    def script(self, path, body):
        if path.endswith("/models"):
            return models(MODEL)
        if path == "/tokenize":
            return 200, {"tokens": list(body["prompt"].encode()), "count": 1, "max_model_len": 9999}
        # A token is a byte. The server likes the answer Paris, and finds all others unlikely.
        tokens = body["prompt"]
        tokens = tokens[0] if isinstance(tokens[0], list) else tokens
        text = bytes(tokens).decode()
        each = -0.1 if text.endswith("Paris") else -2.0
        logprobs = [None] + [each] * len(tokens)
        top = [None] + [{"x": each}] * len(tokens)
        choice = {"index": 0, "text": text, "finish_reason": "length",
                  "logprobs": {"token_logprobs": logprobs, "top_logprobs": top}}  # fmt: skip
        return 200, {"choices": [choice], "usage": {"prompt_tokens": len(tokens)}}

    def setUp(self):
        super().setUp()
        rows = [
            {"question": "Capital of France?", "choices": ["Rome", "Paris"], "answer": 1},
            {"question": "Capital of Italy?", "choices": ["Rome", "Paris"], "answer": 0},
        ]
        data = self.folder / "capitals.jsonl"
        data.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
        tasks = self.folder / "tasks"
        tasks.mkdir()
        (tasks / "capitals.yaml").write_text(
            "task: capitals\ndataset_path: json\ntest_split: test\noutput_type: multiple_choice\n"
            f"dataset_kwargs:\n  data_files:\n    test: {data}\n"
            'doc_to_text: "{{question}}"\ndoc_to_choice: choices\ndoc_to_target: answer\n'
            "metric_list:\n  - metric: acc\n  - metric: acc_norm\nmetadata:\n  version: 2\n",
            "utf-8",
        )
        self.environment["EVALSTREAM_TASKS"] = str(tasks)

    def test_the_likelier_answer_is_the_given_one(self):
        server = Scripted(self.script)
        self.addCleanup(server.close)
        code, log = self.run_runner(
            "run", "--plan", self.plan([("capitals", 0, 1)]), EVALSTREAM_ENDPOINT=server.url + "/v1"
        )
        self.assertEqual(code, 0, log)
        events = self.shipped()[0]
        self.assertEqual(
            {(e["input"], e["metric"]): (e["value"], e["outcome"]) for e in events},
            {
                ("Capital of France?", "acc"): (1.0, "SCORED"),
                ("Capital of France?", "acc_norm"): (1.0, "SCORED"),
                ("Capital of Italy?", "acc"): (0.0, "SCORED"),
                ("Capital of Italy?", "acc_norm"): (0.0, "SCORED"),
            },
        )
        self.assertEqual({e["engine"] for e in events}, {"local-completions"})
        self.assertEqual({e["task_version"] for e in events}, {"2"})

    def test_a_server_without_its_tokenizer_is_one_line_that_says_what_to_do(self):
        server = Scripted(lambda path, body: models(MODEL) if "models" in path else (404, {}))
        self.addCleanup(server.close)
        code, log = self.run_runner(
            "run", "--plan", self.plan([("capitals", 0, 1)]), EVALSTREAM_ENDPOINT=server.url + "/v1"
        )
        self.assertEqual(code, 65, log)
        self.assertIn("need the server's /tokenize, as vLLM has it: http://", log)


class BadStartTest(RunnerTest):
    """What is wrong before any tool is needed."""

    def setUp(self):
        super().setUp()
        self.environment["EVALSTREAM_ENDPOINT"] = "http://127.0.0.1:1/v1"

    def test_wrong_options_and_variables_are_usage(self):
        plan = self.plan([("mini_choice_en", 0, 1)])
        for arguments, changes, text in [
            ([], {}, "required: command"),
            (["run"], {}, "--plan"),
            (["fly"], {}, "invalid choice"),
            (["run", "--plan", plan], {"JOB_COMPLETION_INDEX": ""}, "JOB_COMPLETION_INDEX is not set"),
            (["run", "--plan", plan], {"JOB_COMPLETION_INDEX": "x"}, "'x' is not a whole number"),
            (["run", "--plan", plan], {"EVALSTREAM_FIRST_SHARD": "5"}, "EVALSTREAM_SHARDS is 1"),
            (["run", "--plan", plan], {"EVALSTREAM_ENDPOINT": "nohost"}, "EVALSTREAM_ENDPOINT"),
            (["run", "--plan", plan], {"EVALSTREAM_HOME": "/nowhere"}, "is no command"),
            (["warm-up", "--requests", "many"], {}, "--requests"),
        ]:
            with self.subTest(text):
                code, log = self.run_runner(*arguments, **changes)
                self.assertEqual(code, 64, log)
                self.assertEqual(log.count("\n"), 1, log)
                self.assertIn(text, log)

    def test_a_plan_that_cannot_be_read_names_the_field(self):
        choice = [("mini_choice_en", 0, 1)]
        for text, plan in [
            ("harness is 'GUESS'", self.text(choice, harness="GUESS")),
            ("samples is -1", self.text(choice, samples=-1)),
            ("shards is empty", self.text()),
            ("shards[0][0].part is 3; it must be below parts", self.text([("t", 3, 3)])),
            ("wings is not known", self.text(choice, wings=1)),
            ("parameters must map names to texts", self.text(choice, parameters={"a": 1})),
            ("is not JSON", "{"),
        ]:
            with self.subTest(text):
                path = self.folder / "bad.json"
                path.write_text(plan, "utf-8")
                code, log = self.run_runner("run", "--plan", path)
                self.assertEqual(code, 65, log)
                self.assertIn(text, log)

    def text(self, *shards, **fields):
        return self.plan(*shards, **fields).read_text("utf-8")

    def test_a_missing_plan_is_bad_data(self):
        code, log = self.run_runner("run", "--plan", "nowhere.json")
        self.assertEqual(code, 65, log)
        self.assertIn("nowhere.json: cannot be read: No such file", log)


@requires("requests")
class WarmUpTest(RunnerTest):
    def test_requests_are_sent_and_the_speed_is_said(self):
        stub = Stub()
        self.addCleanup(stub.close)
        code, log = self.run_runner(
            "warm-up", "--requests", "12", EVALSTREAM_ENDPOINT=stub.url + "/v1"
        )
        self.assertEqual(code, 0, log)
        self.assertRegex(log, r"12 requests in [\d.]+ s, [\d.]+ requests/s, [\d.]+ tokens/s")

    def test_a_server_that_becomes_ready_is_waited_for(self):
        polls = []

        def script(path, body):
            if path.endswith("/models"):
                polls.append(path)
                return models(MODEL) if len(polls) > 2 else (503, {"error": "loading"})
            return completion("Seoul")

        server = Scripted(script)
        self.addCleanup(server.close)
        code, log = self.run_runner(
            "warm-up", "--requests", "2", EVALSTREAM_ENDPOINT=server.url,
            EVALSTREAM_READY_SECONDS="60",
        )  # fmt: skip
        self.assertEqual(code, 0, log)
        self.assertEqual(len(polls), 3)

    def test_a_model_without_a_chat_template_is_warmed_up_as_well(self):
        def script(path, body):
            if path.endswith("/models"):
                return models(MODEL)
            if "chat" in path:
                return 400, {"error": {"message": "no chat template"}}
            return 200, {"choices": [{"index": 0, "text": "Seoul"}]}

        server = Scripted(script)
        self.addCleanup(server.close)
        code, log = self.run_runner("warm-up", "--requests", "2", EVALSTREAM_ENDPOINT=server.url)
        self.assertEqual(code, 0, log)

    def test_a_server_that_never_becomes_ready_is_one_line(self):
        url = f"http://127.0.0.1:{free_port()}"
        code, log = self.run_runner("warm-up", "--requests", "2", EVALSTREAM_ENDPOINT=url)
        self.assertEqual(code, 69, log)
        self.assertEqual(log.count("\n"), 1, log)

    def test_a_refused_key_is_usage(self):
        def script(path, body):
            return 401, {"error": {"message": "bad key"}}

        server = Scripted(script)
        self.addCleanup(server.close)
        code, log = self.run_runner("warm-up", "--requests", "2", EVALSTREAM_ENDPOINT=server.url)
        self.assertEqual(code, 64, log)
        self.assertIn("OPENAI_API_KEY", log)


if __name__ == "__main__":
    unittest.main()
