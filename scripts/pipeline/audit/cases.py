"""One examination: a lecture with some parameters, in a process of its own or in this one."""

from __future__ import annotations

import re
import signal
import threading
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any, Final

from mvcalc.errors import MvcalcError
from scenes import catalogue
from scenes.audit.finding import Finding

MOST_SECONDS: Final = 120  # of processor time
_LONGEST_SENTENCE: Final = 400
_JUNK: Final = re.compile(r"Traceback|<[a-z_]+ |object at 0x|\bNone\b|\bnan\b|Error\b")


@dataclass(frozen=True, slots=True)
class Case:
    """A lecture, a name for the parameters, and the parameters.

    Attributes:
        pictures: folder for cropped pictures, or None.
        cadence: seconds between looks at motions.
    """

    slug: str
    label: str
    params: Mapping[str, Any] = field(default_factory=dict)
    pictures: Path | None = None
    cadence: float = 0.5


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a case.

    Attributes:
        refused: the sentence, when the lecture refused the parameters.
        meant: exempt findings with their reasons.
    """

    case: Case
    findings: tuple[Finding, ...] = ()
    refused: str = ""
    meant: tuple[tuple[Finding, str], ...] = ()
    looks: int = 0
    seconds: float = 0.0
    beats: Mapping[str, float] = field(default_factory=dict)


class _OutOfTimeError(Exception):
    """The time of a case is over."""


def examine_case(case: Case) -> Verdict:
    """Examine one case; whatever happens becomes a finding."""
    from scenes.audit.examiner import Stage, examine  # manim is loaded only here

    try:
        with _limited(MOST_SECONDS):
            stage = Stage.prepare(case.slug, case.params)
    except MvcalcError as error:
        return Verdict(case, _sentence_faults(case, error), refused=error.sentence)
    except Exception as error:
        return Verdict(case, (_broken(case, error),))
    try:
        with _limited(MOST_SECONDS):
            report = examine(stage, case.pictures, case.cadence)
    except Exception as error:
        return Verdict(case, (_broken(case, error),))
    return Verdict(
        case,
        report.findings,
        meant=report.meant,
        looks=report.looks,
        seconds=report.seconds,
        beats=report.beats,
    )


def _broken(case: Case, error: Exception) -> Finding:
    """An exception that is no refusal, or a refusal that came too late."""
    words = " ".join(str(error).split())[:300]
    check = "slow" if isinstance(error, _OutOfTimeError) else "crash"
    if isinstance(error, _OutOfTimeError):
        message = f"not done after {MOST_SECONDS} s"
    elif isinstance(error, MvcalcError):
        message = f"refused while drawing instead of before: {words}"
    else:
        message = f"{type(error).__name__}: {words}"
    source = _place(error, catalogue.load(case.slug).files)
    return Finding(case.slug, "", 0.0, check, message, source=source, params=case.params)


def _place(error: BaseException, lecture: tuple[Path, ...]) -> str:
    """The last line of the lecture that an exception came through, else of anything."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename) in lecture]
    last = own[-1] if own else frames[-1]
    return f"{Path(last.filename).name}:{last.lineno}"


def _sentence_faults(case: Case, error: MvcalcError) -> tuple[Finding, ...]:
    """A refusal is one plain sentence that names a parameter and says what would work."""
    sentence = error.sentence
    problems = []
    if "\n" in sentence or len(sentence) > _LONGEST_SENTENCE or not sentence.endswith("."):
        problems.append(f"it is not one sentence of at most {_LONGEST_SENTENCE} characters")
    if _JUNK.search(sentence):
        problems.append("it talks about the program")
    if not error.param and not any(re.search(rf"\b{name}\b", sentence) for name in case.params):
        problems.append("it names no parameter")
    if not error.hint and "; " not in sentence:
        problems.append("it says nothing that would work")
    return tuple(
        Finding(case.slug, "", 0.0, "sentence", f"{problem}: {sentence}", params=case.params)
        for problem in problems
    )


@contextmanager
def _limited(seconds: int) -> Iterator[None]:
    """Interrupt what takes too long, where the system can: not on Windows, not in a thread.

    Processor time is counted, so that a busy machine finds no other faults than an idle one.
    """
    if not hasattr(signal, "SIGPROF") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        del number, frame
        raise _OutOfTimeError

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
