"""What a lecture is: beats that draw, words that time them, and the scene they share.

A ``LectureScene`` directs a Manim scene without being one, so that a lecture file can be read
(its parameters, its beats) without importing manim.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Final, Generic, TypeVar

from scenes.stage import script, theme
from scenes.stage.params import LectureParams
from scenes.stage.record import Caption
from scenes.stage.screen import Screen
from scenes.stage.script import Line
from scenes.stage.theme import Role

if TYPE_CHECKING:
    from manim import Mobject, Scene

    from scenes.stage.formula import Formula
    from scenes.stage.layout import Slot

P = TypeVar("P", bound=LectureParams)
F = TypeVar("F")
MODULES: Final[Mapping[int, str]] = {
    1: "What is calculus?",
    2: "Multivariate calculus",
    3: "The chain rule and neural networks",
    4: "Taylor series",
    5: "Integration",
    6: "Optimisation",
    7: "Constraints",
    8: "Regression",
}
OPENING: Final = "opening"
CHECK: Final = "check"
_MOTIF: Final = 2.5  # seconds that the picture beside the title takes to appear


@dataclass(frozen=True, slots=True)
class Meta:
    """What a lecture is about. The slug is the file's name."""

    title: str
    goal: str
    module: int
    order: int
    prerequisites: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


def beat(method: Callable[[Any], None]) -> Callable[[Any], None]:
    """Mark a method as a beat; its name is the script entry's."""
    method.is_beat = True  # type: ignore[attr-defined]
    return method


class LectureScene(Screen, Generic[P, F]):
    """Base of all lectures: ``self.params`` and ``self.facts`` in, pictures out.

    What is on the screen must be a function of parameters, facts and trackers: a beat may be
    reached by skipping over the earlier ones.
    """

    beats: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.beats = tuple(n for n, m in vars(cls).items() if getattr(m, "is_beat", False))

    def __init__(self, params: P, facts: F, meta: Meta, words: script.Script, scene: Scene) -> None:
        super().__init__(scene)
        self.params = params
        self.facts = facts
        self.meta = meta
        self.script = words
        self.captions: list[Caption] = []
        self.said: list[Line] = []
        self._lines: list[Line] = []
        self._beat_start = 0.0
        self._opened = False

    # -- performing -----------------------------------------------------------------------

    def perform(self, name: str) -> None:
        """Play one beat to its end: words, pictures, the holds between them."""
        self.captions, self.said = [], []
        self._beat_start = self.now
        if name == OPENING:
            self._lines = [script.fill(self.script.opening, self.facts, self.params.digits)]
            self.open()
            self._opened = True
        elif name == CHECK:
            self.ask()
        else:
            if self._opened:
                self.clear()
                self._opened = False
            self._lines = list(self.script.beats[name].lines(self.facts, self.params.digits))
            getattr(self, name)()
        while self._lines:
            with self.line():
                pass
        self.hold(theme.REST)

    def motif(self, slot: Slot) -> Sequence[Mobject]:
        """A computed picture beside the title, without words; a lecture may have one."""
        del slot
        return ()

    def open(self) -> None:
        """The first frame: the title, a picture of what it is about, and the question."""
        from scenes.stage.parts.cards import TitleCard

        picture = self.motif(TitleCard.picture)
        card = TitleCard(self.meta, self.params.title or self.meta.title, bool(picture))
        with self.line():
            self.appear(card.heading)
            if picture:
                self.appear(*picture, seconds=_MOTIF, lag=0.3)
            else:
                self.hold(_MOTIF)
            self.appear(card.goal)

    def ask(self) -> None:
        """The closing question, time to think, the answer."""
        from scenes.stage.parts.cards import CheckCard

        check = self.script.check
        if check is None:
            return
        question = script.fill(check.question, self.facts, self.params.digits)
        answer = script.fill(check.answer, self.facts, self.params.digits)
        self._lines = [question, answer]
        self.clear()
        card = CheckCard(check.title, question.read, answer.read)
        with self.line():
            self.appear(card.question)
        self.appear(card.clock, seconds=0.3)
        self.drive(card.left, 0, theme.THINK, steady=True)
        self.vanish(card.clock, seconds=0.3)
        with self.line():
            self.appear(card.answer)

    # -- time -----------------------------------------------------------------------------

    @contextmanager
    def line(self) -> Iterator[Line]:
        """Say the next line of the beat while the block draws; wait until it has been said.

        Raises:
            IndexError: the script has no line left for this beat.
        """
        if not self._lines:
            raise IndexError(f"{type(self).__name__}: more lines drawn than the script has")
        line = self._lines.pop(0)
        start = self.now
        yield line
        if not line.read:
            return
        seconds = line.seconds(self.params.pace)
        self.said.append(line)
        if self.params.captions:
            fps = int(self.renderer.fps)
            begun = start - self._beat_start
            spoken = seconds - script.PAUSE / self.params.pace
            self.captions.extend(script.captions(line, begun, spoken, fps))
        self.hold(seconds - (self.now - start))

    def aha(self) -> None:
        """Three seconds of silence on the frame that explains it all."""
        self.hold(theme.AHA)

    # -- words in pictures ----------------------------------------------------------------

    def formula(
        self, source: str, size: float = theme.FORMULA, role: Role = Role.TEXT, **values: Any
    ) -> Formula:
        """A formula whose numbers have the lecture's number of digits.

        The placeholder ``{name_is}`` is the relation of the value ``name``: = or ≈.
        """
        from scenes.stage.formula import Formula

        return Formula(source, size=size, role=role, digits=self.params.digits, **values)

    def derivative_name(self, f: str = "f", var: str = "x", order: int = 1, at: str = "") -> str:
        """Typst for a derivative in the lecture's notation."""
        from mvcalc.typst import derivative

        return derivative(f, var, order, self.params.notation, at)
