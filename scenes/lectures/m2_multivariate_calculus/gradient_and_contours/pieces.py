"""The pieces of the scene: a map, an arrow on it, and the sums beside them."""

from __future__ import annotations

from typing import Any

import numpy as np

import mvcalc
from scenes.stage import LectureScene, Role, layout, parts, theme

from . import Params
from .facts import Facts, short

REACH = 2.0  # length of the gradient's arrow in frame units


def ground(facts: Facts, slot: layout.Slot) -> tuple[Any, tuple[Any, ...]]:
    """Ranges about the point that fill the slot, and the heights of the contour lines there."""
    (x, y), reach = map(float, facts.point), float(facts.reach)
    ranges = parts.window_over(slot, [(x - reach, y - reach), (x + reach, y + reach)], 0)
    return ranges, mvcalc.contour_levels(facts.f, ranges, 12).values


class Pieces(LectureScene[Params, Facts]):
    """What several beats draw."""

    plot: parts.Plot

    def map(self, slot: layout.Slot) -> tuple[parts.Plot, tuple[Any, ...]]:
        """Axes about the point, and the heights of the contour lines."""
        ranges, levels = ground(self.facts, slot)
        return parts.Plot(slot, *ranges, equal=True, grid=False), levels

    def here(self) -> np.ndarray:
        """The point on the map."""
        return self.plot.at(*map(float, self.facts.point))

    def facing(self, angle: float) -> np.ndarray:
        """The two ends of a line of sight from the point."""
        return self.here() + REACH * np.array([[0, 0, 0], [np.cos(angle), np.sin(angle), 0]])

    def uphill(self, name: str = "") -> parts.Arrow:
        """The gradient at the point."""
        label = parts.Tag(self.formula(name, theme.LABEL, Role.GRADIENT)) if name else None
        return parts.Arrow(*self.facing(self.facts.uphill), label=label)

    def sums(self) -> Any:
        """The function, its slopes, both as a row and as a column, and the column's length."""
        (a, b), r = self.facts.shown, self.facts.jacobian
        return parts.column(
            layout.LEDGER,
            self.formula("f = {{ {f} : function }}", f=self.facts.f),
            self.formula("frac(partial f, partial x) {a_is} {{ {a} : derivative }}", a=a),
            self.formula("frac(partial f, partial y) {b_is} {{ {b} : derivative }}", b=b),
            self.formula("J {r_is} mat({{ {a} : derivative }}, {{ {b} : derivative }})",
                         a=a, b=b, r=r),
            self.formula("nabla f {r_is} vec({{ {a} : gradient }}, {{ {b} : gradient }})",
                         a=a, b=b, r=r),
            self.formula("abs(nabla f) {n_is} {{ {n} : gradient }}", n=self.facts.length),
        )  # fmt: skip

    def product(self) -> Any:
        """A step, the slope along it as row times column, and as a shadow."""
        c, s = self.facts.walk
        widest = layout.LEDGER.width * theme.WORKING / theme.SMALLEST
        for digits in (4, 3, 2, 1):  # as many as can be read
            a, b = (short(slope, digits) for slope in self.facts.slopes)
            relation = "=" if a.relation == b.relation == "=" else "approx"
            product = self.formula(
                f"J u {relation} mat({{{{ {{a}} : derivative }}}}, {{{{ {{b}} : derivative }}}}) "
                "vec({c}, {s})",
                theme.WORKING, a=a, b=b, c=c, s=s,
            )  # fmt: skip
            if product.width <= widest:
                break
        return parts.column(
            layout.LEDGER,
            self.formula("u = vec({c}, {s})", theme.WORKING, c=c, s=s),
            product,
            self.formula('"slope" {v_is} {{ {v} : derivative }}', v=self.facts.walk_shown),
            self.formula('{{ "shadow" : derivative }} = {{ abs(nabla f) : gradient }} cos phi.alt'),
        )  # fmt: skip

    def turn(self, view: parts.SurfaceView, by: float) -> None:
        """Turn the hill, unless motion is to be reduced."""
        if not self.params.reduced_motion:
            self.drive(view.theta, view.theta.get_value() + by, 3.0)
