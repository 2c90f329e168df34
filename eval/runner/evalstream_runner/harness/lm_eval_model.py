"""The model as lm-evaluation-harness knows it, with requests that are measured and stoppable."""

from __future__ import annotations

import copy
import threading
from dataclasses import dataclass
from functools import cached_property

from lm_eval.models.openai_completions import LocalChatCompletion, LocalCompletionsAPI

from ..endpoint import Endpoint, Refused
from ..faults import DataFault

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


class LikelihoodModel(CompletionsModel):
    """Asks how likely given answers are; the server itself turns texts into tokens.

    With /tokenize alone, which vLLM always has. The harness's own remote tokenizer also wants what
    vLLM only tells when it is started with an option.
    """

    def tok_encode(self, string: str, add_special_tokens=None, **kwargs) -> list[int]:
        body = {
            "model": self.model,
            "prompt": string,
            "add_special_tokens": bool(add_special_tokens),
        }
        try:
            return self._endpoint.post_beside("/tokenize", body).body["tokens"]
        except (DataFault, Refused, KeyError) as fault:
            raise DataFault(
                f"tasks that compare likelihoods need the server's /tokenize, as vLLM has it: {fault}"
            ) from fault

    @cached_property
    def prefix_token_id(self) -> int:
        tokens = self.tok_encode("", add_special_tokens=True)
        if not tokens:
            raise DataFault(
                f"{self.model} has no token for the beginning of a text, which tasks without a"
                " question need"
            )
        return tokens[0]


def chat(endpoint: Endpoint, seed: int) -> ChatModel:
    return _made(ChatModel, endpoint, seed)


def completions(endpoint: Endpoint, seed: int) -> CompletionsModel:
    return _made(CompletionsModel, endpoint, seed)


def likelihoods(endpoint: Endpoint, seed: int) -> LikelihoodModel:
    model = _made(LikelihoodModel, endpoint, seed)
    # The harness asks only whether there is one.
    model.tokenizer = endpoint
    model.tokenized_requests = True
    return model


def _made(kind: type, endpoint: Endpoint, seed: int):
    server = endpoint.server
    model = kind(
        model=server.model,
        base_url=server.endpoint + kind.path,
        tokenizer_backend=None,
        num_concurrent=1,
        max_retries=1,
        seed=seed,
        max_length=MAX_LENGTH,
        eos_string="",
    )
    return model.measured(endpoint)
