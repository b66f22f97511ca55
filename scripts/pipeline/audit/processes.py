"""Independent pieces of work on all processors, results as they come."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from typing import TypeVar

W = TypeVar("W")
R = TypeVar("R")


def each(function: Callable[[W], R], work: Sequence[W], jobs: int | None = None) -> Iterator[R]:
    """``function`` of every piece of work; in this process if there is only one piece or job.

    Args:
        function: importable, so that other processes find it.
        jobs: processes; by default the processors this process may use.
    """
    affinity = getattr(os, "sched_getaffinity", None)  # not on macOS
    cores = len(affinity(0)) if affinity else os.cpu_count() or 1
    size = min(jobs or cores, len(work))
    if size <= 1:
        yield from map(function, work)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(size, mp_context=context) as pool:
        futures = [pool.submit(function, item) for item in work]
        try:
            for future in as_completed(futures):
                yield future.result()
        finally:
            for future in futures:
                future.cancel()
