"""Time limits: a clock for our own searches, and a leash for algebra that may never end."""

from __future__ import annotations

import ctypes
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

_raise_in = ctypes.pythonapi.PyThreadState_SetAsyncExc


class Deadline:
    """A clock that a search looks at: ``expired`` after so many seconds."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    @property
    def expired(self) -> bool:
        return time.monotonic() > self._end


class OutOfTimeError(BaseException):
    """Raised inside a ``time_limit``; not an Exception, so that no library swallows it."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Interrupt pure-Python work (SymPy) that runs longer than ``seconds``.

    A timer thread raises the error inside the working thread (CPython). Unlike an alarm signal
    this works in any thread and on any system, and unlike a trace function it costs nothing while
    the work runs. A single call into C is not interrupted until it returns.

    Raises:
        OutOfTimeError: the time is over; catch it around the ``with``.
    """
    worker = ctypes.c_ulong(threading.get_ident())
    lock = threading.Lock()
    over = False
    fired = False

    def fire() -> None:
        nonlocal fired
        with lock:
            if not over:
                fired = True
                _raise_in(worker, ctypes.py_object(OutOfTimeError))

    timer = threading.Timer(seconds, fire)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        with lock:
            over = True
            if fired:
                _raise_in(worker, None)  # take it back if it has not arrived yet
        timer.cancel()
