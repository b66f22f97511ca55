"""The leash for algebra that may never end."""

from __future__ import annotations

import gc
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest

from mvcalc.bounds.deadline import OutOfTimeError, time_limit


def allocate_for_ever() -> None:
    kept: list[list[int]] = []
    while True:
        kept = [[number] for number in range(3000)]
        kept.clear()


@pytest.fixture
def lost(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    """Errors raised where nobody can catch them, while every collection runs Python code."""
    found: list[Any] = []
    monkeypatch.setattr(sys, "unraisablehook", found.append)

    def busy(_phase: str, _info: dict[str, int]) -> None:
        for _ in range(300):
            pass

    gc.callbacks.append(busy)
    yield found
    gc.callbacks.remove(busy)


def test_endless_work_is_interrupted_in_time() -> None:
    begin = time.process_time()
    with pytest.raises(OutOfTimeError), time_limit(0.2):
        allocate_for_ever()
    assert time.process_time() - begin < 2


def test_quick_work_is_left_alone() -> None:
    with time_limit(5):
        done = sum(range(1000))
    assert done == 499500


def test_the_interruption_is_never_lost_in_a_callback_of_the_collector(lost: list[Any]) -> None:
    for _ in range(40):
        with pytest.raises(OutOfTimeError), time_limit(0.01):
            allocate_for_ever()
    assert lost == []
    assert gc.isenabled()


def test_the_outer_of_two_limits_counts_when_it_is_shorter() -> None:
    @time_limit(5)
    def inner() -> None:
        allocate_for_ever()

    with pytest.raises(OutOfTimeError), time_limit(0.1):
        inner()
    assert gc.isenabled()


PROFILED = """
import cProfile
from mvcalc.bounds.deadline import OutOfTimeError, time_limit
profile = cProfile.Profile()
profile.enable()
for seconds in (0.005, 5.0, 0.005):
    try:
        with time_limit(seconds):
            for _ in range(30000):
                len("some work")
    except OutOfTimeError:
        pass
print("still alive")
"""


def test_a_profiler_does_not_hang_after_an_interruption() -> None:
    """An interruption that was taken back used to leave the interpreter spinning."""
    done = subprocess.run(
        [sys.executable, "-c", PROFILED], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == "still alive"
