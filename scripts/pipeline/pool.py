"""Worker processes on this machine: started once, watched, replaced when they die."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from pathlib import Path
from types import TracebackType
from typing import Self

from scenes.stage.record import Drawn, Progress
from scripts.pipeline.sources import PROJECT
from scripts.pipeline.store import Store
from scripts.pipeline.task import (
    DRAW,
    Dropped,
    Event,
    ExecutorError,
    Failed,
    Finished,
    Moved,
    Ready,
    Started,
    Task,
    Trouble,
)

TICK = 0.1  # seconds between looks at time, memory and chatter
ATTEMPTS = 2  # a worker may die of something that is not its lecture's fault
MAX_OUTPUT = 20_000_000  # bytes that a job may print


@dataclass(frozen=True, slots=True)
class Limits:
    """What one task may use: seconds for each of its beats, and bytes; 0 means no limit."""

    seconds: float = 3600.0
    memory: int = 0

    @classmethod
    def for_jobs(cls, jobs: int, seconds: float, memory: int = 0) -> Limits:
        """A fair share of this machine's memory, unless a limit was asked for."""
        if memory == 0 and hasattr(os, "sysconf"):
            whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
            memory = max(2 * 1024**3, int(0.85 * whole / jobs))
        return cls(seconds, memory)


