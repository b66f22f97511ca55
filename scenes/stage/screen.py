"""What a lecture does to the picture: bring in, move, rewrite, take away, let it stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from scenes.stage import theme
from scenes.stage.theme import Role

if TYPE_CHECKING:
    from manim import Mobject, Scene, ValueTracker

    from scenes.stage.formula import Typeset


class Screen:
    """A Manim scene as lectures use it. Times are in seconds of the video."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.renderer: Any = scene.renderer

    @property
    def now(self) -> float:
        """Seconds since the start of the lecture."""
        return float(self.renderer.time)

    def hold(self, seconds: float) -> None:
        """Let the picture stand."""
        fps = self.renderer.fps
        if seconds * fps >= 1:
            self.scene.wait(seconds)

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
