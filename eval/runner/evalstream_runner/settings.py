"""What the controller tells a pod in environment variables."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Mapping
from urllib.parse import urlsplit

from .faults import UsageFault


class Environment:
    """Typed access to variables; UsageFault names the one that is missing or wrong."""

    def __init__(self, variables: Mapping[str, str]):
        self.variables = variables

    def text(self, name: str, default: str | None = None) -> str:
        value = self.variables.get(name, "").strip() or default
        if value is None:
            raise UsageFault(f"{name} is not set; the controller sets it in the pods of a run")
        return value

    def number(self, name: str, low: int, high: int, default: int | None = None) -> int:
        text = self.text(name, None if default is None else str(default))
        try:
            value = int(text)
        except ValueError:
            raise UsageFault(f"{name}: {text!r} is not a whole number") from None
        if not low <= value <= high:
            raise UsageFault(f"{name}: {value} is not between {low} and {high}")
        return value

    def url(self, name: str) -> str:
        value = self.text(name).rstrip("/")
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise UsageFault(f"{name} is not the address of a server, such as http://host:8000/v1")
        return value if parts.path else value + "/v1"


@dataclass(frozen=True)
class Server:
    """The model that is asked, and how patiently.

    request_seconds: longest time of one answer
    patience_seconds: how long failing requests are tried again
    ready_seconds: how long the server may take until it is there at all
    """

    endpoint: str
    model: str
    api_key: str
    concurrency: int
    request_seconds: int
    patience_seconds: int
    ready_seconds: int

    @classmethod
    def of(cls, environment: Environment) -> Server:
        return cls(
            endpoint=environment.url("EVALSTREAM_ENDPOINT"),
            model=environment.text("EVALSTREAM_SERVED_MODEL"),
            api_key=environment.text("OPENAI_API_KEY", ""),
            concurrency=environment.number("EVALSTREAM_CONCURRENCY", 1, 1024, 8),
            request_seconds=environment.number("EVALSTREAM_REQUEST_SECONDS", 1, 3600, 300),
            patience_seconds=environment.number("EVALSTREAM_PATIENCE_SECONDS", 0, 3600, 120),
            ready_seconds=environment.number("EVALSTREAM_READY_SECONDS", 0, 3600, 300),
        )


@dataclass(frozen=True)
class Settings:
    """Who a shard is and where its results go."""

    run_id: str
    model: str
    model_tag: str
    image_digest: str
    stage: str
    suite: str
    index: int
    shard: int
    shards: int
    dispatch_seed: int
    kafka_bootstrap: str
    datasets: str
    dataset_version: str
    raw_logs: Path
    home: str
    ship: str
    api: str
    server: Server

    @classmethod
    def of(cls, variables: Mapping[str, str]) -> Settings:
        environment = Environment(variables)
        index = environment.number("JOB_COMPLETION_INDEX", 0, 1 << 20)
        first = environment.number("EVALSTREAM_FIRST_SHARD", 0, 1 << 20, 0)
        shards = environment.number("EVALSTREAM_SHARDS", 1, 1 << 20)
        if first + index >= shards:
            raise UsageFault(
                f"EVALSTREAM_SHARDS is {shards}, and this is shard {first + index}"
                " (EVALSTREAM_FIRST_SHARD + JOB_COMPLETION_INDEX), counted from 0"
            )
        run_id = environment.text("EVALSTREAM_RUN_ID")
        api = environment.text("EVALSTREAM_API", "chat")
        if api not in ("chat", "completions"):
            raise UsageFault(f"EVALSTREAM_API: {api!r} is neither chat nor completions")
        raw = environment.text("EVALSTREAM_RAW_LOGS", "")
        home = environment.text("EVALSTREAM_HOME", "")
        return cls(
            run_id=run_id,
            model=environment.text("EVALSTREAM_MODEL", ""),
            model_tag=environment.text("EVALSTREAM_MODEL_TAG"),
            image_digest=environment.text("EVALSTREAM_IMAGE_DIGEST", ""),
            stage=environment.text("EVALSTREAM_STAGE", ""),
            suite=environment.text("EVALSTREAM_SUITE", ""),
            index=index,
            shard=first + index,
            shards=shards,
            dispatch_seed=environment.number("EVALSTREAM_DISPATCH_SEED", 0, (1 << 63) - 1, 0),
            kafka_bootstrap=environment.text("EVALSTREAM_KAFKA_BOOTSTRAP"),
            datasets=environment.text("EVALSTREAM_DATASETS", ""),
            dataset_version=environment.text("EVALSTREAM_DATASETS_VERSION", ""),
            raw_logs=Path(raw or tempfile.mkdtemp(prefix="evalstream-")).absolute()
            / str(first + index),
            home=home,
            ship=_ship(home),
            api=api,
            server=Server.of(environment),
        )


def _ship(home: str) -> str:
    command = os.path.join(home, "evalstream") if home else "evalstream"
    found = shutil.which(command)
    if found is None:
        raise UsageFault(
            f"{command} is no command; put evalstream on the PATH or its folder in EVALSTREAM_HOME"
        )
    return os.path.abspath(found)
