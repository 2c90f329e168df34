"""Log lines: each names the run and the shard, none holds a secret."""

from __future__ import annotations

import io
import logging
import os
import sys
import time
from urllib.parse import urlsplit

LOGGER = logging.getLogger("evalstream")


class _Formatter(logging.Formatter):
    converter = time.gmtime

    def __init__(self, where: str):
        super().__init__(
            f"%(asctime)s.%(msecs)03dZ %(levelname)s {where} %(message)s", "%Y-%m-%dT%H:%M:%S"
        )

    def format(self, record: logging.LogRecord) -> str:
        # One line per event, so that every line can be found by its run.
        return super().format(record).replace("\n", "\\n")


class _Lines(io.TextIOBase):
    """What a tool prints, as lines of the log."""

    def __init__(self) -> None:
        self._begun = ""

    def write(self, text: str) -> int:
        *lines, self._begun = (self._begun + text.replace("\r", "\n")).split("\n")
        for line in lines:
            if line.strip():
                LOGGER.info("tool: %s", line.rstrip())
        return len(text)


def capture_prints() -> None:
    """From now on what tools print goes to the log, so that every line names its run."""
    sys.stdout = sys.stderr = _Lines()


def configure(run_id: str, shard: str) -> None:
    """Sends all logs to standard error."""
    handler = logging.StreamHandler(sys.__stderr__)
    handler.setFormatter(_Formatter(f"run={run_id or '-'}" + (f" shard={shard}" if shard else "")))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    LOGGER.setLevel(os.environ.get("EVALSTREAM_LOG_LEVEL", "INFO").upper())


def address(url: str) -> str:
    """A URL without user, password and query, which may be secrets."""
    parts = urlsplit(url)
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{parts.hostname}{port}{parts.path}"
