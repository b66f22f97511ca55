"""Drawing on a Dask cluster: the same tasks, no shared disk, results as bytes.

A worker that is killed costs its task, which the scheduler gives to another; a task that keeps
killing workers fails alone. Tasks and results are pickled: use networks you trust.
"""

from __future__ import annotations

import queue
import time
import uuid
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from scenes.stage.record import Progress
from scripts.pipeline import remote
from scripts.pipeline.pool import Limits
from scripts.pipeline.remote import Parcel
from scripts.pipeline.store import Store
from scripts.pipeline.task import (
    DRAW,
    Dropped,
    Event,
    ExecutorError,
    Failed,
    Finished,
    Moved,
    Started,
    Task,
)

Message = tuple[str, str, Mapping[str, Any]]
"""Kind, name of the task, and what there is to say."""
LOCAL = "local"
PATIENCE = 20.0  # seconds to wait for the scheduler and a first worker
TICK = 0.2


class Cluster:
    """Draws tasks on the workers of a Dask scheduler.

    Args:
        address: ``tcp://host:port`` of a scheduler, or ``local`` to start one here.
        size: workers of a local cluster; elsewhere the cluster decides.
        store: keeps the logs of failed tasks.
        limits: for each task.
        slugs: lectures that will be drawn; every host must have the same sources of them.
        entry: the drawing function, as ``module:function``.

    Raises:
        ExecutorError: dask.distributed is missing, nobody answers, or hosts differ.
    """

    def __init__(
        self,
        address: str,
        size: int,
        store: Store,
        limits: Limits,
        slugs: tuple[str, ...],
        entry: str = DRAW,
    ) -> None:
        self._store, self._limits, self._entry = store, limits, entry
        self._messages: queue.SimpleQueue[Message] = queue.SimpleQueue()
        self._topic = f"mvcalc-{uuid.uuid4().hex}"
        with ExitStack() as stack:
            self._client = _connect(address, size, stack)
            self._client.subscribe_topic(self._topic, self._hear)
            self._compare(slugs)
            self._stack = stack.pop_all()

    @property
    def size(self) -> int:
        """Threads of all workers now."""
        return max(1, sum(self._client.nthreads().values()))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    def run(
        self, tasks: Iterable[Task], wanted: Callable[[Task], bool] = lambda _: True
    ) -> Iterator[Event]:
        """Draw all tasks that are wanted when their turn comes.

        Raises:
            ExecutorError: the connection to the scheduler was lost.
        """
        pending = deque(tasks)
        suspects: deque[Task] = deque()
        alone: set[str] = set()
        running: dict[str, tuple[Task, Any]] = {}
        try:
            while pending or suspects or running:
                # One task a worker: when a worker dies, we know whose fault it may be.
                while pending and len(running) < self.size:
                    task = pending.popleft()
                    if wanted(task):
                        running[task.name] = (task, self._submit(task))
                    else:
                        yield Dropped(task)
                if suspects and not running:
                    task = suspects.popleft()
                    alone.add(task.name)
                    running[task.name] = (task, self._submit(task))
                if not running:  # the rest was not wanted
                    continue
                kind, name, message = self._next()
                if name not in running:
                    continue
                task, future = running[name]
                if kind != "done":
                    yield self._news(task, kind, message)
                    continue
                del running[name]
                if _killed_workers(future) and name not in alone:
                    suspects.append(task)  # perhaps only a neighbour of the culprit
                else:
                    yield self._end(task, future)
        finally:
            for _, future in running.values():
                future.cancel()

    # -- one task ---------------------------------------------------------------------------

    def _submit(self, task: Task) -> Any:
        future = self._client.submit(
            draw_task,
            task,
            self._limits,
            self._entry,
            self._topic,
            key=f"{task.name}-{uuid.uuid4().hex}",
            pure=False,
        )
        future.add_done_callback(lambda _: self._messages.put(("done", task.name, {})))
        return future

    def _next(self) -> Message:
        since = time.monotonic()
        while True:
            try:
                return self._messages.get(timeout=TICK)
            except queue.Empty:
                if self._client.status not in {"running", "connecting"}:
                    raise ExecutorError("The connection to the scheduler was lost.") from None
                if self._client.nthreads():
                    since = time.monotonic()
                elif time.monotonic() - since > PATIENCE:
                    raise ExecutorError("The cluster has no workers any more.") from None

    def _hear(self, event: tuple[float, dict[str, Any]]) -> None:
        message = event[1]
        self._messages.put((message["kind"], message["task"], message))

    @staticmethod
    def _news(task: Task, kind: str, message: Mapping[str, Any]) -> Started | Moved:
        if kind == "started":
            return Started(task, message["worker"])
        return Moved(task, Progress(message["beat"], message["frame"], 0))

    def _end(self, task: Task, future: Any) -> Finished | Failed:
        error = future.exception()
        if error is not None:
            words = " ".join(str(error).split())
            return self._failed(task, Parcel(message=f"{type(error).__name__}: {words[:300]}"))
        parcel: Parcel = future.result()
        if parcel.drawn is None:
            return self._failed(task, parcel)
        return Finished(task, remote.unpack(parcel, task.request.folder), parcel.seconds)

    def _failed(self, task: Task, parcel: Parcel) -> Failed:
        log = self._store.log_path(task.name)
        log.write_text(parcel.log or parcel.message, "utf-8")
        return Failed(task, parcel.message, log, parcel.refused)

    # -- the hosts --------------------------------------------------------------------------

    def _compare(self, slugs: tuple[str, ...]) -> None:
        """Refuse to mix hosts that would draw different pictures."""
        here = remote.state(slugs)
        try:
            found = self._client.run(remote.state, slugs)
        except Exception as error:
            raise ExecutorError(
                f"A host cannot load the project ({type(error).__name__}: {error}); install the "
                "same checkout there and start its worker from that environment."
            ) from error
        for host, there in found.items():
            differences = [
                f"{name} is {there.get(name, 'missing')} there and {value} here"
                for name, value in here.items()
                if there.get(name) != value
            ]
            if differences:
                raise ExecutorError(
                    f"{host} would draw something else: {'; '.join(differences[:5])}. "
                    "Bring all hosts to the same checkout and run `make setup` there."
                )


