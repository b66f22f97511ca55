"""An error and its order, the place it hides, the promise above it, and a degree that is enough."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

import mvcalc
from scenes.stage import LectureScene, Role, beat, layout, parts, said, theme

from . import Params
from .facts import MOST_LETTERS, Facts, polynomial
from .title import beside_title

if TYPE_CHECKING:
    from scenes.stage.formula import Formula

MOST_ROWS = 10  # of a table of promises


class TaylorRemainder(LectureScene[Params, Facts]):
    """An error, its order, its hidden place, its bound, and how to make it small."""

    motif = beside_title

    @beat
    def error(self) -> None:
        facts = self.facts
        most = 1.3 * mvcalc.approximate(facts.remainder.bound.ball)
        picture = parts.ErrorPlot(layout.PICTURE, facts.f, facts.polynomial, self.ends(), most)
        sums = parts.column(
            layout.LEDGER,
            self.formula("f(x) = {{ {f} : function }}", theme.WORKING, f=facts.f),
            self.formula(
                "T_{n}(x) = {{ {t} : derivative }}", theme.WORKING, n=facts.degree, t=facts.written
            ),
            self.formula('"worst" {e_is} {{ {e} : error }}', theme.WORKING, e=facts.actual),
        )
        x = self.tracker(float(facts.p))
        with self.line():
            self.appear(picture.upper, sums[0])
            self.appear(picture.curve, seconds=1.5)
            self.appear(picture.twin, sums[1], seconds=1.5)
        with self.line():
            self.appear(picture.lower)
            self.appear(picture.error, picture.area, seconds=2.0)
        with self.line():
            self.appear(picture.point(x))
            self.hold(theme.REST)
            self.drive(x, mvcalc.approximate(facts.remainder.actual.where), 4.0)
            self.appear(sums[2])

    @beat
    def order(self) -> None:
        facts = self.facts
        self.clear()
        line = polynomial(facts.f, facts.p, 1)
        picture = parts.Neighbourhood(layout.PICTURE, facts.f, line, float(facts.p), self.ends())
        ledger = parts.Ledger(
            layout.LEDGER, ('"width"', '"worst error"'), len(facts.line.widths),
            roles=(Role.DATA, Role.ERROR), digits=self.params.digits, align=0,
        )  # fmt: skip
        rows = [ledger.row(*row) for row in zip(facts.line.widths, facts.line.errors, strict=True)]
        with self.line():
            self.appear(picture.plot, ledger)
            self.appear(picture.curve, picture.line)
            self.appear(picture.gap, *picture.edges, rows[0])
        with self.line():
            for k, row in enumerate(rows[1:], start=1):
                self.drive(picture.shrunk(0.5**k), seconds=3.0)
                self.appear(row)
        with self.line():
            self.drive(picture.shrunk(1), seconds=2.0)
            self.emphasise(rows[0])
            self.emphasise(rows[1])
        with self.line():
            self.drive(picture.shrunk(0.5), seconds=6.0)

    @beat
    def hidden(self) -> None:
        facts = self.facts
        self.clear()
        way = float(facts.p), float(facts.remainder.end)
        x, xi = self.tracker(way[0]), self.tracker(way[0])
        self.xi = xi
        self.place = picture = parts.HiddenPlace(
            layout.PICTURE, facts.gap, facts.next_term, way, self.ends(), self.bound_at_end(), x, xi
        )
        sums = self.remainder_sums()
        with self.line():
            self.appear(picture.plot, picture.error, picture.area, picture.follower, seconds=1.5)
            self.drive(x, way[1], 3.0)
            self.appear(picture.level, sums[1])
            self.appear(sums[0], seconds=2.0)
        with self.line():
            self.vanish(picture.area, picture.error, picture.follower)
            self.appear(picture.term, seconds=2.0)
            self.appear(picture.point)
            self.appear(*picture.sides, seconds=1.5, lag=0.6)
        with self.line():
            self.drive(xi, way[1], 2.0)
            if facts.xi is not None:
                self.drive(xi, mvcalc.approximate(facts.xi), 2.0)
                self.appear(sums[2])
        with self.line():
            self.emphasise(picture.level)

    @beat
    def promise(self) -> None:
        facts = self.facts
        with self.line():
            self.drive(self.xi, mvcalc.approximate(facts.remainder.M.where), 3.0)
            self.appear(self.place.promise, seconds=1.5)
        with self.line():
            self.appear(self.bound_sum)
            self.hold(6 * theme.REST)
            self.emphasise(self.bound_sum)
        self.clear()
        sums = parts.column(
            layout.LEDGER,
            self.formula("abs(R) <= frac(M, {m}!) abs(x - p)^{m}", m=facts.order),
            self.bound_sum,
            self.formula('"worst" {e_is} {{ {e} : error }}', e=facts.actual),
        )
        everywhere = parts.PromisePlot(
            layout.PICTURE, facts.f, facts.polynomial, self.promised, self.ends()
        )
        with self.line():
            self.appear(everywhere.plot, *sums)
            self.appear(everywhere.error, everywhere.area, seconds=2.0)
            self.appear(everywhere.promise, seconds=2.0)
        with self.line():
            self.appear(everywhere.slack, seconds=3.0)
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
        shown = facts.degrees[-MOST_ROWS:]
        ledger = parts.Ledger(
            layout.LEDGER, ("n", '"promise"'), len(shown),
            roles=(Role.DATA, Role.OPTIMUM), digits=4, shares=(1, 2), align=0,
        )  # fmt: skip
        rows = {
            n: ledger.row(n, mvcalc.show(size.value, 4, "decimal"))
            for n, size in zip(facts.degrees, facts.promises, strict=True) if n in shown
        }  # fmt: skip
        dots = {
            n: [
                parts.Point(plot.at(n, height), role=Role.OPTIMUM),
                *([rows[n]] if n in rows else []),
            ]
            for n, height in zip(facts.degrees, heights, strict=True)
        }
        asked = parts.Tag(
            self.formula("{t}", theme.LABEL, Role.ERROR, t=said(facts.target).flat), opacity=1
        ).next_to(plot.at(0, aim), (1, -1, 0), buff=0.08)
        with self.line():
            self.appear(plot, ledger)
            level = parts.Guide(lambda: plot.path([*plot.x_range], [aim, aim]), role=Role.ERROR)
            self.appear(level, asked)
            known = dots.pop(facts.degree if facts.degree in dots else 0)
            self.appear(*known)
            self.emphasise(known[0], seconds=1.5)
        with self.line():
            for pair in dots.values():
                self.appear(*pair, seconds=0.7)
        with self.line():
            star = parts.Point(plot.at(last, heights[-1]), role=Role.OPTIMUM, shape="star")
            self.appear(star)
            self.emphasise(rows[last])

    @beat
    def sharp(self) -> None:
        sharp = self.facts.sharp
        self.clear()
        bound = mvcalc.approximate(sharp.remainder.bound.ball)
        picture = parts.ErrorPlot(layout.PICTURE, sharp.f, sharp.polynomial, (0, 1), 1.3 * bound)
        best = '"as" T_4: quad {{ {b} : optimum }} {d_is} {{ {d} : optimum }}'
        sums = parts.column(
            layout.LEDGER,
            self.formula("T_3 = T_4 = {{ {t} : derivative }}", t=sharp.polynomial),
            self.formula('"as" T_3: quad {d_is} {{ {d} : optimum }}', d=sharp.weak),
            self.formula(best, b=sharp.remainder.bound.value, d=sharp.promise),
            self.formula('"worst" {e_is} {{ {e} : error }}', e=sharp.error),
        )
        x = self.tracker(0)
        with self.line():
            self.appear(picture.upper, picture.lower, sums[0])
            self.appear(picture.curve, seconds=1.2)
            self.appear(picture.twin, picture.error, picture.area)
        with self.line():
            self.appear(sums[1])
            self.hold(4 * theme.REST)
            self.appear(sums[2], picture.level(bound), seconds=2.0)
        with self.line():
            self.appear(picture.point(x))
            self.drive(x, 1, 2.0)
            self.appear(sums[3])

    # -- pieces ---------------------------------------------------------------------------

    def ends(self) -> tuple[float, float]:
        """The interval, for drawing."""
        return float(self.facts.low), float(self.facts.high)

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
        exact, shown = said(self.facts.remainder.bound.value), said(self.facts.bound_decimal)
        if exact.relation != "=" or exact.text == shown.text or len(exact.text) > MOST_LETTERS // 3:
            return self.formula('"promise" {d_is} {{ {d} : optimum }}', d=shown)
        return self.formula("abs(R) <= {{ {b} : optimum }} {d_is} {{ {d} : optimum }}",
                            b=exact, d=shown)  # fmt: skip

    def promised(self, x: Any) -> Any:
        """The promise anywhere in the interval, for drawing."""
        facts = self.facts
        distance = (x - float(facts.p)) / (float(facts.remainder.end) - float(facts.p))
        return abs(self.bound_at_end()) * np.abs(distance) ** facts.order

    def bound_at_end(self) -> float:
        """The promise with the sign of the error there, for drawing."""
        size = mvcalc.approximate(self.facts.remainder.bound.ball)
        return float(np.copysign(size, float(self.facts.end_error)))
