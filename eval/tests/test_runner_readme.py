"""What the runner's README says of variables and parameters is what the program reads."""

import re
import sys
import unittest
from pathlib import Path

RUNNER = Path(__file__).resolve().parents[1] / "runner"
sys.path.insert(0, str(RUNNER))

from evalstream_runner import parameters  # noqa: E402

VARIABLE = re.compile(r"\b(EVALSTREAM_[A-Z_]+|JOB_COMPLETION_INDEX|OPENAI_API_KEY)\b")


class ReadmeTest(unittest.TestCase):
    def setUp(self):
        self.text = (RUNNER / "README.md").read_text("utf-8")

    def test_every_variable_is_documented_and_read(self):
        files = [*RUNNER.glob("*.sh"), *RUNNER.glob("evalstream_runner/**/*.py")]
        read = set(VARIABLE.findall("".join(file.read_text("utf-8") for file in files)))
        table = self.text[self.text.index("## Variables") :]
        self.assertEqual(set(VARIABLE.findall(table)), read)

    def test_every_parameter_is_documented(self):
        for name in {**parameters.GENERATION, **parameters.OWN}:
            self.assertIn(f"`{name}`", self.text)


if __name__ == "__main__":
    unittest.main()
