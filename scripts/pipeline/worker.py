"""A process that draws one task after another: ``python -m scripts.pipeline.worker FD ENTRY``.

It loads everything once, then waits on a socket. What the lecture prints goes to the file that is
standard output, never into the conversation. Standard input is a lifeline: when the parent is
gone, however it went, the process ends at once.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import random
import sys
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from mvcalc.errors import MvcalcError
from scenes.stage.record import Drawn, DrawRequest, Progress

Draw = Callable[[DrawRequest, Callable[[Progress], None]], Drawn]
PROGRESS_EVERY = 0.1  # seconds


@dataclass(frozen=True, slots=True)
class Ready:
    """Everything is loaded."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """An exception, as text: one sentence for the user, the traceback for the log."""

    sentence: str
    traceback: str

    @classmethod
    def of(cls, error: BaseException) -> Trouble:
        """Describe an exception; only errors made on purpose speak for themselves."""
        words = " ".join(str(error).split())
        if isinstance(error, MvcalcError):
            sentence = error.sentence
        elif isinstance(error, MemoryError):
            sentence = "it needs more memory than it may use; raise --memory or lower --quality."
        else:
            sentence = f"{type(error).__name__}: {words[:300]}"
        return cls(sentence, "".join(traceback.format_exception(error)))


def main(arguments: list[str]) -> None:
    """Serve until the other end closes the socket."""
    handle, entry = arguments
    threading.Thread(target=_die_with_parent, args=(_lifeline(),), daemon=True).start()
    connection = Connection(int(handle))
    try:
        draw = load(entry)
    except BaseException as error:
        connection.send(Trouble.of(error))
        return
    connection.send(Ready())
    with contextlib.suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            request, memory = connection.recv()
            limit_memory(memory)
            connection.send(attempt(draw, request, connection.send))


def load(entry: str) -> Draw:
    """The drawing function named ``module:function``."""
    module, function = entry.split(":")
    found: Draw = getattr(importlib.import_module(module), function)
    return found


def attempt(draw: Draw, request: DrawRequest, send: Callable[[Progress], None]) -> Drawn | Trouble:
    """Draw, from a fixed random state; an exception becomes a value."""
    random.seed(0)
    last = 0.0

    def on_progress(progress: Progress) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= PROGRESS_EVERY:
            last = now
            send(progress)

    try:
        if "numpy" in sys.modules:
            sys.modules["numpy"].random.seed(0)
        return draw(request, on_progress)
    except BaseException as error:
        return Trouble.of(error)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()


def limit_memory(limit: int) -> None:
    """Make one huge allocation fail in the lecture; the parent watches what is really used."""
    if sys.platform != "linux" or limit <= 0:
        return
    import resource  # not on Windows

    with Path("/proc/self/statm").open() as file:
        data_pages = int(file.read().split()[5])
    allowed = data_pages * resource.getpagesize() + 2 * limit
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    if hard == resource.RLIM_INFINITY or allowed < hard:
        resource.setrlimit(resource.RLIMIT_DATA, (allowed, hard))


def _lifeline() -> int:
    """Move standard input out of the reach of lectures."""
    kept = os.dup(0)
    with Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    return kept


def _die_with_parent(lifeline: int) -> None:
    while os.read(lifeline, 1):
        pass
    os._exit(1)


if __name__ == "__main__":
    main(sys.argv[1:])
