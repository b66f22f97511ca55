"""The slope of one over x from its definition, in large type."""

from __future__ import annotations

from typing import Final

from manim import VGroup

from scenes.stage.formula import Formula
from scenes.stage.layout import Slot
from scenes.stage.parts.limit_work import RISE_OVER_RUN
from scenes.stage.parts.part import Part
from scenes.stage.parts.stacks import column

_EQUALS: Final = "{{ = : relation }}"


class ReciprocalWork(Part):
    """Rise over run of 1/x, worked out; the ``h`` that cancels and the one that goes are labelled.

    Args:
        slot: where it stands.
        name: Typst mathematics of the derivative.

    Attributes:
        lines: quotient, one denominator, cancelled, derivative.
    """

    def __init__(self, slot: Slot, name: str) -> None:
        super().__init__()
        self.lines = [
            Formula(source)
            for source in (
                f"{RISE_OVER_RUN} {_EQUALS} frac(1, h) (frac(1, x + h) - frac(1, x))",
                f"{_EQUALS} frac(1, {{{{ h : away }}}}) dot frac(-{{{{ h : away }}}}, x (x + h))",
                f"{_EQUALS} -frac(1, x (x + {{{{ h : away }}}}))",
                f"{name} {_EQUALS} {{{{ -frac(1, x^2) : derivative }}}}",
            )
        ]
        column(slot, *self.lines, gap=0.5, align_on="relation")
        self.add(*self.lines)

    @property
    def rise(self) -> float:
        """How far up the derivative goes to stand under the quotient."""
        second, last = self.lines[1], self.lines[3]
        return float(second.get_top()[1] - last.get_top()[1])

    def away(self, line: int) -> VGroup:
        """What leaves a line before the next one is written."""
        return self.lines[line].part("away")
