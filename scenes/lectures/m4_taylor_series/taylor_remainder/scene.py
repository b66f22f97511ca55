"""The scene: what is drawn, beat by beat."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

import mvcalc
from scenes.stage import LectureScene, Role, beat, layout, parts, said

from . import Params
from .facts import MOST_LETTERS, Facts, polynomial

if TYPE_CHECKING:
    from manim import ValueTracker

    from scenes.stage.formula import Formula


class TaylorRemainder(LectureScene[Params, Facts]):
    """An error, its order, its hidden place, its bound, and how to make it small."""

    @beat
    def error(self) -> None:
        facts = self.facts
        upper, lower = self.pair(facts.f, facts.polynomial, facts.remainder)
        sums = parts.column(
            layout.LEDGER,
            self.formula("f(x) = {{ {f} : function }}", f=facts.f),
            self.formula("T_{n}(x) = {{ {t} : derivative }}", n=facts.degree, t=facts.written),
            self.formula('"worst" {e_is} {{ {e} : error }}', e=facts.actual),
        )
        with self.line():
            self.appear(upper, sums[0])
            self.appear(parts.Curve(upper, facts.f), seconds=1.5)
            copy = parts.Curve(upper, facts.polynomial, Role.DERIVATIVE, dashed=True)
            self.appear(copy, sums[1], seconds=1.5)
        with self.line():
            self.appear(lower)
            self.appear(*self.difference(lower, facts.f, facts.polynomial), seconds=2.0)
        with self.line():
            self.appear(self.worst(lower, facts.f, facts.polynomial, facts.remainder), sums[2])

    @beat
    def order(self) -> None:
        facts = self.facts
        self.clear()
        line = polynomial(facts.f, facts.p, 1)
        centre, ends = float(facts.p), (float(facts.low), float(facts.high))
        sides = [self.tracker(end) for end in ends]
        plot = parts.Plot(layout.PICTURE, *parts.window_around(facts.f, ends, 0.1, 0.1), y_label="")

        def edge(side: ValueTracker) -> parts.Guide:
            return parts.Guide(
                lambda: plot.path([side.get_value()] * 2, list(plot.y_range)), side
            )  # fmt: skip

        ledger = parts.Ledger(
            layout.LEDGER, ('"width"', '"worst error"'), len(facts.widths),
            roles=(Role.DATA, Role.ERROR), digits=self.params.digits, align=0,
        )  # fmt: skip
        rows = [
            ledger.row(width, mvcalc.show(error.value, 4, "decimal"))
            for width, error in zip(facts.widths, facts.halved, strict=True)
        ]
        gap = parts.Shaded(plot, facts.f, line, low=sides[0], high=sides[1], hatched=True)
        with self.line():
            self.appear(plot, ledger)
            self.appear(parts.Curve(plot, facts.f), parts.Curve(plot, line, Role.DERIVATIVE))
            self.appear(gap, *map(edge, sides), rows[0])
        with self.line():
            for k, row in enumerate(rows[1:], start=1):
                share = 0.5**k
                self.drive({
                    side: centre + (end - centre) * share
                    for side, end in zip(sides, ends, strict=True)
                })  # fmt: skip
                self.appear(row)
        with self.line():
            self.drive(dict(zip(sides, ends, strict=True)), seconds=2.0)
            self.emphasise(ledger.rows[-1])

    @beat
    def hidden(self) -> None:
        facts = self.facts
        self.clear()
        start, end = float(facts.p), float(facts.remainder.end)
        ends = (float(facts.low), float(facts.high))
        margin = 0.08 * (ends[1] - ends[0])
        x_range = (ends[0] - margin, ends[1] + margin)
        error, bound = self.error_at_end(), self.bound_at_end()
        heights = mvcalc.sample(facts.next_term, np.linspace(*ends, 200))
        y_range = parts.padded([*np.broadcast_to(heights, 200), error, bound, 0.0])
        self.plot = plot = parts.Plot(
            layout.PICTURE, x_range, y_range, x_label="xi", y_label='"next term, taken at" xi'
        )
        curve = parts.Curve(plot, facts.next_term, Role.CURVATURE, dashed=True)
        level = parts.Guide(lambda: plot.path(list(x_range), [error, error]), role=Role.ERROR)
        xi = self.tracker(start)
        dot = parts.Point(
            lambda: plot.at(xi.get_value(), at(facts.next_term, xi.get_value())),
            xi, role=Role.CURVATURE,
        )  # fmt: skip
        sums = self.remainder_sums()
        sides = [[x, x] for x in (start, end)]
        between = [parts.Guide(partial(plot.path, side, [*plot.y_range])) for side in sides]
        with self.line():
            self.appear(plot, sums[0])
            self.appear(curve, level, sums[1], seconds=1.5)
            self.appear(*between, seconds=1.5, lag=0.6)
        with self.line():
            self.appear(dot)
            self.drive(xi, end, 2.0)
            if facts.xi is not None:
                self.drive(xi, mvcalc.approximate(facts.xi), 2.0)
                self.appear(sums[2])
        with self.line():
            self.emphasise(level)

    @beat
    def promise(self) -> None:
        plot, top = self.plot, self.bound_at_end()
        bound = parts.Guide(lambda: plot.path([*plot.x_range], [top] * 2), role=Role.OPTIMUM)
        with self.line():
            self.appear(bound)
        with self.line():
            self.appear(self.bound_sum)
        with self.line():
            self.emphasise(self.bound_sum)
        self.aha()

    @beat
    def target(self) -> None:
        facts = self.facts
        self.clear()
        heights = facts.powers
        aim = float(np.log10(float(facts.target)))
        last = facts.degrees[-1]
        plot = parts.Plot(
            layout.PICTURE, (-0.05 * last - 0.5, 1.05 * last + 0.5),
            (min(*heights, aim) - 1, max(*heights, aim) + 1),
            x_label="n", y_label='"promise, powers of ten"',
        )  # fmt: skip
        shown = facts.degrees[-7:]
        ledger = parts.Ledger(
            layout.LEDGER, ("n", '"promise"'), len(shown),
            roles=(Role.DATA, Role.OPTIMUM), digits=4, shares=(1, 2), align=0,
        )  # fmt: skip
        rows = {
            n: ledger.row(n, mvcalc.show(size, 4, "decimal"))
            for n, size in zip(facts.degrees, facts.promises, strict=True) if n in shown
        }  # fmt: skip
        with self.line():
            self.appear(plot, ledger)
            line = parts.Guide(lambda: plot.path(list(plot.x_range), [aim, aim]), role=Role.ERROR)
            self.appear(line)
        with self.line():
            for n, height in zip(facts.degrees, heights, strict=True):
                dot = parts.Point(plot.at(n, height), role=Role.OPTIMUM)
                self.appear(dot, *([rows[n]] if n in rows else []), seconds=0.7)
        with self.line():
            star = parts.Point(plot.at(last, heights[-1]), role=Role.OPTIMUM, shape="star")
            self.appear(star)
            self.emphasise(rows[last])

    @beat
    def sharp(self) -> None:
        facts = self.facts
        self.clear()
        upper, lower = self.pair(facts.sine, facts.sine_polynomial, facts.sine_remainder, (0, 1))
        sums = parts.column(
            layout.LEDGER,
            self.formula("T_3 = T_4 = {{ {t} : derivative }}", t=facts.sine_polynomial),
            self.formula("R <= {{ {b} : optimum }} {d_is} {{ {d} : optimum }}",
                         b=facts.sine_remainder.bound.value, d=facts.sine_bound),
            self.formula('"worst" {e_is} {{ {e} : error }}', e=facts.sine_actual),
        )  # fmt: skip
        with self.line():
            self.appear(upper, lower, sums[0])
            self.appear(parts.Curve(upper, facts.sine), seconds=1.2)
            copy = parts.Curve(upper, facts.sine_polynomial, Role.DERIVATIVE, dashed=True)
            self.appear(copy, *self.difference(lower, facts.sine, facts.sine_polynomial))
        with self.line():
            self.appear(sums[1])
            self.appear(sums[2])

    # -- pieces ---------------------------------------------------------------------------

    def pair(
        self, f: mvcalc.Function, copy: mvcalc.Function, remainder: mvcalc.RemainderBound,
        ends: tuple[float, float] | None = None,
    ) -> tuple[parts.Plot, parts.Plot]:  # fmt: skip
        """Function above, error below, over the interval."""
        low, high = ends or (float(self.facts.low), float(self.facts.high))
        x_range, y_range = parts.window_around(f, (low, high), 0.06, 0.06)
        most = 1.3 * mvcalc.approximate(remainder.bound.ball) or 1.0
        signs = mvcalc.sample(f, np.linspace(low, high, 200)) - mvcalc.sample(
            copy, np.linspace(low, high, 200)
        )
        errors = (-most if np.nanmin(signs) < -0.02 * most else -0.15 * most,
                  most if np.nanmax(signs) > 0.02 * most else 0.15 * most)  # fmt: skip
        return parts.stacked(
            layout.PICTURE, x_range, (y_range, errors), 0.5, y_labels=("", '"error"')
        )

    def difference(
        self, plot: parts.Plot, f: mvcalc.Function, copy: mvcalc.Function
    ) -> tuple[parts.Curve, parts.Shaded]:
        """The error as a curve over a hatched area."""

        def gap(x: Any) -> Any:
            return mvcalc.sample(f, x) - mvcalc.sample(copy, x)

        return parts.Curve(plot, gap, Role.ERROR), parts.Shaded(plot, gap, 0.0, hatched=True)

    def worst(
        self, plot: parts.Plot, f: mvcalc.Function, copy: mvcalc.Function,
        remainder: mvcalc.RemainderBound,
    ) -> parts.Point:  # fmt: skip
        """The place of the largest error."""
        where = mvcalc.approximate(remainder.actual.where)
        return parts.Point(plot.seen(where, at(f, where) - at(copy, where)), role=Role.ERROR)

    def error_at_end(self) -> float:
        """The error at the far end, for drawing."""
        return float(self.facts.end_error)

    def remainder_sums(self) -> list[Formula]:
        """Lagrange's form, its value, its place if there is one, and last the promise."""
        facts = self.facts
        sums = [
            self.formula("R = frac(f^(({m}))(xi), {m}!) (x - p)^{m}", m=facts.order),
            self.formula("R {e_is} {{ {e} : error }}", e=facts.end_error_decimal),
            self.bound_formula(),
        ]
        if facts.xi is not None:
            sums.insert(2, self.formula("xi {x_is} {{ {x} : curvature }}", x=facts.xi))
        self.bound_sum = sums[-1]
        return [*parts.column(layout.LEDGER, *sums)]

    def bound_formula(self) -> Formula:
        """The promise, exactly where that is short."""
        exact, shown = said(self.facts.bound), said(self.facts.bound_decimal)
        if exact.relation != "=" or exact.text == shown.text or len(exact.text) > MOST_LETTERS // 3:
            return self.formula('"promise" {d_is} {{ {d} : optimum }}', d=shown)
        return self.formula("abs(R) <= {{ {b} : optimum }} {d_is} {{ {d} : optimum }}",
                            b=exact, d=shown)  # fmt: skip

    def bound_at_end(self) -> float:
        """The promise with the sign of that error, for drawing."""
        size = mvcalc.approximate(self.facts.remainder.bound.ball)
        return float(np.copysign(size, self.error_at_end()))


def at(f: mvcalc.Function, x: float) -> float:
    """Machine value, for drawing."""
    return float(mvcalc.sample(f, x))
