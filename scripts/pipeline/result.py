"""How a job ends, and who is told while it runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from scripts.pipeline.plan import Job
from scripts.pipeline.task import Event


@dataclass(frozen=True, slots=True)
class Result:
    """How a job ended: its record, or one sentence and a log.

    Attributes:
        cached: nothing was drawn for it.
        drawn: names of the beats that were drawn.
        seconds: from the start of the build to the end of this job.
        refused: the lecture said no to its parameters.
    """

    job: Job
    cached: bool
    seconds: float
    record: dict[str, Any] | None = None
    drawn: tuple[str, ...] = ()
    message: str = ""
    log: Path | None = None
    refused: bool = False

    @property
    def ok(self) -> bool:
        """Whether the result folder is there and right."""
        return self.record is not None


class Reporter(Protocol):
    """Shows a build while it runs."""

    def start(self, jobs: Sequence[Job]) -> None:
        """These jobs will be worked on."""

    def missing(self, job: Job, beats: Sequence[str]) -> None:
        """These beats of a job have to be drawn."""

    def event(self, job: Job, event: Event) -> None:
        """Something happened while drawing for a job."""

    def result(self, result: Result) -> None:
        """A job has ended."""
