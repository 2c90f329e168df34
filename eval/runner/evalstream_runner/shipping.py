"""`evalstream ship` as a child process: it follows the file of events and sends what is appended."""

from __future__ import annotations

import os
import subprocess
import threading
from pathlib import Path

from .faults import DataFault, Unavailable, UsageFault
from .log import LOGGER
from .settings import Settings

STOP_SECONDS = 40


class Shipping:
    """Begins at once. It ends by itself after the event SHARD_FINISHED, or when its standard input
    ends, which also happens when the runner is killed."""

    def __init__(self, settings: Settings, events: Path):
        command = [settings.ship, "ship", "--follow"]
        command += ["--shard", str(settings.shard), "--shards", str(settings.shards)]
        command += ["--bootstrap", settings.kafka_bootstrap, "--run-id", settings.run_id]
        command += ["--model-tag", settings.model_tag]
        if settings.model:
            command += ["--model", settings.model]
        if settings.image_digest:
            command += ["--image-digest", settings.image_digest]
        command.append(str(events))
        self._said: list[str] = []
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={**os.environ, "EVALSTREAM_RUN_ID": settings.run_id},
            # A signal to the runner's group must not end what still has answers to send.
            start_new_session=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        for line in self._process.stdout:
            text = line.decode("utf-8", "replace").rstrip()
            if text:
                self._said = [text]
                LOGGER.info("ship: %s", text)

    def require_running(self) -> None:
        """Fails when it has ended before it was told to."""
        if self._process.poll() is not None:
            self._fail()

    def finish(self, seconds: float) -> None:
        """Waits until everything is acknowledged, after SHARD_FINISHED was appended."""
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            raise Unavailable(f"Kafka has not taken all results within {seconds:.0f} s") from None
        self._reader.join(5)
        if self._process.returncode:
            self._fail()

    def stop(self) -> None:
        """Sends what is in the file and ends, without reporting the shard as finished."""
        if self._process.poll() is None:
            self._process.stdin.close()
            try:
                self._process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                LOGGER.warning("ship has not ended within %d s and is killed", STOP_SECONDS)
                self._process.kill()
                self._process.wait()
        self._reader.join(5)

    def _fail(self) -> None:
        self._reader.join(5)
        code = self._process.returncode
        fault = {64: UsageFault, 65: DataFault}.get(code, Unavailable)
        raise fault(f"evalstream ship ended with {code}: {' '.join(self._said) or 'no reason'}")
