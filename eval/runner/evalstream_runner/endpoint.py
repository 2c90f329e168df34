"""Requests to an OpenAI-compatible server: retried with growing pauses, measured, stoppable."""

from __future__ import annotations

import random
import threading
import time
from dataclasses import dataclass

import requests

from .faults import DataFault, Stopped, Unavailable, UsageFault
from .log import LOGGER, address
from .settings import Server

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 20.0
LONGEST_TEXT = 200
ROOT = "//"
PASSING = {408, 409, 425, 429}


class Refused(Exception):
    """The server does not answer this one request, such as a prompt that is too long."""


@dataclass(frozen=True)
class Reply:
    """A JSON answer and how long it took, in milliseconds, without earlier attempts."""

    body: dict
    latency_ms: float


class Endpoint:
    """One server; threads may share it."""

    def __init__(self, server: Server, stop: threading.Event):
        self.server = server
        self.stop = stop
        self._local = threading.local()

    def await_ready(self) -> None:
        """Returns when the server lists the model; Unavailable when that takes too long."""
        deadline = time.monotonic() + self.server.ready_seconds
        pause, why = FIRST_PAUSE, ""
        while True:
            try:
                listed = self._once("GET", "/models", None, 10).body.get("data", [])
                names = [entry.get("id") for entry in listed if isinstance(entry, dict)]
                if self.server.model not in names:
                    raise DataFault(
                        f"{address(self.server.endpoint)} does not serve {self.server.model};"
                        f" it serves {', '.join(map(str, names)) or 'nothing'}"
                    )
                return
            except (_Passing, Refused) as failure:
                why = str(failure)
            if time.monotonic() + pause > deadline:
                raise Unavailable(
                    f"{address(self.server.endpoint)} is not ready after"
                    f" {self.server.ready_seconds} s: {why}"
                )
            self._pause(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    def post(self, path: str, body: dict) -> Reply:
        """Sends a request until it is answered; `path` is below the address of the API, such as
        /completions.

        Refused when the server will not answer it, Unavailable when it fails for longer than the
        server's patience, Stopped when the runner is to end.
        """
        failing_since, pause = None, FIRST_PAUSE
        while True:
            if self.stop.is_set():
                raise Stopped("stopped")
            try:
                return self._once("POST", path, body, self.server.request_seconds)
            except _Passing as failure:
                now = time.monotonic()
                failing_since = failing_since or now
                if now - failing_since + pause > self.server.patience_seconds:
                    raise Unavailable(
                        f"{address(self.server.endpoint)} does not answer: {failure}; tried for"
                        f" {now - failing_since:.0f} s"
                    ) from None
                LOGGER.warning("%s; trying again in %.1f s", failure, failure.pause or pause)
                # Spread, so that the shards of a run do not come back all at once.
                self._pause(failure.pause or pause * random.uniform(0.75, 1.25))
                pause = min(2 * pause, LONGEST_PAUSE)

    def post_beside(self, path: str, body: dict) -> Reply:
        """Like `post`, for what servers offer beside the API, such as /tokenize."""
        return self.post(ROOT + path.lstrip("/"), body)

    def _pause(self, seconds: float) -> None:
        if self.stop.wait(seconds):
            raise Stopped("stopped")

    def _once(self, method: str, path: str, body: dict | None, seconds: float) -> Reply:
        session = getattr(self._local, "session", None)
        if session is None:
            session = self._local.session = requests.Session()
            # A proxy of the environment is not for the servers of a cluster.
            session.trust_env = False
            if self.server.api_key:
                session.headers["Authorization"] = f"Bearer {self.server.api_key}"
        begun = time.monotonic()
        try:
            response = session.request(
                method, self._url(path), json=body, timeout=(10, seconds)
            )
        except requests.Timeout:
            raise _Passing(f"no answer within {seconds:g} s") from None
        except (requests.ConnectionError, requests.exceptions.ChunkedEncodingError) as error:
            raise _Passing(_cause(error)) from None
        except requests.RequestException as error:
            # The text of the error may hold the whole address.
            raise UsageFault(
                f"EVALSTREAM_ENDPOINT cannot be used: {type(error).__name__}"
            ) from None
        latency = (time.monotonic() - begun) * 1000
        if response.status_code >= 400:
            self._fail(response)
        try:
            answer = response.json()
        except ValueError:
            raise _Passing(f"{path} answered {response.status_code} with no JSON") from None
        if not isinstance(answer, dict):
            raise _Passing(f"{path} answered with no JSON object")
        return Reply(answer, latency)

    def _url(self, path: str) -> str:
        if path.startswith(ROOT):
            return self.server.endpoint.removesuffix("/v1") + "/" + path.removeprefix(ROOT)
        return self.server.endpoint + path

    def _fail(self, response: requests.Response) -> None:
        status = response.status_code
        said = f"answered {status}: {_message(response)}"
        if status in (401, 403):
            raise UsageFault(
                f"{address(self.server.endpoint)} {said}; put the key in OPENAI_API_KEY"
            )
        if status == 404:
            raise DataFault(f"{address(response.url)} {said}; check the endpoint and the model")
        if status >= 500 or status in PASSING:
            raise _Passing(said, _retry_after(response))
        raise Refused(said)


class _Passing(Exception):
    """A failure that may pass; `pause` seconds when the server says how long to wait."""

    def __init__(self, why: str, pause: float | None = None):
        super().__init__(why)
        self.pause = pause


def _retry_after(response: requests.Response) -> float | None:
    text = response.headers.get("Retry-After", "")
    return min(float(text), 60.0) if text.isdigit() else None


def _message(response: requests.Response) -> str:
    try:
        body = response.json()
        error = body.get("error", body)
        text = error.get("message", "") if isinstance(error, dict) else str(error)
    except (ValueError, AttributeError):
        text = response.text
    return " ".join(str(text).split())[:LONGEST_TEXT] or "no reason"


def _cause(error: BaseException) -> str:
    while error.__cause__ or error.__context__:
        error = error.__cause__ or error.__context__
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return text[:LONGEST_TEXT]
