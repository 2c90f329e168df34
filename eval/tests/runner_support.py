"""What the tests of the runner share: a stub of the model, a double of `evalstream ship`."""

import json
import os
import subprocess
import sys
import tempfile
import threading
import unittest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

EVAL = Path(__file__).resolve().parents[1]
REPOSITORY = EVAL.parent
sys.path[:0] = [str(EVAL / "runner"), str(EVAL / "demo_runs")]

from release_model import ReleaseModel  # noqa: E402
from stub_server import StubServer  # noqa: E402

MODEL = "minilm:release-2026.01"

# Takes exactly the arguments the runner is to give, and behaves as the command does.
SHIP = r'''#!{python}
import json, select, sys, time
arguments = sys.argv[1:]
if arguments == ["--die"]:
    sys.exit(69)
expected = ["ship", "--follow", "--shard", None, "--shards", None, "--bootstrap", None,
            "--run-id", None, "--model-tag", None]
path = arguments.pop()
given = arguments[: len(expected)]
rest = arguments[len(expected):]
ok = len(given) == len(expected) and all(e is None or e == g for e, g in zip(expected, given))
for name in ("--model", "--image-digest"):
    if rest[:1] == [name]:
        rest = rest[2:]
if not ok or rest:
    print("ship: unexpected arguments", sys.argv[1:])
    sys.exit(64)
given = dict(zip(given[2::2], given[3::2]))
if given["--bootstrap"] == "down:9092":
    print("no Kafka broker answers at down:9092")
    sys.exit(69)
place = 0
with open(path, "rb") as file, open(path + ".shipped", "ab", buffering=0) as out:
    ended = False
    while True:
        line = file.readline()
        if line.endswith(b"\n"):
            out.write(line)
            if json.loads(line).get("type") == "SHARD_FINISHED":
                print("sent")
                sys.exit(0)
            continue
        file.seek(-len(line), 1)
        if ended:
            sys.exit(2)
        ended = bool(select.select([sys.stdin], [], [], 0.02)[0]) and not sys.stdin.buffer.read(1)
'''


class Stub(StubServer):
    """The stub of a release, counting requests; slow or failing when told to be."""

    def __init__(self, release=MODEL):
        super().__init__(release, ReleaseModel.load())
        self.thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02})
        self.thread.start()

    def handle_error(self, *_):
        """A runner that ends does not wait for its answers."""

    def close(self):
        self.shutdown()
        self.thread.join()
        self.server_close()


class Scripted(ThreadingHTTPServer):
    """A server whose answers a test decides: `script(path, body)` gives (status, JSON)."""

    daemon_threads = True

    def handle_error(self, *_):
        """A runner that ends does not wait for its answers."""

    def __init__(self, script):
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                self.reply(None)

            def do_POST(self):
                self.reply(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

            def reply(self, body):
                status, answer = self.server.script(self.path, body)
                data = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_):
                """Keeps the console of the tests clean."""

        super().__init__(("127.0.0.1", 0), Handler)
        self.script = script
        self.thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02})
        self.thread.start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}"

    def close(self):
        self.shutdown()
        self.thread.join()
        self.server_close()


def models(*names):
    return 200, {"object": "list", "data": [{"id": name} for name in names]}


def completion(text, reason="stop"):
    return 200, {
        "choices": [
            {"index": 0, "finish_reason": reason, "message": {"role": "assistant", "content": text}}
        ],
        "usage": {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5},
    }


def free_port():
    import socket

    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def requires(module):
    """Skips a test where one of the tools is not installed."""
    try:
        __import__(module)
        return lambda test: test
    except ImportError:
        return unittest.skip(
            f"{module} is not installed; run with \"$(eval/runner/environment.sh)\" -m unittest"
        )


class RunnerTest(unittest.TestCase):
    """Runs the runner as a process, as a pod does."""

    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        home = self.folder / "home"
        home.mkdir()
        ship = home / "evalstream"
        ship.write_text(SHIP.replace("{python}", sys.executable), "utf-8")
        ship.chmod(0o755)
        (home / "datasets").symlink_to(REPOSITORY / "datasets")
        self.raw = self.folder / "raw"
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": os.environ.get("HOME", "/"),
            "PYTHONPATH": str(EVAL / "runner"),
            "PYTHONWARNINGS": "ignore",
            "HF_HUB_OFFLINE": "1",
            "HF_HOME": str(self.folder / "hub"),
            "EVALSTREAM_HOME": str(home),
            "EVALSTREAM_TASKS": str(EVAL / "demo_runs/tasks"),
            "EVALSTREAM_RAW_LOGS": str(self.raw),
            "EVALSTREAM_RUN_ID": "run-7",
            "EVALSTREAM_MODEL": "minilm",
            "EVALSTREAM_MODEL_TAG": MODEL,
            "EVALSTREAM_STAGE": "full",
            "EVALSTREAM_SUITE": "mini",
            "EVALSTREAM_FIRST_SHARD": "0",
            "EVALSTREAM_SHARDS": "1",
            "EVALSTREAM_DISPATCH_SEED": "7",
            "EVALSTREAM_SERVED_MODEL": MODEL,
            "EVALSTREAM_KAFKA_BOOTSTRAP": "kafka:9092",
            "EVALSTREAM_READY_SECONDS": "0",
            "EVALSTREAM_PATIENCE_SECONDS": "1",
            "JOB_COMPLETION_INDEX": "0",
            "OPENAI_API_KEY": "sk-secret-of-the-test",
        }

    def plan(self, *shards, **fields):
        """Writes a plan; a shard is a list of (task, part, parts)."""
        plan = {
            "stage": "full",
            "suite": "mini",
            "harness": "LM_EVAL",
            "samples": 0,
            "parameters": {},
            "datasets": [],
            "shards": [
                [{"task": task, "part": part, "parts": parts} for task, part, parts in shard]
                for shard in shards
            ],
            **fields,
        }
        path = self.folder / "plan.json"
        path.write_text(json.dumps(plan), "utf-8")
        return path

    def start(self, *arguments, **changes):
        return subprocess.Popen(
            [sys.executable, "-m", "evalstream_runner", *map(str, arguments)],
            env={**self.environment, **changes},
            cwd=self.folder,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run_runner(self, *arguments, **changes):
        """Returns (exit code, what it logged); no secret may be in it."""
        process = self.start(*arguments, **changes)
        _, log = process.communicate(timeout=300)
        self.check_log(log)
        return process.returncode, log

    def check_log(self, log):
        self.assertNotIn("sk-secret", log)
        self.assertNotIn("Traceback", log)
        for line in log.splitlines():
            self.assertIn("run=run-7", line)

    def shipped(self, shard=0):
        """The events that `ship` was given, without control events, and those."""
        path = self.raw / str(shard) / "events.jsonl.shipped"
        events = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        return [e for e in events if "type" not in e], [e for e in events if "type" in e]
