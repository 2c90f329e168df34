"""Threads that answer questions, a bounded number ahead of what is taken from them."""

from __future__ import annotations

import queue
import threading
from typing import Callable, Iterable, Iterator, TypeVar

from .faults import Stopped

Asked = TypeVar("Asked")
Got = TypeVar("Got")


def answers(
    questions: Iterable[Asked], ask: Callable[[Asked], Got], threads: int, stop: threading.Event
) -> Iterator[tuple[Asked, Got]]:
    """Yields each question with its answer, in the order in which they are answered.

    Questions are taken in order and in the caller's thread, so that making one need not be
    thread-safe. The first failure of `ask` is raised, after the answers that came before it.
    Stopped when `stop` is set; nobody waits for what is being asked then.
    """
    todo: queue.SimpleQueue = queue.SimpleQueue()
    done: queue.SimpleQueue = queue.SimpleQueue()

    def work() -> None:
        while (question := todo.get()) is not None:
            try:
                done.put((question, ask(question), None))
            except BaseException as error:  # It is raised again by whoever takes the answers.
                done.put((question, None, error))

    # Daemons: a request that hangs must not keep the process from ending.
    crew = [threading.Thread(target=work, daemon=True) for _ in range(threads)]
    for thread in crew:
        thread.start()
    remaining, pending, exhausted = iter(questions), 0, False
    try:
        while True:
            # One more than there are threads: none of them waits for the caller.
            while not exhausted and pending <= threads and not stop.is_set():
                try:
                    todo.put(next(remaining))
                    pending += 1
                except StopIteration:
                    exhausted = True
            if pending == 0:
                return
            try:
                question, got, error = done.get(timeout=0.2)
            except queue.Empty:
                if stop.is_set():
                    raise Stopped("stopped") from None
                continue
            pending -= 1
            if error is not None:
                raise error
            yield question, got
    finally:
        for _ in crew:
            todo.put(None)