def draw_task(task: Task, limits: Limits, entry: str, topic: str) -> Parcel:
    """Runs in a Dask worker."""
    from distributed import get_worker

    worker = get_worker()

    def tell(progress: Progress) -> None:
        message = {
            "kind": "moved",
            "task": task.name,
            "beat": progress.beat,
            "frame": progress.frame,
        }
        worker.log_event(topic, message)

    worker.log_event(topic, {"kind": "started", "task": task.name, "worker": str(worker.address)})
    # Dask removes a worker's folder with the worker, however it ended.
    root = Path(worker.local_directory) / "mvcalc"
    return remote.draw_here(task, root, limits, entry, tell)


def _killed_workers(future: Any) -> bool:
    from distributed import KilledWorker

    return isinstance(future.exception(), KilledWorker)


def _connect(address: str, size: int, stack: ExitStack) -> Any:
    """A client with at least one worker behind it; whatever was started ends with the stack."""
    try:
        import dask
        from distributed import Client, LocalCluster
    except ImportError as error:
        raise ExecutorError(
            "--cluster needs dask.distributed; type: .venv/bin/pip install -e '.[cluster]'"
        ) from error
    try:
        if address == LOCAL:
            stack.enter_context(dask.config.set({"distributed.scheduler.allowed-failures": 1}))
            start = partial(LocalCluster, threads_per_worker=1, dashboard_address=None)
            address = stack.enter_context(start(n_workers=size)).scheduler_address
        client = stack.enter_context(Client(address, timeout=PATIENCE, set_as_default=False))
        client.wait_for_workers(1, timeout=PATIENCE)
    except (OSError, TimeoutError, ValueError) as error:
        raise ExecutorError(
            f"No Dask scheduler with a worker answers at {address} ({error}); start them with "
            "`dask scheduler` and `dask worker tcp://HOST:8786 --nthreads 1`."
        ) from error
    return client
