"""Time limits: a clock for our own searches, and a leash for algebra that may never end."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

_T = TypeVar("_T")
_SHOUTS = 20
_PATIENCE = 1.0  # seconds between two attempts to interrupt
_MOMENT = 0.001
_JUMPS = 3  # a pending interruption is delivered when the interpreter jumps back
_raise_in = ctypes.pythonapi.PyThreadState_SetAsyncExc


class Deadline:
    """A clock that a search looks at: ``expired`` after so many seconds of its own work.

    Processor time is counted, so that the answer does not depend on what else the machine does.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = time.thread_time() + seconds

    @property
    def expired(self) -> bool:
        return self.left <= 0

    @property
    def left(self) -> float:
        """Seconds until then; 0 or less once it is over."""
        return self._end - time.thread_time()


class OutOfTimeError(BaseException):
    """Raised inside a ``time_limit``; not an Exception, so that no library swallows it."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Interrupt pure-Python work (SymPy) that runs longer than ``seconds``.

    A timer thread raises the error inside the working thread (CPython). Unlike an alarm signal
    this works in any thread and on any system, and unlike a trace function it costs nothing while
    the work runs. Processor time of the process is counted. A single call into C is not
    interrupted until it returns.

    Raises:
        OutOfTimeError: the time is over; catch it around the ``with``.
    """
    thread = threading.get_ident()
    worker = ctypes.c_ulong(thread)
    lock = threading.Lock()
    done = threading.Event()
    end = time.process_time() + seconds

    def watch() -> None:
        while (left := end - time.process_time()) > 0:
            if done.wait(left):
                return
        for _ in range(_SHOUTS):  # C code that calls back into Python may swallow one
            with _no_collection(thread):
                with lock:
                    if done.is_set():
                        return
                    _raise_in(worker, ctypes.py_object(OutOfTimeError))
                done.wait(_PATIENCE)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        settled = False
        while not settled:  # an interruption on its way is caught here, not outside
            try:
                _settle(lock, done)
                for _ in range(_JUMPS):
                    pass
                settled = True
            except OutOfTimeError:
                continue
        watcher.join()


def in_time(clock: Deadline, work: Callable[[], _T], otherwise: _T) -> _T:
    """What ``work`` returns, or ``otherwise`` if the clock runs out first."""
    if clock.expired:
        return otherwise
    try:
        with time_limit(clock.left):
            return work()
    except OutOfTimeError:
        return otherwise


def in_time_or(seconds: float, work: Callable[[], _T], refusal: Callable[[], Exception]) -> _T:
    """What ``work`` returns; after so many seconds the refusal is raised instead."""
    end = time.process_time() + seconds
    try:
        with time_limit(seconds):
            return work()
    except OutOfTimeError:
        if time.process_time() < end:  # the interruption of a limit around this one
            raise
        raise refusal() from None


@contextmanager
def _no_collection(thread: int) -> Iterator[None]:
    """Keep the garbage collector away: an error raised in one of its callbacks would be lost."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        while _collects(thread):
            time.sleep(_MOMENT)
        yield
    finally:
        if collecting:
            gc.enable()


def _collects(thread: int) -> bool:
    """Whether a thread is inside a callback of the collector."""
    callbacks = {getattr(callback, "__code__", None) for callback in gc.callbacks}
    frame = sys._current_frames().get(thread)
    while frame is not None and frame.f_code not in callbacks:
        frame = frame.f_back
    return frame is not None


def _settle(lock: threading.Lock, done: threading.Event) -> None:
    """Tell the watcher to stop, even if it interrupts just now."""
    while not done.is_set():
        with contextlib.suppress(OutOfTimeError), lock:
            done.set()
