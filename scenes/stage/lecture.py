"""What a lecture is: beats that draw, words that time them, and the scene they share.

A ``LectureScene`` directs a Manim scene without being one, so that a lecture file can be read
(its parameters, its beats) without importing manim.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Final, Generic, TypeVar

from scenes.stage import script, theme
from scenes.stage.params import LectureParams
from scenes.stage.record import Caption
from scenes.stage.script import Line
from scenes.stage.theme import Role

if TYPE_CHECKING:
    from manim import Mobject, Scene, ValueTracker

    from scenes.stage.formula import Formula, Typeset

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


class LectureScene(Generic[P, F]):
    """Base of all lectures: ``self.params`` and ``self.facts`` in, pictures out.

    What is on the screen must be a function of parameters, facts and trackers: a beat may be
    reached by skipping over the earlier ones.
    """

    beats: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.beats = tuple(n for n, m in vars(cls).items() if getattr(m, "is_beat", False))

    def __init__(self, params: P, facts: F, meta: Meta, words: script.Script, scene: Scene) -> None:
        self.params = params
        self.facts = facts
        self.meta = meta
        self.script = words
        self.scene = scene
        self.renderer: Any = scene.renderer
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

    def open(self) -> None:
        """The first frame: the title, and the question the lecture answers."""
        from scenes.stage.parts.cards import title_card

        card = title_card(self.meta, self.params.title or self.meta.title)
        with self.line():
            self.appear(card)

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

    @property
    def now(self) -> float:
        """Seconds since the start of the lecture."""
        return float(self.renderer.time)

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

    def hold(self, seconds: float) -> None:
        """Let the picture stand."""
        fps = self.renderer.fps
        if seconds * fps >= 1:
            self.scene.wait(seconds)

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

    # -- pictures -------------------------------------------------------------------------

    def add(self, *mobjects: Mobject) -> None:
        """Put on the screen at once."""
        self.scene.add(*mobjects)

    def remove(self, *mobjects: Mobject) -> None:
        """Take off the screen at once."""
        self.scene.remove(*mobjects)

    def clear(self, seconds: float = 0.6) -> None:
        """Fade everything out."""
        everything = [m for m in self.scene.mobjects if m.get_family()]
        if everything:
            self.vanish(*everything, seconds=seconds)
        self.scene.clear()

    def play(self, *animations: Any, seconds: float = theme.TRANSFORM) -> None:
        """Play Manim animations together."""
        with self._parts_kept():
            self.scene.play(*animations, run_time=seconds)

    def appear(self, *mobjects: Mobject, seconds: float = theme.APPEAR, lag: float = 0.0) -> None:
        """Bring parts in, each in its own way (``entrance``), else by fading."""
        from manim import FadeIn, LaggedStart

        animations = [m.entrance() if hasattr(m, "entrance") else FadeIn(m) for m in mobjects]
        if lag and len(animations) > 1:
            self.scene.play(LaggedStart(*animations, lag_ratio=lag), run_time=seconds)
        elif animations:
            self.scene.play(*animations, run_time=seconds)
        # An entrance may animate pieces of a part; from now on the whole part is on the scene.
        for mobject in mobjects:
            self.scene.remove(*mobject.get_family())
        self.scene.add(*mobjects)

    def vanish(self, *mobjects: Mobject, seconds: float = 0.6) -> None:
        """Fade parts out and forget them; a piece of a part leaves its part."""
        from manim import FadeOut

        if not mobjects:
            return
        owners = [m for top in self.scene.mobjects for m in top.get_family()]
        with self._parts_kept():
            self.scene.play(*(FadeOut(m) for m in mobjects), run_time=seconds)
            for owner in owners:
                owner.remove(*(m for m in mobjects if m in owner.submobjects))

    @contextmanager
    def _parts_kept(self) -> Iterator[None]:
        """Keep parts whole: Manim takes one apart to animate or remove a piece of it."""
        before = list(self.scene.mobjects)
        yield
        for part in before:
            pieces = set(part.get_family()[1:])
            now = self.scene.mobjects
            if part not in now and pieces & {*now}:
                place = min(now.index(piece) for piece in pieces if piece in now)
                now[place] = part
                self.scene.mobjects = [m for m in now if m not in pieces]

    def tracker(self, value: float) -> ValueTracker:
        """A number that parts follow and ``drive`` moves."""
        from manim import ValueTracker

        return ValueTracker(float(value))

    def drive(
        self,
        trackers: ValueTracker | Mapping[ValueTracker, float],
        to: float | None = None,
        seconds: float = theme.TRANSFORM,
        steady: bool = False,
    ) -> None:
        """Move trackers to new values; parts that follow them move along.

        Args:
            trackers: one tracker with ``to``, or a mapping of trackers to targets.
            seconds: duration.
            steady: constant speed instead of easing in and out.
        """
        from manim import linear, smooth

        targets = trackers if isinstance(trackers, Mapping) else {trackers: to}
        self.scene.play(
            *(tracker.animate.set_value(float(value)) for tracker, value in targets.items()),  # type: ignore[arg-type]
            run_time=seconds,
            rate_func=linear if steady else smooth,
        )

    def rewrite(
        self, old: Typeset, new: Typeset, seconds: float = theme.TRANSFORM, **_: Any
    ) -> None:
        """Turn one formula into another: what is labelled alike moves, the rest fades."""
        from scenes.stage.formula import rewrite

        self.scene.play(*rewrite(old, new), run_time=seconds)
        self.scene.remove(old, *old.submobjects, new, *new.submobjects)
        self.scene.add(new)

    def emphasise(self, mobject: Mobject, seconds: float = 1.0) -> None:
        """Draw the eye to something already there."""
        from manim import Indicate

        # Without a colour, what is emphasised keeps its own.
        still: Any = None
        self.play(Indicate(mobject, color=still, scale_factor=1.12), seconds=seconds)

    def dim(self, formula: Typeset, all_but: tuple[str, ...], seconds: float = 0.8) -> None:
        """Quieten the glyphs of a formula that carry none of the labels (if any carries one)."""
        if not set(all_but[:1]) & set(formula.labels()):
            return
        still = {*formula.part(*all_but).submobjects}
        faded = [glyph for glyph in formula.submobjects if glyph not in still]
        quiet = Role.SECONDARY.colour
        self.scene.play(*(glyph.animate.set_fill(quiet) for glyph in faded), run_time=seconds)
