"""The script that makes the runner's Python environment; nothing is installed here."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

RUNNER = Path(__file__).resolve().parents[1] / "runner"


class EnvironmentTest(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        digest = hashlib.sha256((RUNNER / "requirements.txt").read_bytes()).hexdigest()[:12]
        version = ".".join(map(str, sys.version_info[:3]))
        self.made = self.folder / f"runner-{version}-{digest}"

    def start(self, **changes):
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "EVALSTREAM_CACHE": str(self.folder),
            "EVALSTREAM_PYTHON": sys.executable,
            # A package index that nobody reaches.
            "PIP_INDEX_URL": "http://127.0.0.1:1/",
            "PIP_RETRIES": "0",
            **changes,
        }
        return subprocess.Popen(
            [str(RUNNER / "environment.sh")],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def test_an_environment_that_is_there_is_used(self):
        self.made.mkdir()
        (self.made / "complete").touch()
        out, errors = self.start().communicate(timeout=60)
        self.assertEqual((out.strip(), errors), (str(self.made / "bin/python"), ""))

    def test_one_process_installs_and_the_others_wait(self):
        with open(f"{self.made}.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            waiting = self.start()
            self.assertIn("waiting for another process", waiting.stderr.readline())
            self.made.mkdir()
            (self.made / "complete").touch()
        out, errors = waiting.communicate(timeout=60)
        self.assertEqual((waiting.returncode, out.strip()), (0, str(self.made / "bin/python")))
        self.assertEqual(errors, "")

    def test_an_index_that_is_not_there_is_told_with_the_log(self):
        process = self.start()
        out, errors = process.communicate(timeout=120)
        self.assertEqual((process.returncode, out), (69, ""), errors)
        self.assertIn(f"pip failed; see {self.made}.log", errors)
        self.assertFalse((self.made / "complete").exists())

    def test_a_missing_python_is_named(self):
        programs = self.folder / "bin"
        programs.mkdir()
        for program in ("bash", "dirname", "env"):
            (programs / program).symlink_to(shutil.which(program))
        process = self.start(PATH=str(programs), EVALSTREAM_PYTHON="nosuch")
        out, errors = process.communicate(timeout=60)
        self.assertEqual((process.returncode, out), (69, ""))
        self.assertIn("python3 with venv is missing; install Python 3.11", errors)


if __name__ == "__main__":
    unittest.main()
