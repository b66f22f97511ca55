"""Time limits: a clock for our own searches, and a leash for algebra that may never end."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any


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

    The clock is looked at on every Python call, in any thread and on any system, where an alarm
    signal would need the main thread of a Unix process. A single call into C is not interrupted.

    Raises:
        OutOfTimeError: the time is over; catch it around the ``with``.
    """
    end = time.monotonic() + seconds
    before = sys.getprofile()

    def watch(frame: FrameType, event: str, argument: Any) -> None:
        if event == "call" and time.monotonic() > end:
            sys.setprofile(before)
            raise OutOfTimeError
        if before is not None:
            before(frame, event, argument)

    sys.setprofile(watch)
    try:
        yield
    finally:
        sys.setprofile(before)