@dataclass(slots=True)
class Worker:
    """One process, its socket and what it is doing."""

    name: str
    process: subprocess.Popen[bytes]
    connection: Connection
    output: Path
    ready: bool = False
    task: Task | None = None
    since: float = field(default_factory=time.monotonic)

    @property
    def resident(self) -> int:
        """Bytes of memory in use, where the system tells."""
        with contextlib.suppress(OSError, ValueError, IndexError):
            pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
            return pages * os.sysconf("SC_PAGE_SIZE")
        return 0

    def stop(self) -> None:
        """End the process and everything it started."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.connection.close()
        if self.process.stdin is not None:
            self.process.stdin.close()
        self.output.unlink(missing_ok=True)


class Pool:
    """Draws tasks in ``size`` processes.

    Args:
        size: number of processes.
        store: keeps the logs of failed jobs.
        limits: for each job.
        entry: the drawing function, as ``module:function``.
    """

    def __init__(
        self, size: int, store: Store, limits: Limits | None = None, entry: str = DRAW
    ) -> None:
        self.size = size
        self._store = store
        self._limits = limits or Limits.for_jobs(size, 3600.0)
        self._entry = entry
        self._workers: list[Worker] = []
        self._deaths: dict[str, int] = {}
        self._started = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for worker in self._workers:
            worker.stop()
        self._workers.clear()

    def warm_up(self, jobs: int) -> None:
        """Start processes for so many jobs, so that they load while others still think."""
        while len(self._workers) < min(self.size, jobs):
            self._workers.append(self._start())

    def run(
        self, tasks: Iterable[Task], wanted: Callable[[Task], bool] = lambda _: True
    ) -> Iterator[Event]:
        """Draw all tasks that are wanted when their turn comes.

        Raises:
            ExecutorError: the drawing code cannot be loaded.
        """
        queue = deque(tasks)
        while queue or any(worker.task for worker in self._workers):
            self.warm_up(len(queue) + sum(worker.task is not None for worker in self._workers))
            for worker in self._workers:
                while queue and worker.ready and worker.task is None:
                    task = queue.popleft()
                    yield self._give(worker, task) if wanted(task) else Dropped(task)
            wait([worker.connection for worker in self._workers], TICK)
            for worker in tuple(self._workers):
                yield from self._listen(worker, queue)
                yield from self._watch(worker)

    # -- one worker -------------------------------------------------------------------------

    def _start(self) -> Worker:
        self._started += 1
        ours, theirs = Pipe()
        output = self._store.log_path("worker")
        with output.open("ab") as file, theirs:
            process = subprocess.Popen(
                [sys.executable, "-m", __package__ + ".worker", str(theirs.fileno()), self._entry],
                stdin=subprocess.PIPE,
                stdout=file,
                stderr=file,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
                env=worker_environment(),
            )
        return Worker(f"worker {self._started}", process, ours, output)

    def _give(self, worker: Worker, task: Task) -> Started:
        os.truncate(worker.output, 0)
        worker.task, worker.since = task, time.monotonic()
        with contextlib.suppress(OSError):  # it just died: noticed when we listen
            worker.connection.send((task.request, task.hints, self._limits.memory))
        return Started(task, worker.name)

    def _listen(self, worker: Worker, queue: deque[Task]) -> Iterator[Event]:
        while worker in self._workers and worker.connection.poll():
            try:
                message = worker.connection.recv()
            except (EOFError, OSError):
                yield from self._died(worker, queue)
                return
            task = worker.task
            if isinstance(message, Ready):
                worker.ready = True
            elif task is None:
                raise ExecutorError(
                    f"The drawing code cannot be loaded: {message.sentence} "
                    f"Type `lecture doctor`; details: {self._keep_log(worker, 'start', message)}"
                )
            elif isinstance(message, Progress):
                yield Moved(task, message)
            elif isinstance(message, Drawn):
                worker.task = None
                yield Finished(task, message, time.monotonic() - worker.since)
            else:
                yield self._fail(worker, message.sentence, message)

    def _died(self, worker: Worker, queue: deque[Task]) -> Iterator[Event]:
        task = worker.task
        reason = _last_words(worker.process)
        if task is None:
            log = self._keep_log(worker, "start", None)
            self._retire(worker)
            if not worker.ready:
                raise ExecutorError(f"A worker {reason} while it started; see {log}")
            return
        deaths = self._deaths[task.name] = self._deaths.get(task.name, 0) + 1
        if deaths < ATTEMPTS:
            self._retire(worker)
            _empty(task.request.folder)
            queue.append(task)
        else:
            yield self._fail(worker, f"its worker process {reason}, {deaths} times.", None)

    def _watch(self, worker: Worker) -> Iterator[Event]:
        if worker.task is None or worker not in self._workers:
            return
        limits = self._limits
        allowed = limits.seconds * max(1, len(worker.task.request.beats))
        if allowed and time.monotonic() - worker.since > allowed:
            sentence = f"it took longer than {allowed:g} s; raise --timeout to allow more."
        elif limits.memory and worker.resident > limits.memory:
            sentence = (
                f"it used more than {limits.memory / 1024**2:.0f} MB of memory; "
                "raise --memory or lower --quality."
            )
        elif worker.output.stat().st_size > MAX_OUTPUT:
            sentence = f"it printed more than {MAX_OUTPUT // 1_000_000} MB of text."
        else:
            return
        yield self._fail(worker, sentence, None)

    def _fail(self, worker: Worker, sentence: str, trouble: Trouble | None) -> Failed:
        """Give up the task, and the process with it: nobody knows what state it is in."""
        assert worker.task is not None
        log = self._keep_log(worker, worker.task.name, trouble)
        refused = trouble is not None and trouble.refused
        failed = Failed(worker.task, sentence, log, refused)
        self._retire(worker)
        return failed

    def _keep_log(self, worker: Worker, name: str, trouble: Trouble | None) -> Path:
        log = self._store.log_path(name)
        with contextlib.suppress(OSError), log.open("wb") as file:
            with worker.output.open("rb") as said:
                file.write(said.read(MAX_OUTPUT))
            if trouble is not None:
                file.write(trouble.traceback.encode("utf-8", "replace"))
        return log

    def _retire(self, worker: Worker) -> None:
        self._workers.remove(worker)
        worker.stop()


def worker_environment() -> dict[str, str]:
    """The environment of a worker: the project importable, hashes the same in every run."""
    paths = [str(PROJECT), *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    fixed = {"PYTHONHASHSEED": "0", "PYTHONPATH": os.pathsep.join(paths)}
    return {**os.environ, **fixed}


def _last_words(process: subprocess.Popen[bytes]) -> str:
    try:
        status = process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        return "stopped answering"
    if status < 0:
        return f"was killed by {signal.Signals(-status).name}"
    return f"ended with status {status}"


def _empty(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
