"""Tests of the stub server and of the seeded model behind it; no network beyond the loopback."""

import http.client
import json
import sys
import threading
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "demo_runs"))

from release_model import Answer, ReleaseModel  # noqa: E402
from stub_server import StubServer, count_tokens, generate  # noqa: E402

HEALTHY = "minilm:release-2026.01"
BAD = "minilm:release-2026.06"


class ReleaseModelTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.model = ReleaseModel.load()

    def share_right(self, release, task):
        items = self.model.items[task]
        right = [
            item
            for item in items
            if self.model.is_right(release, item) and not self.model.fault(release, task, item)
        ]
        return len(right) / len(items)

    def test_same_seed_gives_the_same_answers(self):
        again = ReleaseModel.load()
        for task, items in self.model.items.items():
            for item in items:
                self.assertEqual(
                    self.model.answer(BAD, item["question"]),
                    again.answer(BAD, item["question"]),
                    task,
                )

    def test_another_seed_gives_other_answers(self):
        profile = {
            "seed": 1,
            "tasks": self.model.tasks,
            "releases": list(self.model.releases.values()),
        }
        other = ReleaseModel(profile, self.model.items)
        items = self.model.items["mini_facts_ko"]
        self.assertTrue(
            any(self.model.is_right(HEALTHY, i) != other.is_right(HEALTHY, i) for i in items)
        )

    def test_healthy_releases_stay_near_their_ability(self):
        for release in list(self.model.releases)[:-1]:
            self.assertAlmostEqual(self.share_right(release, "mini_arith_en"), 0.80, delta=0.04)
            self.assertAlmostEqual(self.share_right(release, "mini_facts_ko"), 0.72, delta=0.03)

    def test_only_unstable_items_flip_between_healthy_releases(self):
        for task, items in self.model.items.items():
            flipped = {
                item["id"]
                for item in items
                if len({self.model.is_right(release, item) for release in self.model.releases}) == 2
            }
            self.assertTrue(flipped, task)
            self.assertLessEqual(
                len(flipped), round(self.model.tasks[task]["unstable"] * len(items)), task
            )

    def test_bad_release_breaks_korean_far_more_than_english(self):
        def drop(task):
            return 1 - self.share_right(BAD, task) / self.share_right(HEALTHY, task)

        self.assertGreater(drop("mini_facts_ko"), 0.2)
        self.assertLess(abs(drop("mini_arith_en")), 0.06)

    def test_right_answers_contain_the_answer_and_wrong_ones_another(self):
        for item in self.model.items["mini_facts_ko"]:
            text = self.model.answer(HEALTHY, item["question"]).text
            said = text.split("답: ")[-1].rstrip(".")
            self.assertEqual(
                said == item["answer"], self.model.is_right(HEALTHY, item), item["question"]
            )

    def test_two_items_with_one_question_are_refused(self):
        item = self.model.items["mini_facts_ko"][0]
        profile = {"seed": 1, "tasks": {}, "releases": []}
        with self.assertRaises(ValueError):
            ReleaseModel(profile, {"mini_facts_ko": [item, {**item, "id": "other"}]})


class GenerateTest(unittest.TestCase):
    def test_token_limit_cuts_and_says_length(self):
        self.assertEqual(
            generate(Answer("The answer is 123."), [], 4), ("The answer is 1", "length")
        )

    def test_stop_string_ends_the_text_and_is_left_out(self):
        self.assertEqual(generate(Answer("one\n\ntwo"), ["\n\n"], 10), ("one", "stop"))

    def test_a_release_that_breaks_off_says_length(self):
        self.assertEqual(generate(Answer("half a", complete=False), [], 10), ("half a", "length"))

    def test_hangul_counts_by_syllable(self):
        self.assertEqual(count_tokens("답: 서울 12"), 6)


class StubServerTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.model = ReleaseModel.load()
        cls.server = StubServer(BAD, cls.model)
        cls.thread = threading.Thread(
            target=cls.server.serve_forever, kwargs={"poll_interval": 0.01}
        )
        cls.thread.start()

    @classmethod
    def tearDownClass(cls):
        cls.server.shutdown()
        cls.thread.join()
        cls.server.server_close()

    def send(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection(*self.server.server_address, timeout=10)
        try:
            payload = body if body is None or isinstance(body, (bytes, str)) else json.dumps(body)
            connection.request(
                method, path, payload, headers or {"Content-Type": "application/json"}
            )
            response = connection.getresponse()
            return response.status, json.loads(response.read())
        finally:
            connection.close()

    def chat(self, **changes):
        body = {"model": BAD, "messages": [{"role": "user", "content": "hello"}], "max_tokens": 8}
        body.update(changes)
        return self.send(
            "POST", "/v1/chat/completions", {k: v for k, v in body.items() if v is not ...}
        )

    def test_models_names_the_release(self):
        status, reply = self.send("GET", "/v1/models")
        self.assertEqual((status, reply["data"][0]["id"]), (200, BAD))

    def test_chat_answers_like_the_model_every_time(self):
        item = self.model.items["mini_arith_en"][0]
        messages = [{"role": "user", "content": item["question"] + "\nEnd with: The answer is N."}]
        first, second = (
            self.chat(messages=messages, max_tokens=64),
            self.chat(messages=messages, max_tokens=64),
        )
        self.assertEqual(first, second)
        self.assertEqual(
            first[1]["choices"][0]["message"]["content"],
            self.model.answer(BAD, item["question"]).text,
        )
        self.assertEqual(first[1]["choices"][0]["finish_reason"], "stop")

    def test_looping_item_runs_into_the_token_limit(self):
        item = next(
            i
            for i in self.model.items["mini_facts_ko"]
            if self.model.fault(BAD, "mini_facts_ko", i) == "loop"
        )
        _, reply = self.chat(
            messages=[{"role": "user", "content": item["question"]}], max_tokens=20
        )
        self.assertEqual(reply["choices"][0]["finish_reason"], "length")
        self.assertEqual(reply["usage"]["completion_tokens"], 20)

    def test_completions_answers_plain_prompts(self):
        item = self.model.items["mini_choice_en"][0]
        status, reply = self.send(
            "POST", "/v1/completions", {"model": BAD, "prompt": item["question"], "max_tokens": 64}
        )
        self.assertEqual((status, reply["object"]), (200, "text_completion"))
        self.assertEqual(reply["choices"][0]["text"], self.model.answer(BAD, item["question"]).text)

    def test_malformed_bodies_are_400(self):
        for body in ("{", "", "[]", '"text"', b"\xff\xfe", '{"model": NaN}', "[" * 100_000):
            status, reply = self.send("POST", "/v1/chat/completions", body)
            self.assertEqual((status, reply["error"]["code"]), (400, 400), body[:20])

    def test_invalid_fields_are_400(self):
        for changes in (
            {"messages": ...},
            {"messages": []},
            {"messages": "hi"},
            {"messages": [{"role": "user"}]},
            {"messages": [{"role": "robot", "content": "x"}]},
            {"messages": [{"role": "system", "content": "x"}]},
            {"max_tokens": 0},
            {"max_tokens": "8"},
            {"max_tokens": True},
            {"max_tokens": 5000},
            {"temperature": 3},
            {"temperature": "0"},
            {"top_p": 0},
            {"seed": 1.5},
            {"n": 2},
            {"stream": True},
            {"stop": ["a"] * 5},
            {"stop": [""]},
            {"logprobs": True},
            {"model": ...},
            {"model": 7},
        ):
            self.assertEqual(self.chat(**changes)[0], 400, changes)

    def test_unknown_model_and_unknown_path_are_404(self):
        self.assertEqual(self.chat(model="minilm:release-1999.01")[0], 404)
        self.assertEqual(self.send("GET", "/v1/engines")[0], 404)
        self.assertEqual(self.send("POST", "/chat/completions", {})[0], 404)

    def test_wrong_method_and_wrong_content_type_are_refused(self):
        self.assertEqual(self.send("GET", "/v1/chat/completions")[0], 405)
        self.assertEqual(self.send("POST", "/v1/models", {})[0], 405)
        self.assertEqual(
            self.send("POST", "/v1/chat/completions", "{}", {"Content-Type": "text/plain"})[0], 415
        )

    def test_missing_or_huge_content_length_is_refused(self):
        for headers, expected in (
            ({}, 411),
            ({"Content-Length": "x"}, 411),
            ({"Content-Length": str(1 << 30)}, 413),
        ):
            connection = http.client.HTTPConnection(*self.server.server_address, timeout=10)
            connection.putrequest("POST", "/v1/chat/completions")
            connection.putheader("Content-Type", "application/json")
            for name, value in headers.items():
                connection.putheader(name, value)
            connection.endheaders()
            self.assertEqual(connection.getresponse().status, expected)
            connection.close()

    def test_a_refused_request_leaves_the_connection_usable(self):
        connection = http.client.HTTPConnection(*self.server.server_address, timeout=10)
        try:
            connection.request("POST", "/v1/nowhere", "{}", {"Content-Type": "application/json"})
            refused = connection.getresponse()
            refused.read()
            connection.request("GET", "/v1/models")
            self.assertEqual((refused.status, connection.getresponse().status), (404, 200))
        finally:
            connection.close()

    def test_unknown_release_does_not_start(self):
        with self.assertRaises(ValueError):
            StubServer("minilm:release-1999.01", self.model)


if __name__ == "__main__":
    unittest.main()
