#!/usr/bin/env python3
"""A STUB of an OpenAI-compatible server. No language model runs here.

It serves GET /v1/models, POST /v1/chat/completions and POST /v1/completions for one release of
releases.json and answers from release_model.py. It refuses what a real server refuses: malformed
JSON, wrong types, another model's name, roles and ranges outside the protocol. What a real server
can do and this stub cannot (streaming, tools, log-probabilities, several choices) is refused with
400 as well, never ignored.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from release_model import Answer, ReleaseModel

MAX_BODY_BYTES = 1 << 20
MAX_CONTEXT_TOKENS = 2048
CREATED = 1767225600
TOKEN = re.compile(r"\s*(?:[가-힣]|[A-Za-z]+|[0-9]|[^\sA-Za-z0-9가-힣])")
ROLES = {"system", "developer", "user", "assistant"}
SHARED_FIELDS = {
    "model",
    "max_tokens",
    "temperature",
    "top_p",
    "stop",
    "seed",
    "n",
    "stream",
    "user",
    "presence_penalty",
    "frequency_penalty",
}
CHAT_FIELDS = SHARED_FIELDS | {"messages", "max_completion_tokens"}
TEXT_FIELDS = SHARED_FIELDS | {"prompt", "echo"}


class Refusal(Exception):
    """A request the server answers with an error object."""

    def __init__(self, status: int, message: str, headers: dict[str, str] | None = None):
        super().__init__(message)
        self.status = status
        self.headers = headers or {}


def _number(body: dict, field: str, low: float, high: float, default: float) -> float:
    value = body.get(field)
    if value is None:
        return default
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise Refusal(400, f"{field} must be a number")
    if not low <= value <= high:
        raise Refusal(400, f"{field} must be between {low} and {high}")
    return value


def _max_tokens(body: dict) -> int | None:
    values = [
        body[field]
        for field in ("max_completion_tokens", "max_tokens")
        if body.get(field) is not None
    ]
    for value in values:
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise Refusal(400, "max_tokens must be an integer of at least 1")
    return values[0] if values else None


def _stop(body: dict) -> list[str]:
    stop = body.get("stop")
    stop = [] if stop is None else [stop] if isinstance(stop, str) else stop
    if (
        not isinstance(stop, list)
        or not all(isinstance(text, str) and text for text in stop)
        or len(stop) > 4
    ):
        raise Refusal(400, "stop must be at most four non-empty strings")
    return stop


def _chat_prompt(body: dict) -> str:
    messages = body.get("messages")
    if not isinstance(messages, list) or not messages:
        raise Refusal(400, "messages must be a non-empty array")
    for message in messages:
        if not isinstance(message, dict) or message.get("role") not in ROLES:
            raise Refusal(400, f"each message needs a role of {sorted(ROLES)}")
        if not isinstance(message.get("content"), str):
            raise Refusal(400, "each message needs a content string")
    if messages[-1]["role"] != "user":
        raise Refusal(400, "the last message must be the user's")
    return messages[-1]["content"]


def _text_prompt(body: dict) -> str:
    if not isinstance(body.get("prompt"), str) or not body["prompt"]:
        raise Refusal(400, "prompt must be a non-empty string")
    if body.get("echo"):
        raise Refusal(400, "echo is not offered by this stub")
    return body["prompt"]


def _validate_shared(body: dict, fields: set[str]) -> None:
    unknown = sorted(set(body) - fields)
    if unknown:
        raise Refusal(400, f"fields not offered by this stub: {', '.join(unknown)}")
    if body.get("stream"):
        raise Refusal(400, "stream is not offered by this stub")
    if body.get("n") not in (None, 1) or isinstance(body.get("n"), bool):
        raise Refusal(400, "n must be 1")
    _number(body, "temperature", 0, 2, 1)
    _number(body, "presence_penalty", -2, 2, 0)
    _number(body, "frequency_penalty", -2, 2, 0)
    if _number(body, "top_p", 0, 1, 1) == 0:
        raise Refusal(400, "top_p must be above 0")
    seed = body.get("seed")
    if seed is not None and (isinstance(seed, bool) or not isinstance(seed, int)):
        raise Refusal(400, "seed must be an integer")


def count_tokens(text: str) -> int:
    """Counts the stub's own tokens: a word, a digit, a Hangul syllable or a sign each."""
    return len(TOKEN.findall(text))


def generate(answer: Answer, stop: list[str], max_tokens: int) -> tuple[str, str]:
    """Returns (text, finish_reason) after stop strings and the token limit."""
    text, complete = answer.text, answer.complete
    hits = [text.find(word) for word in stop if word in text]
    if hits:
        text, complete = text[: min(hits)], True
    tokens = list(TOKEN.finditer(text))
    if len(tokens) > max_tokens:
        text, complete = text[: tokens[max_tokens - 1].end()], False
    return text, "stop" if complete else "length"


