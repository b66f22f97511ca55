"""A lecture of a few seconds, for tests of the command."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.stage.lecture import LectureScene, Meta, beat
from scenes.stage.params import Expr1, LectureParams, Number, param
from scenes.stage.script import Script, Words

META = Meta(title="A tiny lecture", goal="see a value", module=1, order=99)


class Params(LectureParams):
    f: Expr1 = param("x^2", "the function")
    x0: Number = param("3", "where it is read")


PRESETS = {"cube": {"f": "x^3"}}


@dataclass(frozen=True)
class Facts:
    value: object


def compute(params: Params) -> Facts:
    from mvcalc.expr import evaluate, number, parse

    return Facts(evaluate(parse(params.f), number(params.x0)))


SCRIPT = Script(
    opening="Look.",
    beats={
        "first": Words("First", "It is {value}.", "A dot and {value}."),
        "second": Words("Second", "And out."),
    },
)


class Tiny(LectureScene[Params, Facts]):
    @beat
    def first(self) -> None:
        from manim import Dot

        self.dot = Dot()
        with self.line():
            self.appear(self.dot, seconds=0.2)

    @beat
    def second(self) -> None:
        from manim import FadeOut

        with self.line():
            self.play(FadeOut(self.dot), seconds=0.2)
