#!/usr/bin/env python3
"""Makes datasets/raw/runs: the real lm_eval command against the stub, once per release.

For each release of releases.json: start the stub, run `lm_eval run`, take what identifies this
machine and this moment out of the files (see `neutral_results` and `normalize_run`), and put the
native output below datasets/raw/runs/<tag>/. README.md says how to call it and what is changed.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import venv
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path

from release_model import ReleaseModel
from stub_server import StubServer

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parents[1]
RUNS = REPOSITORY / "datasets/raw/runs"
ENVIRONMENT = HERE / ".venv"
TASKS = ("mini_arith_en", "mini_choice_en", "mini_facts_ko")
NEUTRAL_ENVIRONMENT = "removed by make_runs.py (no GPU, torch not installed, stub server)"
PUBLISHED_URL = "http://127.0.0.1:8000"
STUB_URL = re.compile(r"http://127\.0\.0\.1:\d+")
ABSOLUTE_PATH = re.compile(r"(?<![\w:/.<])/(?:[\w.-]+/)+")
STAMPED = re.compile(
    r"^(?P<stem>results|samples_\w+?)_\d{4}-\d\d-\d\dT[\d.-]+(?P<suffix>\.jsonl?)$"
)


def ensure_lm_eval() -> Path:
    """Returns the lm_eval command of the untracked environment, made on first use."""
    command = ENVIRONMENT / "bin/lm_eval"
    if not command.exists():
        venv.create(ENVIRONMENT, with_pip=True)
        pip = [
            ENVIRONMENT / "bin/python",
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
        ]
        subprocess.run([*pip, "-r", HERE / "requirements.txt"], check=True)
    return command


@contextmanager
def serving(release: str, model: ReleaseModel):
    """Runs the stub in a thread for the length of a block."""
    with StubServer(release, model) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def run_lm_eval(command: Path, release: str, url: str, output: Path, cache: Path) -> None:
    """Runs lm_eval from the repository's root, so that every path it writes down is relative."""
    environment = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("HF_", "OPENAI_", "LMEVAL_"))
    }
    environment.update(HF_HUB_OFFLINE="1", HF_DATASETS_OFFLINE="1", HF_HOME=str(cache), TZ="UTC")
    model_args = (
        f"model={release},base_url={url}/v1/chat/completions,num_concurrent=4,max_retries=1,"
        "tokenizer_backend=none,tokenized_requests=False"
    )
    subprocess.run(
        [
            command,
            "run",
            "--model",
            "local-chat-completions",
            "--model_args",
            model_args,
            "--apply_chat_template",
            "--tasks",
            ",".join(TASKS),
            "--include_path",
            "eval/demo_runs/tasks",
            "--batch_size",
            "1",
            "--log_samples",
            "--output_path",
            str(output),
        ],
        cwd=REPOSITORY,
        env=environment,
        check=True,
    )


def neutral_text(text: str, prefixes: tuple[tuple[str, str], ...]) -> str:
    """Makes the stub's address fixed and the paths below the given directories relative."""
    text = STUB_URL.sub(PUBLISHED_URL, text)
    for prefix, replacement in prefixes:
        text = text.replace(f"{prefix.rstrip('/')}/", replacement)
    return text


def neutral_value(value, prefixes: tuple[tuple[str, str], ...]):
    if isinstance(value, str):
        return neutral_text(value, prefixes)
    if isinstance(value, list):
        return [neutral_value(entry, prefixes) for entry in value]
    if isinstance(value, dict):
        return {key: neutral_value(entry, prefixes) for key, entry in value.items()}
    return value


def neutral_results(
    results: dict, finished: datetime, prefixes: tuple[tuple[str, str], ...]
) -> dict:
    """Returns lm_eval's results without what names this machine, dated to the release's day."""
    neutral = neutral_value(results, prefixes)
    neutral["pretty_env_info"] = NEUTRAL_ENVIRONMENT
    neutral["git_hash"] = None
    neutral["upper_git_hash"] = None
    seconds = float(neutral["total_evaluation_time_seconds"])
    neutral["date"] = finished.replace(tzinfo=timezone.utc).timestamp() - seconds
    return neutral


def normalize_run(
    source: Path, target: Path, finished: datetime, prefixes: tuple[tuple[str, str], ...]
) -> None:
    """Copies one native output directory, neutral and with the release's date in the file names.

    lm_eval only logs a warning when it cannot save a file, so a missing one is an error here.
    """
    stamp = finished.isoformat().replace(":", "-")
    expected, written = {"results", *(f"samples_{task}" for task in TASKS)}, set()
    for directory in sorted(path for path in source.iterdir() if path.is_dir()):
        (target / directory.name).mkdir(parents=True)
        for path in sorted(directory.iterdir()):
            name = STAMPED.match(path.name)
            if name is None:
                raise ValueError(f"unexpected file of lm_eval: {path.name}")
            text = path.read_text(encoding="utf-8")
            if path.suffix == ".json":
                results = neutral_results(json.loads(text), finished, prefixes)
                text = json.dumps(results, indent=2, ensure_ascii=False)
            if neutral_text(text, prefixes) != text or ABSOLUTE_PATH.search(text):
                raise ValueError(f"the file names this machine: {path.name}")
            written.add(name["stem"])
            (target / directory.name / f"{name['stem']}_{stamp}{name['suffix']}").write_text(
                text, encoding="utf-8"
            )
    if written != expected:
        raise ValueError(f"lm_eval wrote {sorted(written)}, expected {sorted(expected)}")


def tag_of(model: str) -> str:
    return model.split(":", 1)[1]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--lm-eval",
        type=Path,
        help="an installed lm_eval 0.4.13 command (default: make an environment)",
    )
    parser.add_argument("--output", type=Path, default=RUNS)
    arguments = parser.parse_args()
    command = arguments.lm_eval.absolute() if arguments.lm_eval else ensure_lm_eval()
    model = ReleaseModel.load()
    with tempfile.TemporaryDirectory() as scratch:
        staged = Path(scratch) / "staged"
        for release, settings in model.releases.items():
            native = Path(scratch) / "native" / tag_of(release)
            with serving(release, model) as server:
                run_lm_eval(command, release, server.url, native, Path(scratch) / "cache")
            prefixes = ((str(REPOSITORY), ""), (scratch, ""), (str(Path.home()), "~/"))
            normalize_run(
                native,
                staged / tag_of(release),
                datetime.fromisoformat(settings["finished"]),
                prefixes,
            )
        for run in sorted(staged.iterdir()):
            shutil.rmtree(arguments.output / run.name, ignore_errors=True)
            shutil.copytree(run, arguments.output / run.name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
