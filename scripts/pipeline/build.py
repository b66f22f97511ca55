"""Making results: what is in the store is taken, the rest is drawn, then packaged."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scenes.stage.record import Drawn, DrawRequest
from scripts.pipeline.anatomy import Code
from scripts.pipeline.batches import Batch, divide
from scripts.pipeline.mux import MuxError
from scripts.pipeline.package import existing, package
from scripts.pipeline.plan import Beat, Job, codes
from scripts.pipeline.result import Reporter, Result
from scripts.pipeline.store import Claim, Store, StoredBeat
from scripts.pipeline.sweep import remove_remains
from scripts.pipeline.task import (
    Dropped,
    Executor,
    Failed,
    Finished,
    Hints,
    Look,
    Task,
    TracedDrawn,
)
from scripts.pipeline.timings import Timing, Timings
from scripts.pipeline.traces import Traces

RETRY_CLAIM = 0.2  # seconds between looks at what another build is drawing


@dataclass(slots=True)
class Open:
    """A job that still waits for beats."""

    job: Job
    claim: Claim
    waiting: set[str]
    codes: Mapping[str, Code]
    drawn: list[str] = field(default_factory=list)
    failure: Failed | None = None


class Build:
    """One run over some jobs.

    Args:
        store: where drawn beats are kept.
        executor: makes the executor when something has to be drawn, not before.
        reporter: told about everything.
        timings: figures of earlier builds, to plan by; learns from this one.
        force: draw even what is in the store.
        codes: the code of every beat of a job.
    """

    def __init__(
        self,
        store: Store,
        executor: Callable[[], Executor],
        reporter: Reporter,
        timings: Timings,
        *,
        force: bool = False,
        codes: Callable[[Job], Mapping[str, Code]] = codes,
    ) -> None:
        self._codes = codes
        self._store = store
        self._traces = Traces(store)
        self._executor = executor
        self._reporter = reporter
        self._timings = timings
        self._force = force
        self._begin = time.monotonic()
        self._fresh: set[str] = set()

    def run(self, jobs: Sequence[Job]) -> list[Result]:
        """Make every job; a job that fails leaves the others alone.

        Raises:
            ExecutorError: nothing can be drawn at all.
            OSError: the store cannot be written.
        """
        self._begin = time.monotonic()
        remove_remains(self._store.root / "work")
        self._reporter.start(jobs)
        results, todo = [], []
        for job in jobs:
            record = None if self._force else existing(job)
            if record is not None:
                results.append(self._end(job, record=record, cached=True))
            elif (obstacle := self._obstacle(job)) is not None:
                results.append(obstacle)
            else:
                todo.append(job)
        with ExitStack() as stack:
            stack.callback(self._timings.save)
            executor: Executor | None = None
            while todo:
                opened, todo = self._open(todo, results)
                if opened:
                    if executor is None:
                        executor = stack.enter_context(self._executor())
                    results += self._draw(opened, executor)
                elif todo:
                    time.sleep(RETRY_CLAIM)
        return results

    def _obstacle(self, job: Job) -> Result | None:
        """Why the result could not be written, found out before anything is drawn for it."""
        try:
            job.folder.parent.mkdir(parents=True, exist_ok=True)
            remove_remains(job.folder.parent)
            with self._store.work_folder(job.folder.parent):
                return None
        except OSError as error:
            return self._end(job, message=f"cannot write {job.folder}: {error.strerror}.")

    def _open(self, jobs: Sequence[Job], results: list[Result]) -> tuple[list[Open], list[Job]]:
        """Jobs that are ours to draw, and those whose beats somebody is drawing just now."""
        opened: list[Open] = []
        later: list[Job] = []
        for job in jobs:
            if not self._missing(job):
                results.append(self._package(job, ()))
                continue
            claim = self._store.claim(job.digest)
            if claim is None:
                later.append(job)
                continue
            missing = self._missing(job)  # again: its last owner may have just finished
            if missing:
                self._reporter.missing(job, [beat.name for beat in missing])
                opened.append(Open(job, claim, {beat.key for beat in missing}, self._codes(job)))
            else:
                claim.release()
                results.append(self._package(job, ()))
        return opened, later

    def _missing(self, job: Job) -> list[Beat]:
        if self._force:
            return [beat for beat in job.beats if beat.key not in self._fresh]
        return [beat for beat in job.beats if self._store.get(beat.key) is None]

    def _draw(self, opened: Sequence[Open], executor: Executor) -> Iterator[Result]:
        with ExitStack() as stack:
            owners: dict[str, Open] = {}
            tasks: list[Task] = []
            for one in opened:
                stack.callback(one.claim.release)
            for batch in self._batches(opened, executor.size):
                one = opened[batch.owner]
                folder = stack.enter_context(self._store.work_folder())
                job = one.job
                name = f"{job.slug}-{job.preset}-{job.format.label}-{batch.beats[0]}"
                tasks.append(Task(name, request(job, batch.beats, folder), self._hints(one, batch)))
                owners[str(folder)] = one

            def wanted(task: Task) -> bool:
                return owners[str(task.request.folder)].failure is None

            for event in executor.run(tasks, wanted):
                one = owners[str(event.task.request.folder)]
                self._reporter.event(one.job, event)
                if isinstance(event, Finished | Failed | Dropped):
                    yield from self._settle(one, event)

    def _batches(self, opened: Sequence[Open], workers: int) -> list[Batch]:
        missing = [[b.name for b in one.job.beats if b.key in one.waiting] for one in opened]
        return divide(
            missing,
            workers,
            lambda owner, beat: self._timings.cost(opened[owner].job.slug, beat),
        )

    def _hints(self, one: Open, batch: Batch) -> Hints:
        """What is in the store for the code of these beats."""
        if self._force:
            return Hints()
        known = {name: self._traces.known(one.codes[name].digest) for name in batch.beats}
        matter = frozenset(name for name in batch.beats if one.codes[name].words_matter)
        shown = frozenset(name for name in batch.beats if one.codes[name].words_shown)
        return Hints(known, matter, shown)

    def _settle(self, one: Open, event: Finished | Failed | Dropped) -> Iterator[Result]:
        names = event.task.request.beats
        done = [beat for beat in one.job.beats if beat.name in names]
        one.waiting -= {beat.key for beat in done}
        if isinstance(event, Failed):
            one.failure = one.failure or event
        elif isinstance(event, Finished):
            self._keep(one, done, event.drawn)
            self._learn(one.job, event)
        if one.waiting:
            return
        one.claim.release()
        if one.failure is None:
            yield self._package(one.job, tuple(one.drawn))
        else:
            yield self._fail(one.job, one.failure)

    def _keep(self, one: Open, beats: Sequence[Beat], drawn: Drawn) -> None:
        """Put what was drawn, or found to be known, into the store."""
        reused: dict[str, str] = {}
        looks: dict[str, Look] = {}
        retimed: tuple[str, ...] = ()
        if isinstance(drawn, TracedDrawn):
            reused, looks, retimed = dict(drawn.reused), dict(drawn.looks), drawn.retimed
        records = {record.name: record for record in drawn.beats}
        for beat in beats:
            if beat.name in reused:
                self._store.copy(reused[beat.name], beat.key, drawn.title, drawn.facts)
                continue
            record = records[beat.name]
            self._store.put(beat.key, record, drawn.title, drawn.facts, replace_old=self._force)
            self._fresh.add(beat.key)
            if beat.name not in retimed:
                one.drawn.append(beat.name)
            if beat.name in looks:
                self._traces.add(one.codes[beat.name].digest, looks[beat.name], beat.key)

    def _fail(self, job: Job, failure: Failed) -> Result:
        if failure.refused:
            failure.log.unlink(missing_ok=True)  # the sentence says it all
            return self._end(job, message=failure.message, refused=True)
        message = f"{', '.join(failure.task.request.beats)}: {failure.message}"
        return self._end(job, message=message, log=failure.log)

    def _learn(self, job: Job, event: Finished) -> None:
        if isinstance(event.drawn, TracedDrawn) and event.drawn.retimed:
            return  # the time says nothing about drawing
        megapixels = job.format.width * job.format.height / 1e6
        frames = sum(beat.frames for beat in event.drawn.beats)
        for beat in event.drawn.beats:
            cost = event.seconds * beat.frames / max(frames, 1) / megapixels
            lasts = beat.frames / job.format.fps
            self._timings.learn(job.slug, beat.name, Timing(lasts, cost))

    def _package(self, job: Job, drawn: tuple[str, ...]) -> Result:
        stored: list[StoredBeat] = []
        for beat in job.beats:
            found = self._store.get(beat.key)
            if found is None:
                message = f"the beat {beat.name} was removed from the store meanwhile; try again."
                return self._end(job, message=message)
            stored.append(found)
        try:
            record = package(job, stored, self._store)
        except MuxError as error:
            for beat in job.beats:
                self._store.drop(beat.key)
            return self._end(job, message=f"{error}; its beats were dropped, try again.")
        except OSError as error:
            return self._end(job, message=f"cannot write {job.folder}: {error.strerror}.")
        return self._end(job, record=record, cached=not drawn, drawn=drawn)

    def _end(
        self,
        job: Job,
        *,
        record: dict[str, Any] | None = None,
        cached: bool = False,
        drawn: tuple[str, ...] = (),
        message: str = "",
        log: Path | None = None,
        refused: bool = False,
    ) -> Result:
        if record is None:
            with contextlib.suppress(OSError):  # folders made for it, unless others use them
                job.folder.parent.rmdir()
                job.folder.parent.parent.rmdir()
        seconds = time.monotonic() - self._begin
        result = Result(job, cached, seconds, record, drawn, message, log, refused)
        self._reporter.result(result)
        return result


def request(job: Job, beats: tuple[str, ...], folder: Path) -> DrawRequest:
    """What a worker is asked to draw for some beats of a job."""
    return DrawRequest(
        slug=job.slug,
        params=dict(job.params),
        width=job.format.width,
        height=job.format.height,
        fps=job.format.fps,
        folder=folder,
        beats=beats,
    )
