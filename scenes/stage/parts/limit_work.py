"""The derivative at a place from its definition, line by line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from manim import VGroup

from mvcalc.limits import LimitStep
from mvcalc.typst import typst
from scenes.stage import theme
from scenes.stage.formula import Formula
from scenes.stage.layout import Slot
from scenes.stage.parts.part import Part
from scenes.stage.parts.stacks import column

if TYPE_CHECKING:
    from sympy import Expr

RISE_OVER_RUN: Final = 'frac({{ "rise" : derivative }}, {{ "run" : data }})'
_EQUALS: Final = "{{ = : relation }}"


class LimitWork(Part):
    """Rise over run, worked out until the run may vanish; the equals signs under each other.

    Lines that cannot be read at the size that fits are left out; the first one is shortened to
    ``f`` with its arguments. The term that does not hold ``h`` is labelled ``kept``.

    Args:
        slot: where it stands.
        steps: from ``mvcalc.limit_steps`` at a place.
        x0: the place.
        digits: significant digits of shown numbers.

    Attributes:
        lines: the formulas from top to bottom; the last one is the limit.
    """

    def __init__(self, slot: Slot, steps: Sequence[LimitStep], x0: Any, digits: int = 6) -> None:
        super().__init__()
        first, *middle, last = steps
        short = "frac(f({x0} + h) - f({x0}), h)" if x0 != 0 else "frac(f(h) - f(0), h)"
        values = {"tangent": last.expr, "x0": x0}
        self.lines = [
            Formula(source, digits=digits, **values)
            for source in (
                f"{RISE_OVER_RUN} {_EQUALS} {first.typst}",
                *(f"{_EQUALS} {_kept(step, last.expr)}" for step in middle),
                f"lim_(h -> 0) {RISE_OVER_RUN} {{{{ {{tangent_is}} : relation }}}} "
                "{{ {tangent} : derivative }}",
            )
        ]
        brief = Formula(f"{RISE_OVER_RUN} {_EQUALS} {short}", digits=digits, **values)
        shorter = [brief, *self.lines[1:]]
        if _scale(slot, self.lines) < min(_EASY, _scale(slot, shorter)):
            self.lines = shorter
        while len(self.lines) > 2 and _scale(slot, self.lines) < _LEAST:
            self.lines.remove(max(self.lines[1:-1], key=lambda line: line.width))
        VGroup(*self.lines).scale(_scale(slot, self.lines))
        column(slot, *self.lines, align_on="relation")
        self.add(*self.lines)


_LEAST: Final = theme.SMALLEST / theme.FORMULA
_EASY: Final = theme.LABEL / theme.FORMULA  # a smaller first line is shortened
_GAP: Final = 0.25


def _scale(slot: Slot, lines: list[Formula]) -> float:
    """The factor at which lines fit the slot with their relations under each other."""
    before = [line.part("relation").get_left()[0] - line.get_left()[0] for line in lines]
    after = [line.width - left for line, left in zip(lines, before, strict=True)]
    tall = sum(line.height for line in lines)
    height = slot.height - _GAP * (len(lines) - 1)
    return float(min(1.0, slot.width / (max(before) + max(after)), height / tall))


def _kept(step: LimitStep, tangent: Expr) -> str:
    """Typst of a step, with the term that does not hold h first and labelled."""
    if not (step.expr.is_Add and tangent in step.expr.args):
        return step.typst
    rest = typst(step.expr - tangent, ascending=True)
    sign = "" if rest.startswith("-") else "+ "
    return f"{{{{ {typst(tangent)} : kept }}}} {sign}{rest}"
