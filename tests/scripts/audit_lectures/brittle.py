"""A lecture that breaks, refuses badly and hides labels for some parameters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from mvcalc.errors import DegenerateError, MvcalcError
from scenes.stage import LectureParams, LectureScene, Meta, Number, Script, beat
from scenes.stage.params import Expr1, param
from scenes.stage.script import Words

META = Meta(title="Brittle", goal="What breaks?", module=1, order=96)


class Params(LectureParams):
    f: Expr1 = param("x^2", "a curve")
    size: int = param(3, "how many", ge=1, le=40)
    number: Number = param("2", "a number")
    mode: Literal["sound", "early", "late", "rude", "polite", "tardy", "wide"] = param(
        "sound", "what goes wrong"
    )


PRESETS = {"wide": {"mode": "wide", "size": 9}}


@dataclass(frozen=True)
class Facts:
    size: int
    number: Any


def compute(params: Params) -> Facts:
    from mvcalc.expr import number

    if params.mode == "early" and params.size > 5:
        raise ZeroDivisionError("nothing left")
    if params.mode == "rude":
        raise DegenerateError("TypeError: unsupported operand for None")
    if params.mode == "polite":
        raise DegenerateError(
            "there is nothing to show", param="mode", value="polite", hint="try mode = sound"
        )
    return Facts(params.size, number(params.number))


SCRIPT = Script(
    opening="What breaks here?",
    beats={"only": Words("Only", "There are {size} of them, and {number} is one.")},
)


class Brittle(LectureScene[Params, Facts]):
    @beat
    def only(self) -> None:
        if self.params.mode == "late" and self.facts.size > 5:
            raise IndexError("no slot left")
        if self.params.mode == "tardy":
            raise MvcalcError("too late to refuse", param="mode", hint="refuse in compute")
        first = self.formula("{n}", n=self.facts.number).move_to((-2, 0, 0))
        second = self.formula("{n}", n=self.facts.size).move_to((2, 0, 0))
        if self.params.mode == "wide" and self.facts.size > 5:
            second.move_to(first)
        with self.line():
            self.appear(first, second)
