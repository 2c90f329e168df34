"""The model as lm-evaluation-harness knows it, with requests that are measured and stoppable."""

from __future__ import annotations

import copy
import threading
from dataclasses import dataclass

from lm_eval.models.openai_completions import LocalChatCompletion, LocalCompletionsAPI

from ..endpoint import Endpoint

# The server knows how long its context is; it refuses what is longer.
MAX_LENGTH = 1 << 20


@dataclass
class Usage:
    """What the answers of one question have cost."""

    latency_ms: float = 0
    input_tokens: int = 0
    output_tokens: int = 0
    truncated: bool = False


class _Measured:
    """Sends requests through an Endpoint in place of the harness's own client."""

    path = ""

    def measured(self, endpoint: Endpoint) -> "_Measured":
        self._endpoint = endpoint
        self._usage = threading.local()
        return self

    def begin(self) -> Usage:
        """What is asked from now on in this thread is added up."""
        self._usage.current = Usage()
        return self._usage.current

    def model_call(self, messages, *, generate=True, gen_kwargs=None, **kwargs) -> dict:
        payload = self._create_payload(
            self.create_message(messages),
            generate=generate,
            gen_kwargs=copy.deepcopy(gen_kwargs),
            seed=self._seed,
            eos=None,
            **kwargs,
        )
        # An empty list of stop strings is refused by some servers.
        payload = {name: value for name, value in payload.items() if value not in (None, [], [None])}
        reply = self._endpoint.post(self.path, payload)
        usage = self._usage.current
        usage.latency_ms += reply.latency_ms
        said = reply.body.get("usage") or {}
        usage.input_tokens += said.get("prompt_tokens") or 0
        usage.output_tokens += said.get("completion_tokens") or 0
        reasons = [choice.get("finish_reason") for choice in reply.body.get("choices", [])]
        usage.truncated |= generate and "length" in reasons
        return reply.body


class ChatModel(_Measured, LocalChatCompletion):
    """Asks /chat/completions: the server applies the model's chat template."""

    path = "/chat/completions"

    def parse_generations(self, outputs, **kwargs) -> list[str]:
        # A model that only reasoned until its limit has no content.
        return [text or "" for text in super().parse_generations(outputs, **kwargs)]


class CompletionsModel(_Measured, LocalCompletionsAPI):
    """Asks /completions: plain prompts, and likelihoods of given answers."""

    path = "/completions"

    def parse_generations(self, outputs, **kwargs) -> list[str]:
        return [text or "" for text in super().parse_generations(outputs, **kwargs)]


def chat(endpoint: Endpoint, seed: int) -> ChatModel:
    server = endpoint.server
    model = ChatModel(
        model=server.model,
        base_url=server.endpoint + ChatModel.path,
        num_concurrent=1,
        max_retries=1,
        seed=seed,
        max_length=MAX_LENGTH,
        eos_string="",
    )
    return model.measured(endpoint)


def completions(endpoint: Endpoint, seed: int, needs_tokenizer: bool) -> CompletionsModel:
    server = endpoint.server
    model = CompletionsModel(
        model=server.model,
        base_url=server.endpoint + CompletionsModel.path,
        tokenizer_backend="remote" if needs_tokenizer else None,
        tokenized_requests=needs_tokenizer,
        auth_token=server.api_key or None,
        num_concurrent=1,
        max_retries=1,
        seed=seed,
        max_length=MAX_LENGTH,
        eos_string="",
    )
    return model.measured(endpoint)
