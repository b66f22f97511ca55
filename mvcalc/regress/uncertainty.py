"""How sure a fit is: confidence ellipses and intervals."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import flint
import sympy
from flint import arb

from mvcalc.autodiff.arithmetic import ball_of
from mvcalc.autodiff.mixed import PRECISION, Number, ball, minus, plus, root, times
from mvcalc.errors import RangeError, UncertifiedError, names_parameters
from mvcalc.expr import Ball, number, sign
from mvcalc.regress.elimination import to_arb
from mvcalc.regress.fit import Fit

ONE_SIGMA = sympy.erf(1 / sympy.sqrt(2))
"""Probability of one standard deviation of a normal variable, 0.6827."""


@dataclass(frozen=True, slots=True)
class Ellipse:
    """Parameters (a, b) with (Δa, Δb) C⁻¹ (Δa, Δb)ᵀ ≤ delta around the centre.

    Attributes:
        names: the two parameters.
        centre: (2,) their estimates.
        covariance: (2, 2) C.
        delta: the rise of χ² (or of RSS/s²) on the boundary.
        semi_axes: (2,) half lengths, the longer first.
        directions: (2, 2) unit vectors of the axes, in the same order.
        level: probability.
        joint: whether the level holds for both parameters together or for each alone (the
            ellipse's shadow on its axis).
    """

    names: tuple[str, str]
    centre: tuple[Number, Number]
    covariance: tuple[tuple[Number, Number], tuple[Number, Number]]
    delta: Number
    semi_axes: tuple[Ball, Ball]
    directions: tuple[tuple[Ball, Ball], tuple[Ball, Ball]]
    level: sympy.Expr
    joint: bool


@names_parameters
def confidence_ellipse(
    fit: Fit,
    level: object = ONE_SIGMA,
    joint: bool = True,
    params: tuple[int, int] = (0, 1),
) -> Ellipse:
    """Confidence ellipse of two parameters of a fit.

    With known σ the boundary is χ² + delta: −2 ln(1 − level) jointly, the squared normal quantile
    for one parameter.  With estimated noise it follows Fisher's F (2, dof) or Student's t (dof).

    Raises:
        RangeError: a level outside (0, 1), or parameters the fit does not have.
        DegenerateError: the noise cannot be estimated (no degrees of freedom).
    """
    probability = _probability(level)
    i, j = params
    if i == j or not all(0 <= k < len(fit.params) for k in (i, j)):
        raise RangeError(
            f"the fit has {len(fit.params)} parameters, counted from 0",
            param="params",
            value=params,
            hint="(0, 1)",
        )
    C = fit.covariance
    matrix = ((C[i][i], C[i][j]), (C[j][i], C[j][j]))
    delta = _delta(fit, probability, joint)
    axes, directions = _axes(matrix, delta)
    return Ellipse(
        names=(fit.names[i], fit.names[j]),
        centre=(fit.params[i], fit.params[j]),
        covariance=matrix,
        delta=delta,
        semi_axes=axes,
        directions=directions,
        level=probability,
        joint=joint,
    )


def _probability(level: object) -> sympy.Expr:
    probability = number(level)
    if sign(probability) <= 0 or sign(1 - probability) <= 0:
        raise RangeError(
            "the level is not between 0 and 1", param="level", value=level, hint="0.95"
        )
    return probability


def _delta(fit: Fit, level: sympy.Expr, joint: bool) -> Number:
    if joint and fit.scale_known:
        return -2 * sympy.log(1 - level)
    if joint:
        n = fit.dof
        return n * ((1 - level) ** sympy.Rational(-2, n) - 1)
    if fit.scale_known and level == ONE_SIGMA:
        return sympy.Integer(1)
    if fit.scale_known:
        with flint.ctx.workprec(PRECISION):
            quantile = ball_of(level).erfinv()
            return ball(2 * quantile * quantile)
    return student_square(level, fit.dof)


def student_square(level: sympy.Expr, dof: int) -> Ball:
    """t² with P(|T| ≤ t) = level for Student's t with ``dof`` degrees of freedom.

    P(|T| ≤ t) is the regularised incomplete beta function I(u; 1/2, dof/2) at u = t²/(dof + t²),
    which is bisected with proved signs.
    """
    with flint.ctx.workprec(PRECISION):
        wanted, a, b = ball_of(level), arb(1) / 2, arb(dof) / 2
        low, high = Fraction(0), Fraction(1)
        for _ in range(120):
            middle = (low + high) / 2
            reached = to_arb(middle).beta_lower(a, b, regularized=1)
            if reached < wanted:
                low = middle
            elif reached > wanted:
                high = middle
            else:
                break
        if high == 1:
            raise UncertifiedError("the level is too close to 1", param="level", value=level)
        lower, upper = (to_arb(end) * dof / (1 - to_arb(end)) for end in (low, high))
        return ball(lower.union(upper))


def _axes(
    matrix: tuple[tuple[Number, Number], tuple[Number, Number]], delta: Number
) -> tuple[tuple[Ball, Ball], tuple[tuple[Ball, Ball], tuple[Ball, Ball]]]:
    with flint.ctx.workprec(PRECISION):
        (a, b), (_, d) = ((ball_of(v) for v in row) for row in matrix)
        size = ball_of(delta)
        gap = ((a - d) * (a - d) + 4 * b * b).sqrt()
        long, short = (a + d + gap) / 2, (a * d - b * b) / ((a + d + gap) / 2)
        if gap.contains(0):  # a circle: every direction is an axis
            first = (arb(1), arb(0))
        elif b.is_zero():
            first = (arb(1), arb(0)) if a > d else (arb(0), arb(1))
        else:
            raw = (long - d, b) if a > d else (b, long - a)
            length = (raw[0] * raw[0] + raw[1] * raw[1]).sqrt()
            first = (raw[0] / length, raw[1] / length)
        u = (ball(first[0]), ball(first[1]))
        v = (ball(-first[1]), ball(first[0]))
        return (ball((size * long).sqrt()), ball((size * short).sqrt())), (u, v)


@names_parameters
def interval(fit: Fit, name: str, level: object = "0.95") -> tuple[Number, Number]:
    """Confidence interval of one parameter: estimate ∓ quantile · standard error.

    Raises:
        RangeError: no such parameter, or a level outside (0, 1).
        DegenerateError: the noise cannot be estimated.
    """
    probability = _probability(level)
    estimate = fit.param(name)
    k = fit.names.index(name)
    reach = root(times(_delta(fit, probability, joint=False), fit.covariance[k][k]))
    return minus(estimate, reach), plus(estimate, reach)
