"""Prepared data sets in folders and buckets, plain and compressed."""

import gzip
import json
import os
import tempfile
import threading
import unittest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from unittest import mock

from runner_support import requires

from evalstream_runner.datasets import PreparedDatasets, by_task
from evalstream_runner.faults import DataFault, Unavailable

ROWS = [{"question": "하나?", "answer": "1"}, {"question": "둘?", "answer": "2"}]
LINES = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ROWS).encode()


class Bucket(ThreadingHTTPServer):
    """As much of S3 as reading an object needs."""

    daemon_threads = True

    def __init__(self, objects):
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_HEAD(self):
                self.answer(False)

            def do_GET(self):
                self.answer(True)

            def answer(self, has_body):
                data = objects.get(self.path.split("?")[0])
                listing = b"<ListBucketResult><KeyCount>0</KeyCount></ListBucketResult>"
                is_list = "list-type" in self.path
                body = listing if is_list else data if data is not None else b""
                start, end = 0, len(body) - 1
                wanted = self.headers.get("Range")
                if wanted and data:
                    first, last = wanted.removeprefix("bytes=").split("-")
                    start, end = int(first), min(int(last), end)
                found = is_list or data is not None
                self.send_response((206 if wanted else 200) if found else 404)
                self.send_header("Content-Length", str(end - start + 1))
                self.send_header("Content-Range", f"bytes {start}-{end}/{len(body)}")
                self.end_headers()
                if has_body:
                    self.wfile.write(body[start : end + 1])

            def log_message(self, *_):
                """Keeps the console of the tests clean."""

        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}"

    def close(self):
        self.shutdown()
        self.server_close()


@requires("pyarrow")
class PreparedDatasetsTest(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))

    def write(self, name, data):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    def test_every_layout_of_the_deduplication_is_read(self):
        import pyarrow

        packed = pyarrow.compress(LINES, codec="zstd", asbytes=True)
        self.write("plain.jsonl", LINES)
        self.write("packed.jsonl.gz", gzip.compress(LINES))
        self.write("folder/data.jsonl.zst", packed)
        self.write("versions/2026-01-31/data.jsonl.zst", packed)
        found = PreparedDatasets(str(self.folder), "2026-01-31")
        for name in ("plain", "packed", "folder", "versions"):
            with self.subTest(name):
                self.assertEqual(found.records(name), ROWS)

    def test_a_bucket_is_read(self):
        bucket = Bucket({"/sets/prepared/run-7/mini.jsonl": LINES})
        self.addCleanup(bucket.close)
        changes = {
            "AWS_ENDPOINT_URL": bucket.url,
            "AWS_ACCESS_KEY_ID": "key",
            "AWS_SECRET_ACCESS_KEY": "of the test",
            "AWS_REGION": "us-east-1",
            "AWS_EC2_METADATA_DISABLED": "true",
        }
        with mock.patch.dict(os.environ, changes):
            found = PreparedDatasets("s3://sets/prepared/run-7")
            self.assertEqual(found.records("mini"), ROWS)
            with self.assertRaisesRegex(DataFault, "data set other is not in s3://sets/prepared"):
                found.records("other")

    def test_what_is_no_json_lines_names_its_place(self):
        self.write("cut.jsonl", LINES + b'{"question": ')
        self.write("list.jsonl", b"[1]\n")
        self.write("empty.jsonl", b"\n")
        found = PreparedDatasets(str(self.folder))
        for name, text in [
            ("cut", r"cut\.jsonl:3: is not JSON"),
            ("list", r"list\.jsonl:1: is no JSON object"),
            ("empty", r"empty\.jsonl: there are no records"),
            ("missing", r"data set missing is not in .*; looked for missing\.jsonl, "),
        ]:
            with self.subTest(name), self.assertRaisesRegex(DataFault, text):
                found.records(name)

    def test_a_packed_file_that_is_broken_may_be_whole_at_another_attempt(self):
        self.write("broken.jsonl.zst", b"no zstd at all")
        with self.assertRaises(Unavailable):
            PreparedDatasets(str(self.folder)).records("broken")


class ByTaskTest(unittest.TestCase):
    def test_a_data_set_is_for_the_task_of_its_name(self):
        self.assertEqual(by_task(["gsm8k", "arc_easy"], ("arc-easy",)), {"arc_easy": "arc-easy"})

    def test_the_only_data_set_is_for_the_only_task(self):
        self.assertEqual(by_task(["kmmlu"], ("queries",)), {"kmmlu": "queries"})

    def test_a_data_set_nobody_would_read_is_a_fault(self):
        with self.assertRaisesRegex(DataFault, "data set gsm8l: no task"):
            by_task(["gsm8k", "mmlu"], ("gsm8l",))


if __name__ == "__main__":
    unittest.main()
