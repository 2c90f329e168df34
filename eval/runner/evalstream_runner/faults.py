"""Why a shard ends early, and the exit code that says so to what started it."""

from __future__ import annotations

USAGE = 64
BAD_DATA = 65
UNAVAILABLE = 69
INTERNAL = 70
STOPPED = 143


class Fault(Exception):
    """One line for people: what is wrong and what to do about it."""

    exit_code = INTERNAL


class UsageFault(Fault):
    """An option, variable or parameter is wrong: another attempt ends the same."""

    exit_code = USAGE


class DataFault(Fault):
    """A plan, data set or task cannot be used: another attempt ends the same."""

    exit_code = BAD_DATA


class Unavailable(Fault):
    """A service does not answer: another attempt may succeed."""

    exit_code = UNAVAILABLE


class Stopped(Fault):
    """Somebody asked the runner to end."""

    exit_code = STOPPED
