"""A lecture with one fault planted where a parameter says; clean without it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from scenes.stage import Check, LectureParams, LectureScene, Meta, Role, Script, beat, theme
from scenes.stage.params import Number, param
from scenes.stage.record import Caption
from scenes.stage.script import Words

META = Meta(title="A planted fault", goal="Is it found?", module=1, order=98)
FAULTS = (
    "none", "text over text", "text touches text", "mark over label", "label on a filling",
    "quick crossing", "slow crossing", "half hidden", "below", "left", "small", "shrunken",
    "faint text", "faint mark", "many roles", "foreign", "empty", "frozen", "two motions",
    "two trackers", "no fact", "literal", "literal in a formula", "fast caption", "leftover",
)  # fmt: skip


class Params(LectureParams):
    fault: Literal[FAULTS] = param("none", "what is wrong")  # type: ignore[valid-type]
    value: Number = param("5/4", "a number")


@dataclass(frozen=True)
class Facts:
    value: object
    double: object


def compute(params: Params) -> Facts:
    from mvcalc.expr import number

    value = number(params.value)
    return Facts(value, 2 * value)


SCRIPT = Script(
    opening="Something may be wrong here. Will it be found?",
    beats={
        "rest": Words("At rest", "A number stands here, it is {value}, and a line beside it."),
        "move": Words("On the move", "Now one thing moves along, as slowly as it must."),
    },
    check=Check("Twice {value} is how much?", "It is {double}."),
)


class Planted(LectureScene[Params, Facts]):
    @beat
    def rest(self) -> None:
        from scenes.stage.parts.marks import Point

        facts = self.facts
        self.number = self.formula("x = {value}", value=facts.value).move_to((-3, 2, 0))
        self.line_mark = _line((-5, 0), (5, 0))
        self.dot = Point(_place(-4, -1))
        with self.line():
            self.appear(self.number, self.line_mark, self.dot)
            self.plant_at_rest(str(self.params.fault))

    def plant_at_rest(self, fault: str) -> None:
        from scenes.stage.formula import Words as Prose

        if fault == "text over text":
            self.add(Prose("over").move_to(self.number))
        elif fault == "text touches text":
            other = Prose("I")
            self.add(other.next_to(self.number, (1, 0, 0), buff=-0.04))
        elif fault == "mark over label":
            self.add(_line((-4, 2.1), (-2, 1.9)))
        elif fault == "label on a filling":
            self.add(_disc((2, 2), 0.8), self.formula("{v}", v=self.facts.value).move_to((2, 2, 0)))
            self.scene.mobjects[-1].set_color(theme.BACKGROUND)
        elif fault == "half hidden":
            self.add(_card((-2.5, 2), 1.0, 1.0))
        elif fault == "below":
            self.add(_line((0, -3.0), (0, -3.4)))
        elif fault == "left":
            self.add(_line((-6.9, 1), (-6, 1)))
        elif fault == "small":
            self.add(Prose("tiny", size=theme.TICK * 0.8).move_to((3, 2, 0)))
        elif fault == "shrunken":
            self.add(self.formula("{v}", v=self.facts.value).move_to((3, 2, 0)).scale(0.5))
        elif fault == "faint text":
            self.add(Prose("faint").set_opacity(0.4).move_to((3, 2, 0)))
        elif fault == "faint mark":
            self.add(_card((3, 2), 1.2, 0.5, Role.SECONDARY), _line((2.6, 2), (3.4, 2)))
            self.scene.mobjects[-1].set_color(Role.DATA.colour)
        else:
            self.plant_meaning(fault)

    def plant_meaning(self, fault: str) -> None:
        from manim import BLUE

        from scenes.stage.formula import Words as Prose

        if fault == "many roles":
            others = [r for r in Role if r not in (Role.TEXT, Role.GRID, Role.SECONDARY)]
            self.add(*(_line((-5, -k / 4), (5, -k / 4), role) for k, role in enumerate(others[:6])))
        elif fault == "foreign":
            self.line_mark.set_color(BLUE)
        elif fault == "no fact":
            self.add(self.formula("{v}", v=self.facts.value * 3).move_to((3, 2, 0)))  # type: ignore[operator]
        elif fault == "literal":
            self.add(Prose("it is 7").move_to((3, 2, 0)))
        elif fault == "literal in a formula":
            self.add(self.formula("x^2 + 7").move_to((3, 2, 0)))
        elif fault == "leftover":
            self.add(self.formula("x = {value}", value=self.facts.value).move_to(self.number))

    @beat
    def move(self) -> None:
        from manim import linear

        fault = str(self.params.fault)
        with self.line():
            if fault == "frozen":
                self.hold(1.0)
            elif fault == "two motions":
                other = self.formula("{v}", v=self.facts.double).move_to((5, 2, 0))
                self.add(other)
                self.play(_shift(self.dot, 2, 0), _shift(other, 0, -1.2), seconds=1)
            elif fault == "two trackers":
                self.follow_both()
            elif fault in ("quick crossing", "slow crossing"):
                seconds = 0.8 if fault == "quick crossing" else 6.0
                bar = _line((-5, 1), (-5, 3), Role.DERIVATIVE)
                self.appear(bar)
                self.play(_shift(bar, 4, 0, rate_func=linear), seconds=seconds)
            else:
                self.play(_shift(self.dot, 2, 0), seconds=1)
        if fault == "fast caption":
            self.captions.append(Caption(9, 10, "Many, very many words in little time."))
        if fault == "empty":
            self.clear()

    def follow_both(self) -> None:
        from scenes.stage.parts.marks import Point

        here, there = self.tracker(-4), self.tracker(2)
        self.add(
            Point(lambda: _place(here.get_value(), -2), here),
            Point(lambda: _place(there.get_value(), 2), there),
        )
        self.drive({here: -2, there: 4})


def _shift(mobject: Any, x: float, y: float, **how: Any) -> Any:
    return mobject.animate(**how).shift((x, y, 0))


def _place(x: float, y: float):  # type: ignore[no-untyped-def]
    import numpy as np

    return np.array([x, y, 0.0])


def _line(start, end, role=Role.FUNCTION):  # type: ignore[no-untyped-def]
    from scenes.stage.parts.part import set_segment, stroke

    return set_segment(stroke(role), _place(*start), _place(*end))


def _disc(centre, radius):  # type: ignore[no-untyped-def]
    from manim import Circle

    disc = Circle(radius, fill_color=Role.FUNCTION.colour, fill_opacity=1, stroke_width=0)
    return disc.move_to((*centre, 0))


def _card(centre, width, height, role=None):  # type: ignore[no-untyped-def]
    from manim import Rectangle

    colour = role.colour if role else theme.PANEL
    card = Rectangle(width=width, height=height, fill_color=colour, fill_opacity=1, stroke_width=0)
    return card.move_to((*centre, 0))
