"""Keys of items are those Evalstream's readers give, who are tested with the same file."""

import json
import sys
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "runner"))

from evalstream_runner import canonical  # noqa: E402


class ContentKeysTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.examples = json.loads((HERE / "content_keys.json").read_text("utf-8"))

    def test_documents_have_the_keys_the_readers_give_them(self):
        for example in self.examples["documents"]:
            with self.subTest(example["json"]):
                self.assertEqual(canonical.content_key(json.loads(example["json"])), example["key"])

    def test_items_of_the_same_content_have_keys_of_their_own(self):
        docs = [json.loads(text) for text in self.examples["items"]["json"]]
        keys = canonical.item_keys(docs)
        self.assertEqual(keys, self.examples["items"]["keys"])
        self.assertEqual(canonical.dataset_digest(keys), self.examples["dataset_digest"])

    def test_the_number_of_an_item_and_white_space_do_not_count(self):
        one, other = ({"id": i, "q": q} for i, q in ((1, "a  b"), (2, "a b\n")))
        self.assertEqual(canonical.content_key(one), canonical.content_key(other))
        self.assertNotEqual(canonical.content_key({"q": "a"}), canonical.content_key({"q": "b"}))


if __name__ == "__main__":
    unittest.main()
