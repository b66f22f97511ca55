"""Look before you trust: leverage, standardised residuals, influence, and what they suggest.

Cook's distance D = r²h / (p s²(1 − h)²) (Cook, *Technometrics* 19, 1977); the test for a missed
bend adds the squared fitted values to the model (Ramsey, *J. R. Statist. Soc. B* 31, 1969).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

import flint
import sympy
from flint import arb

from mvcalc.autodiff.arithmetic import ball_of
from mvcalc.autodiff.mixed import PRECISION, Number, ball, minus, over, root, times, total
from mvcalc.errors import RankError
from mvcalc.expr import Ball, rational, sign
from mvcalc.regress.chisquare import chi2_tail
from mvcalc.regress.fit import Fit
from mvcalc.regress.linear import least_squares
from mvcalc.regress.model import to_expr

_OUTLIER = Fraction(5, 2)
_INFLUENCE = 1
_RARE = Fraction(1, 100)


class Kind(StrEnum):
    """What a note is about."""

    DECISIVE = "one point decides"
    OUTLIER = "outlier"
    INFLUENTIAL = "influential point"
    BEND = "missed bend"
    TOO_WIDE = "scatter larger than the error bars"
    TOO_NARROW = "scatter smaller than the error bars"


@dataclass(frozen=True, slots=True)
class Note:
    """One finding: its kind, the row it concerns (from 1, None for all), the number behind it,
    and a sentence without numbers."""

    kind: Kind
    row: int | None
    value: Number
    sentence: str


@dataclass(frozen=True, slots=True)
class Diagnostics:
    """Per-point measures of a linear fit (n,) and the notes they give rise to.

    ``standardised`` and ``cook`` are None for a point with leverage 1, which the fit must hit.
    """

    residuals: tuple[Number, ...]
    leverage: tuple[Number, ...]
    standardised: tuple[Number | None, ...]
    cook: tuple[Number | None, ...]
    durbin_watson: Number | None
    notes: tuple[Note, ...]


def diagnostics(fit: Fit) -> Diagnostics:
    """Examine a fit with at least one degree of freedom.

    Raises:
        DegenerateError: no degrees of freedom, so the data say nothing about errors.
    """
    scale = sympy.Integer(1) if fit.scale_known else fit.s2
    leverage = tuple(_leverage(fit, k) for k in range(len(fit.residuals)))
    free = [minus(sympy.Integer(1), h) for h in leverage]
    standardised: list[Number | None] = []
    cook: list[Number | None] = []
    for r, w, h, rest in zip(fit.residuals, fit.weights, leverage, free, strict=True):
        square = times(to_expr(w), times(r, r))
        if _is_zero(rest) or _is_zero(scale):
            standardised.append(None)
            cook.append(None)
            continue
        size = over(square, times(scale, rest))
        standardised.append(times(_sign(r), root(size)))
        share = times(sympy.Integer(len(fit.params)), rest)
        cook.append(over(times(size, h), share))
    found = Diagnostics(
        residuals=fit.residuals,
        leverage=leverage,
        standardised=tuple(standardised),
        cook=tuple(cook),
        durbin_watson=_durbin_watson(fit),
        notes=(),
    )
    return Diagnostics(
        found.residuals,
        found.leverage,
        found.standardised,
        found.cook,
        found.durbin_watson,
        tuple(_notes(fit, found)),
    )


def _leverage(fit: Fit, k: int) -> Number:
    row = fit.design[k]
    size = range(len(row))
    spread = total(times(times(row[i], row[j]), fit.unscaled[i][j]) for i in size for j in size)
    return times(to_expr(fit.weights[k]), spread)


def _is_zero(value: Number) -> bool:
    return value.contains(0) if isinstance(value, Ball) else sign(value) == 0


def _sign(value: Number) -> sympy.Integer:
    if isinstance(value, Ball):
        return sympy.Integer(-1 if value.upper < 0 else 1)
    return sympy.Integer(sign(value))


def _durbin_watson(fit: Fit) -> Number | None:
    if _is_zero(fit.rss):
        return None
    r = fit.residuals
    steps = [minus(r[k + 1], r[k]) for k in range(len(r) - 1)]
    return over(total(times(d, d) for d in steps), total(times(v, v) for v in r))


def _above(value: Number | None, limit: Fraction | int) -> bool:
    if value is None:
        return False
    if isinstance(value, Ball):
        return value.lower > limit
    return sign(value - sympy.Rational(limit)) > 0


def _notes(fit: Fit, found: Diagnostics) -> list[Note]:
    notes = []
    for row, (h, z, d) in enumerate(
        zip(found.leverage, found.standardised, found.cook, strict=True), start=1
    ):
        if _is_zero(minus(sympy.Integer(1), h)):
            sentence = "this point alone fixes a parameter; without it the fit has no answer"
            notes.append(Note(Kind.DECISIVE, row, h, sentence))
        if z is not None and (_above(z, _OUTLIER) or _above(times(sympy.Integer(-1), z), _OUTLIER)):
            sentence = "this point lies much farther from the fit than the others"
            notes.append(Note(Kind.OUTLIER, row, z, sentence))
        if d is not None and _above(d, _INFLUENCE):
            sentence = "without this point the fit would be clearly different"
            notes.append(Note(Kind.INFLUENTIAL, row, d, sentence))
    bend = bend_test(fit)
    if bend is not None and bend.upper < _RARE:
        sentence = "the residuals follow a curve that the model does not have"
        notes.append(Note(Kind.BEND, None, bend, sentence))
    if fit.scale_known and fit.dof > 0:
        tail = chi2_tail(fit.rss, fit.dof)
        if tail.upper < _RARE:
            sentence = "the points scatter more than their error bars allow"
            notes.append(Note(Kind.TOO_WIDE, None, fit.reduced_chi2, sentence))
        if 1 - tail.lower < _RARE:
            sentence = "the points scatter less than their error bars promise"
            notes.append(Note(Kind.TOO_NARROW, None, fit.reduced_chi2, sentence))
    return notes


def bend_test(fit: Fit) -> Ball | None:
    """p-value of adding the squared fitted values to a linear fit with exact numbers.

    None when the test does not apply: a nonlinear fit, fewer than two degrees of freedom, or
    squared fitted values that the model already contains.
    """
    if not fit.exact or fit.dof < 2:
        return None
    fitted = [rational(value) for value in fit.fitted]
    rows = [(*map(rational, row), value**2) for row, value in zip(fit.design, fitted, strict=True)]
    observed = [f + rational(r) for f, r in zip(fitted, fit.residuals, strict=True)]
    names = (*fit.names, "square")
    try:
        larger = least_squares(rows, observed, names, fit.weights, fit.scale_known)
    except RankError:
        return None
    if _is_zero(larger.rss):
        return ball(arb(0)) if not _is_zero(fit.rss) else None
    gain = minus(fit.rss, larger.rss)
    ratio = over(gain, times(larger.rss, sympy.Rational(1, larger.dof)))
    return f_tail(ratio, 1, larger.dof)


def f_tail(ratio: Number, above: int, below: int) -> Ball:
    """Probability that Fisher's F with (above, below) degrees of freedom exceeds ``ratio``."""
    with flint.ctx.workprec(PRECISION):
        f = ball_of(ratio)
        u = below / (below + above * f)
        return ball(u.beta_lower(arb(below) / 2, arb(above) / 2, regularized=1))
