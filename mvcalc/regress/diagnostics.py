"""Look before you trust: leverage, standardised residuals, influence, and what they suggest.

Cook's distance D = r²h / (p s²(1 − h)²) (Cook, *Technometrics* 19, 1977); the test for a missed
bend adds the squared fitted values to the model (Ramsey, *J. R. Statist. Soc. B* 31, 1969).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from typing import Any

import flint
import sympy
from flint import arb, fmpq

from mvcalc.autodiff.arithmetic import ball_of
from mvcalc.autodiff.mixed import PRECISION, Number, ball, minus, over, root, times
from mvcalc.errors import RankError, names_parameters
from mvcalc.expr import Ball, rational, sign
from mvcalc.regress.chisquare import chi2_tail
from mvcalc.regress.elimination import from_flint, to_arb
from mvcalc.regress.fit import Fit
from mvcalc.regress.linear import least_squares

_OUTLIER = Fraction(5, 2)
_INFLUENCE = 1
_MAX_EXACT = 300
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


@names_parameters
def diagnostics(fit: Fit) -> Diagnostics:
    """Examine a fit with at least one degree of freedom.

    Numbers are exact for an exact fit of at most 300 points, otherwise proved balls.

    Raises:
        DegenerateError: no degrees of freedom, so the data say nothing about errors.
    """
    exact = fit.exact and len(fit.residuals) <= _MAX_EXACT
    scale = sympy.Integer(1) if fit.scale_known else fit.s2
    with flint.ctx.workprec(PRECISION):
        points = _points(fit, scale, _to_fmpq if exact else _to_arb)
        give = _from_fmpq if exact else ball
        found = Diagnostics(
            residuals=fit.residuals,
            leverage=tuple(give(point.leverage) for point in points),
            standardised=tuple(_signed_root(point, give) for point in points),
            cook=tuple(None if point.cook is None else give(point.cook) for point in points),
            durbin_watson=_durbin_watson([point.residual for point in points], give),
            notes=(),
        )
    return replace(found, notes=tuple(_notes(fit, found)))


@dataclass(frozen=True, slots=True)
class _Point:
    """Raw numbers of one point: fmpq or arb; the last two are None at leverage 1."""

    residual: Any
    leverage: Any
    squared: Any | None
    cook: Any | None


def _points(fit: Fit, scale: Number, read: Callable[[Any], Any]) -> list[_Point]:
    U = [[read(v) for v in row] for row in fit.unscaled]
    size, s2 = range(len(U)), read(scale)
    points = []
    for row, weight, residual in zip(fit.design, fit.weights, fit.residuals, strict=True):
        x, w, r = [read(v) for v in row], read(weight), read(residual)
        spread = [sum((U[i][j] * x[j] for j in size), w * 0) for i in size]
        h = w * sum((x[i] * spread[i] for i in size), w * 0)
        if _touches_zero(1 - h) or _touches_zero(s2):
            points.append(_Point(r, h, None, None))
            continue
        squared = w * r * r / (s2 * (1 - h))
        points.append(_Point(r, h, squared, squared * h / (len(U) * (1 - h))))
    return points


def _touches_zero(value: Any) -> bool:
    return bool(value.contains(0)) if isinstance(value, arb) else bool(value == 0)


def _to_fmpq(value: Any) -> fmpq:
    if isinstance(value, Fraction):
        return fmpq(value.numerator, value.denominator)
    return fmpq(int(value.p), int(value.q))


def _to_arb(value: Any) -> arb:
    return to_arb(value) if isinstance(value, Fraction) else ball_of(value)


def _from_fmpq(value: fmpq) -> sympy.Rational:
    return from_flint(value)


def _signed_root(point: _Point, give: Callable[[Any], Number]) -> Number | None:
    if point.squared is None:
        return None
    negative = point.residual < 0
    if isinstance(point.squared, arb):
        size = point.squared.sqrt()
        return ball(-size if negative else size)
    size = root(give(point.squared))
    return -size if negative else size


def _durbin_watson(residuals: Sequence[Any], give: Callable[[Any], Number]) -> Number | None:
    squares = sum((r * r for r in residuals), residuals[0] * 0)
    if _touches_zero(squares):
        return None
    steps = [b - a for a, b in pairwise(residuals)]
    return give(sum((d * d for d in steps), residuals[0] * 0) / squares)


def _is_zero(value: Number) -> bool:
    return value.contains(0) if isinstance(value, Ball) else sign(value) == 0


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


@names_parameters
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