class StubHandler(BaseHTTPRequestHandler):
    """One request; the server carries the release and its model."""

    protocol_version = "HTTP/1.1"
    server_version = "evalstream-stub"
    sys_version = ""
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        self._serve("GET")

    def do_POST(self) -> None:
        self._serve("POST")

    def log_message(self, format: str, *args: object) -> None:
        """Keeps the console of make_runs.py for lm_eval."""

    def _serve(self, method: str) -> None:
        path = self.path.split("?", 1)[0]
        status, headers = 200, {}
        try:
            body = self._body() if method == "POST" else b""
            routes = {
                "/v1/models": ("GET", self._models),
                "/v1/chat/completions": ("POST", self._chat),
                "/v1/completions": ("POST", self._text),
            }
            if path not in routes:
                raise Refusal(404, f"no such path: {path}")
            allowed, route = routes[path]
            if method != allowed:
                raise Refusal(405, f"{path} takes {allowed}", {"Allow": allowed})
            reply = route(body)
        except Refusal as refusal:
            status, headers = refusal.status, refusal.headers
            kind = "NotFoundError" if status == 404 else "BadRequestError"
            reply = {
                "error": {"message": str(refusal), "type": kind, "param": None, "code": status}
            }
        self._send(status, reply, headers)

    def _body(self) -> bytes:
        """Reads the whole body, so that a refused request leaves a kept-alive connection clean."""
        length = self.headers.get("Content-Length")
        if length is None or not length.isdigit():
            self.close_connection = True
            raise Refusal(411, "Content-Length is required")
        if int(length) > MAX_BODY_BYTES:
            self.close_connection = True
            raise Refusal(413, f"the body is larger than {MAX_BODY_BYTES} bytes")
        return self.rfile.read(int(length))

    def _send(self, status: int, reply: dict, headers: dict[str, str]) -> None:
        payload = json.dumps(reply, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(payload)))
        for name, value in headers.items():
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(payload)

    def _json(self, payload: bytes) -> dict:
        if self.headers.get_content_type() != "application/json":
            raise Refusal(415, "only application/json is allowed")
        try:
            body = json.loads(payload.decode("utf-8"), parse_constant=_no_constant)
        except (ValueError, RecursionError) as error:
            raise Refusal(400, f"the body is not JSON: {error}") from error
        if not isinstance(body, dict):
            raise Refusal(400, "the body must be a JSON object")
        if not isinstance(body.get("model"), str):
            raise Refusal(400, "model must be a string")
        if body["model"] != self.server.release:
            raise Refusal(404, f"the model `{body['model']}` does not exist")
        return body

    def _models(self, _: bytes) -> dict:
        entry = {
            "id": self.server.release,
            "object": "model",
            "created": CREATED,
            "owned_by": "evalstream-stub",
            "max_model_len": MAX_CONTEXT_TOKENS,
        }
        return {"object": "list", "data": [entry]}

    def _chat(self, payload: bytes) -> dict:
        body = self._json(payload)
        _validate_shared(body, CHAT_FIELDS)
        prompt = _chat_prompt(body)
        read = sum(count_tokens(message["content"]) for message in body["messages"])
        text, reason, usage = self._generate(body, prompt, read, None)
        choice = {
            "index": 0,
            "message": {"role": "assistant", "content": text},
            "logprobs": None,
            "finish_reason": reason,
        }
        return self._completion("chat.completion", "chatcmpl", prompt, choice, usage)

    def _text(self, payload: bytes) -> dict:
        body = self._json(payload)
        _validate_shared(body, TEXT_FIELDS)
        prompt = _text_prompt(body)
        text, reason, usage = self._generate(body, prompt, count_tokens(prompt), 16)
        choice = {"index": 0, "text": text, "logprobs": None, "finish_reason": reason}
        return self._completion("text_completion", "cmpl", prompt, choice, usage)

    def _generate(
        self, body: dict, prompt: str, read: int, default_limit: int | None
    ) -> tuple[str, str, dict]:
        limit = _max_tokens(body) or default_limit or MAX_CONTEXT_TOKENS - read
        if read + max(limit, 1) > MAX_CONTEXT_TOKENS:
            raise Refusal(
                400,
                f"the context is {MAX_CONTEXT_TOKENS} tokens; {read} read and {limit} asked for",
            )
        text, reason = generate(
            self.server.model.answer(self.server.release, prompt), _stop(body), limit
        )
        written = count_tokens(text)
        return (
            text,
            reason,
            {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written},
        )

    def _completion(self, kind: str, prefix: str, prompt: str, choice: dict, usage: dict) -> dict:
        digest = hashlib.sha256(f"{self.server.release}\n{prompt}".encode()).hexdigest()[:24]
        return {
            "id": f"{prefix}-stub-{digest}",
            "object": kind,
            "created": CREATED,
            "model": self.server.release,
            "choices": [choice],
            "usage": usage,
        }


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


class StubServer(ThreadingHTTPServer):
    """The stub for one release, listening on the loopback interface; port 0 takes a free one."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, release: str, model: ReleaseModel, port: int = 0):
        if release not in model.releases:
            raise ValueError(f"unknown release: {release}")
        super().__init__(("127.0.0.1", port), StubHandler)
        self.release = release
        self.model = model

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


def main() -> None:
    parser = argparse.ArgumentParser(
        description="Stub of an OpenAI-compatible server; no language model runs."
    )
    parser.add_argument(
        "release", help="a model name of releases.json, such as minilm:release-2026.01"
    )
    parser.add_argument("--port", type=int, default=8000)
    arguments = parser.parse_args()
    with StubServer(arguments.release, ReleaseModel.load(), arguments.port) as server:
        print(f"stub of {arguments.release} on {server.url}", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            pass


if __name__ == "__main__":
    main()
