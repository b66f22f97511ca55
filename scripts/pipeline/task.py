"""What is handed to whoever draws, and what they say back."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from mvcalc.errors import MvcalcError
from scenes.stage.record import Drawn, DrawRequest, Progress

DRAW = "scripts.pipeline.tracing:draw"
"""The function that draws: ``(DrawRequest, Hints, on_progress) -> Drawn``."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of a beat in which something moves, or the picture stands still.

    Attributes:
        seconds: how long it was to last.
        frames: how many frames that made.
        picture: digest of the picture that stands still; "" while something moves.
    """

    seconds: float
    frames: int
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """What a drawn beat looked at, and how its time went.

    Attributes:
        reads: names of the values.
        values: their digest.
        silent: the digest of those that could shape a picture were the words only spoken.
        stretches: the beat from its first frame to its last.
    """

    reads: tuple[str, ...]
    values: str
    silent: str = ""
    stretches: tuple[Stretch, ...] = ()


@dataclass(frozen=True, slots=True)
class Trace:
    """A stored beat: what it looked at, its key in the store, and where its video is."""

    look: Look
    key: str
    segment: Path | None = None


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known before drawing.

    Attributes:
        known: stored beats with the code of each beat, under the beat's name.
        words_matter: beats whose code keeps words of earlier beats.
        words_shown: beats whose code may look at their own words.
    """

    known: Mapping[str, tuple[Trace, ...]] = field(default_factory=dict)
    words_matter: frozenset[str] = frozenset()
    words_shown: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class TracedDrawn(Drawn):
    """Drawn beats, those that need not be drawn, and what the drawn ones looked at.

    Attributes:
        reused: name of a beat and key of the stored beat that drawing it would give.
        retimed: names of drawn beats whose pictures are those of a stored beat; only words and
            timing are new.
        looks: name of a drawn beat and what it looked at, where that can be told.
    """

    reused: tuple[tuple[str, str], ...] = ()
    retimed: tuple[str, ...] = ()
    looks: tuple[tuple[str, Look], ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """One job for one worker.

    Attributes:
        name: unique within a build and fit for a file name.
        request: what to draw; its folder is private to the task and exists.
        hints: what is known before drawing.
    """

    name: str
    request: DrawRequest
    hints: Hints = Hints()


@dataclass(frozen=True, slots=True)
class Started:
    """A worker took a task."""

    task: Task
    worker: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A task made progress."""

    task: Task
    progress: Progress


@dataclass(frozen=True, slots=True)
class Finished:
    """A task is done; the files are in its private folder."""

    task: Task
    drawn: Drawn
    seconds: float


@dataclass(frozen=True, slots=True)
class Failed:
    """A task will not be done: one sentence, and the log file with the whole story.

    ``refused`` when the lecture said no to its parameters: nothing broke.
    """

    task: Task
    message: str
    log: Path
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Dropped:
    """A task nobody wants any more was never started."""

    task: Task


Event = Started | Moved | Finished | Failed | Dropped


class Executor(Protocol):
    """Draws tasks somewhere: worker processes here, or a cluster."""

    @property
    def size(self) -> int:
        """How many tasks are drawn at the same time."""

    def run(self, tasks: Iterable[Task], wanted: Callable[[Task], bool]) -> Iterator[Event]:
        """Draw all tasks; each ends in exactly one ``Finished``, ``Failed`` or ``Dropped``.

        ``wanted`` is asked before a task is started.
        """

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


@dataclass(frozen=True, slots=True)
class Ready:
    """Everything is loaded."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """An exception, as text: one sentence for the user, the traceback for the log."""

    sentence: str
    traceback: str
    refused: bool = False

    @classmethod
    def of(cls, error: BaseException) -> Trouble:
        """Describe an exception; only errors made on purpose speak for themselves."""
        words = " ".join(str(error).split())
        refused = isinstance(error, MvcalcError)
        if isinstance(error, MvcalcError):
            sentence = error.sentence
        elif isinstance(error, MemoryError):
            sentence = "it needs more memory than it may use; raise --memory or lower --quality."
        else:
            sentence = f"{type(error).__name__}: {words[:300]}"
        return cls(sentence, "".join(traceback.format_exception(error)), refused)


class ExecutorError(RuntimeError):
    """Nothing can be drawn at all; the message is one sentence for the user."""
