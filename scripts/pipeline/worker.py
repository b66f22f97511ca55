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
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

from scenes.stage.record import Drawn, DrawRequest, Progress
from scripts.pipeline.task import Hints, Ready, Trouble

Draw = Callable[[DrawRequest, Hints, Callable[[Progress], None]], Drawn]
PROGRESS_EVERY = 0.1  # seconds


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
            request, hints, memory = connection.recv()
            limit_memory(memory)
            connection.send(attempt(draw, request, hints, connection.send))


def load(entry: str) -> Draw:
    """The drawing function named ``module:function``."""
    module, function = entry.split(":")
    found: Draw = getattr(importlib.import_module(module), function)
    return found


def attempt(
    draw: Draw, request: DrawRequest, hints: Hints, send: Callable[[Progress], None]
) -> Drawn | Trouble:
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
        return draw(request, hints, on_progress)
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
