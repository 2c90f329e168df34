"""The command of the pods: `run --plan FILE` and `warm-up --requests N`."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
from pathlib import Path

from . import faults
from .faults import Fault, UsageFault
from .log import LOGGER, capture_prints, configure


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> None:
        raise UsageFault(f"{message}; see --help")


def _arguments(arguments: list[str]) -> argparse.Namespace:
    parser = _Parser(prog="evalstream-runner", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, parser_class=_Parser)
    run = commands.add_parser("run", help="ask one shard of a plan and stream the results")
    run.add_argument("--plan", type=Path, required=True, metavar="FILE", help="plan.json")
    warm_up = commands.add_parser("warm-up", help="send requests whose answers nobody measures")
    warm_up.add_argument("--requests", type=int, required=True, metavar="N")
    return parser.parse_args(arguments)


def _run(plan_file: Path, stop: threading.Event) -> None:
    from . import plan
    from .settings import Settings
    from .shard import Shard

    settings = Settings.of(os.environ)
    configure(settings.run_id, f"{settings.shard}/{settings.shards}")
    Shard(settings, plan.read(plan_file.absolute()), stop).run()


def main(arguments: list[str]) -> int:
    """Runs a command; returns its exit code."""
    run_id = os.environ.get("EVALSTREAM_RUN_ID", "")
    configure(run_id, "")
    stop = threading.Event()

    def end(number: int, _: object) -> None:
        # A second signal finds the default again and ends the process where it is.
        signal.signal(number, signal.SIG_DFL)
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    # Neither tool is to tell its maker what is evaluated here.
    os.environ["DEEPEVAL_TELEMETRY_OPT_OUT"] = "1"
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    try:
        options = _arguments(arguments)
        capture_prints()
        if options.command == "run":
            _run(options.plan, stop)
        else:
            from .warm_up import warm_up

            warm_up(os.environ, options.requests, stop)
        return 0
    except faults.Stopped:
        LOGGER.warning("stopped by a signal; what was asked is sent, the rest is not")
        return faults.STOPPED
    except Fault as fault:
        LOGGER.error("%s", fault)
        return fault.exit_code
    except Exception:
        # A defect: the trace belongs to the log, on one line.
        LOGGER.exception("internal error")
        return faults.INTERNAL


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.__stdout__.flush()
    sys.__stderr__.flush()
    # Not sys.exit: threads that still wait for an answer would be waited for.
    os._exit(code)
