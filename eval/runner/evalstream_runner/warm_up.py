"""Requests that nobody measures: the first ones of a server compile and fill its caches."""

from __future__ import annotations

import threading
import time
from typing import Mapping

from .endpoint import Endpoint, Refused
from .faults import UsageFault
from .log import LOGGER
from .settings import Environment, Server
from .workers import answers

PROMPT = "Answer with one word. Request {number}: what is the capital of Korea?"


def warm_up(variables: Mapping[str, str], requests: int, stop: threading.Event) -> None:
    """Waits until the server is ready, sends the requests and says how fast it was."""
    if requests < 0:
        raise UsageFault(f"--requests: {requests} is below 0")
    server = Server.of(Environment(variables))
    endpoint = Endpoint(server, stop)
    endpoint.await_ready()
    LOGGER.info("%s is ready", server.model)
    if requests == 0:
        return
    begun = time.monotonic()
    tokens = 0
    done = 0

    def ask(number: int) -> dict:
        prompt = PROMPT.format(number=number)
        body = {"model": server.model, "max_tokens": 1, "temperature": 0}
        try:
            chat = {**body, "messages": [{"role": "user", "content": prompt}]}
            return endpoint.post("/chat/completions", chat).body
        except Refused:
            # A model without a chat template.
            return endpoint.post("/completions", {**body, "prompt": prompt}).body

    try:
        for _, answer in answers(range(requests), ask, server.concurrency, stop):
            usage = answer.get("usage") or {}
            tokens += usage.get("total_tokens") or 0
            done += 1
    except Refused as refusal:
        raise UsageFault(f"{server.model} refuses requests: {refusal}") from None
    seconds = max(time.monotonic() - begun, 1e-9)
    LOGGER.info(
        "warm-up: %d requests in %.1f s, %.1f requests/s, %.1f tokens/s",
        done,
        seconds,
        done / seconds,
        tokens / seconds,
    )
