"""Drawing on a Dask cluster: the same tasks, no shared disk, results as bytes.

A worker that is killed costs its task, which the scheduler gives to another; a task that keeps
killing workers fails alone. Tasks and results are pickled: use networks you trust.
"""

from __future__ import annotations

import queue
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from functools import partial
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
        self._messages: queue.SimpleQueue[tuple[str, Any]] = queue.SimpleQueue()
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
        by_name = {task.name: task for task in tasks}
        futures = {name: self._submit(task) for name, task in by_name.items()}
        try:
            while futures:
                kind, message = self._next()
                if kind == "done":
                    future = futures.pop(message, None)
                    if future is not None:
                        yield self._end(by_name[message], future)
                        self._drop(futures, by_name, wanted)
                elif kind == "started" and message["task"] in futures:
                    yield Started(by_name[message["task"]], message["worker"])
                elif kind == "moved" and message["task"] in futures:
                    progress = Progress(message["beat"], message["frame"], 0)
                    yield Moved(by_name[message["task"]], progress)
        finally:
            for future in futures.values():
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
        future.add_done_callback(lambda _: self._messages.put(("done", task.name)))
        return future

    def _next(self) -> tuple[str, Any]:
        while True:
            try:
                return self._messages.get(timeout=TICK)
            except queue.Empty:
                if self._client.status not in {"running", "connecting"}:
                    raise ExecutorError("The connection to the scheduler was lost.") from None

    def _hear(self, event: tuple[float, dict[str, Any]]) -> None:
        self._messages.put((event[1]["kind"], event[1]))

    def _end(self, task: Task, future: Any) -> Finished | Failed | Dropped:
        if future.cancelled():
            return Dropped(task)
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

    @staticmethod
    def _drop(
        futures: dict[str, Any], by_name: dict[str, Task], wanted: Callable[[Task], bool]
    ) -> None:
        for name, future in futures.items():
            if not wanted(by_name[name]):
                future.cancel()

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
    return remote.draw_here(task, limits, entry, tell)


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
