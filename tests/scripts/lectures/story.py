"""A lecture whose beats depend on different things, for tests of what is drawn again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from scenes.stage.lecture import LectureScene, Meta, beat
from scenes.stage.params import LectureParams, Number, param
from scenes.stage.script import Script, Words

META = Meta(title="A story", goal="tell it", module=1, order=98)
SIZE = 0.3
UNUSED = 1


class Params(LectureParams):
    early: Number = param("1", "shown first")
    kept: Number = param("2", "made in the second beat, moved in the third")
    late: Number = param("3", "shown last")
    rounds: int = param(2, "read directly", ge=1, le=5)


@dataclass(frozen=True)
class Facts:
    early: Any
    kept: Any
    late: Any

    @property
    def mood(self) -> str:
        return "large" if self.late > 10 else "small"


def compute(params: Params) -> Facts:
    from mvcalc.expr import number

    return Facts(number(params.early), number(params.kept), number(params.late))


SCRIPT = Script(
    opening="Listen.",
    beats={
        "alone": Words("Alone", "First {early}.", "A square for {early}."),
        "making": Words("Making", "Then {kept}."),
        "moving": Words("Moving", "It moves."),
        "end": Words("End", "At last, {mood}.", "The end, {late}."),
    },
)


def square(size: float) -> Any:
    from manim import Square

    return Square(side_length=size + SIZE)


class Story(LectureScene[Params, Facts]):
    @beat
    def alone(self) -> None:
        shape = square(float(self.facts.early))
        with self.line():
            self.appear(shape, seconds=0.5)

    @beat
    def making(self) -> None:
        self.clear(seconds=0.3)
        self.shape = square(float(self.facts.kept))
        with self.line():
            self.appear(self.shape, seconds=0.5)

    @beat
    def moving(self) -> None:
        from manim import Rotate

        with self.line():
            for _ in range(self.params.rounds):
                self.play(Rotate(self.shape, 0.7), seconds=0.5)

    @beat
    def end(self) -> None:
        with self.line():
            self.appear(self.dot(), seconds=0.5)

    def dot(self) -> Any:
        from manim import Dot

        return Dot(radius=float(self.facts.late) / 10)
