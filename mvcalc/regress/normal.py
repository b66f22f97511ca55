"""Solving XᵀWX b = XᵀWy: exactly over the integers, or in balls when exactness would not fit.

Every column is multiplied by the least common multiple of its denominators, so that FLINT works
on integer matrices.  Data such as 5000 standard deviations with nine decimals each would need sums
with hundreds of thousands of digits; those are enclosed in 1024-bit balls instead.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import flint
import sympy
from flint import arb, arb_mat, fmpq, fmpq_mat, fmpz_mat

from mvcalc.autodiff.arithmetic import TooLongError
from mvcalc.autodiff.mixed import Number, ball
from mvcalc.errors import RankError, UncertifiedError
from mvcalc.regress.elimination import Rows, dependence, from_flint, to_arb

_MAX_SCALE_BITS = 8_192
_MAX_RESULT_BITS = 60_000_000
_BALL_BITS = 1_024


@dataclass(frozen=True, slots=True)
class Solution:
    """Estimates (p,), inverse of XᵀWX (p, p), fitted values and residuals (n,), weighted sums of
    squares of the residuals and of the observations about their mean (or about 0)."""

    params: tuple[Number, ...]
    inverse: tuple[tuple[Number, ...], ...]
    fitted: tuple[Number, ...]
    residuals: tuple[Number, ...]
    rss: Number
    tss: Number
    exact: bool


def solve(
    rows: Rows, observed: Sequence[Fraction], weights: Sequence[Fraction], names: Sequence[str]
) -> Solution:
    """Solve the normal equations.

    Raises:
        RankError: dependent columns (named).
        UncertifiedError: in balls, when independence cannot be proved.
    """
    try:
        return _exact(rows, observed, weights, names)
    except TooLongError:
        with flint.ctx.workprec(_BALL_BITS):
            return _enclosed(rows, observed, weights)


def common_denominator(values: Iterable[Fraction]) -> int:
    """Least common multiple of the denominators.

    Raises:
        TooLongError: it has more than 8192 bits.
    """
    scale = 1
    for value in values:
        if scale % value.denominator:
            scale = math.lcm(scale, value.denominator)
            if scale.bit_length() > _MAX_SCALE_BITS:
                raise TooLongError
    return scale


def _whole(value: Fraction, scale: int) -> int:
    return value.numerator * (scale // value.denominator)


def _exact(
    rows: Rows, observed: Sequence[Fraction], weights: Sequence[Fraction], names: Sequence[str]
) -> Solution:
    n, p = len(rows), len(names)
    scales = [common_denominator(row[j] for row in rows) for j in range(p)]
    y_scale, w_scale = common_denominator(observed), common_denominator(weights)
    y, w = [_whole(v, y_scale) for v in observed], [_whole(v, w_scale) for v in weights]
    whole = [[_whole(v, s) for v, s in zip(row, scales, strict=True)] for row in rows]
    X = fmpz_mat(whole)
    weighted = fmpz_mat([[k * v for v in row] for row, k in zip(whole, w, strict=True)]).transpose()
    gram = weighted * X
    if gram.rank() < p:
        raise _dependence(fmpq_mat(gram), scales, names)
    inverse = fmpq_mat(gram).inv()
    solved = (inverse * fmpq_mat(weighted * fmpz_mat([[v] for v in y]))).entries()
    below = math.lcm(*(int(v.q) for v in solved))
    if n * below.bit_length() > _MAX_RESULT_BITS:
        raise TooLongError
    above = fmpz_mat([[int(v.p) * (below // int(v.q))] for v in solved])
    fitted = [int(v) for v in (X * above).entries()]
    residuals = [v * below - f for v, f in zip(y, fitted, strict=True)]
    bottom = below * y_scale
    squares = sum(k * r * r for k, r in zip(w, residuals, strict=True))
    return Solution(
        params=tuple(from_flint(v * fmpq(s, y_scale)) for v, s in zip(solved, scales, strict=True)),
        inverse=tuple(
            tuple(
                from_flint(inverse[i, j] * fmpq(scales[i] * scales[j] * w_scale)) for j in range(p)
            )
            for i in range(p)
        ),
        fitted=tuple(sympy.Rational(v, bottom) for v in fitted),
        residuals=tuple(sympy.Rational(v, bottom) for v in residuals),
        rss=sympy.Rational(squares, w_scale * bottom**2),
        tss=variation(observed, weights, centred=_spans_constant(rows)),
        exact=True,
    )


def _dependence(gram: fmpq_mat, scales: Sequence[int], names: Sequence[str]) -> RankError:
    p = len(names)
    unscale = fmpq_mat(p, p, [fmpq(int(i == j), s) for i, s in enumerate(scales) for j in range(p)])
    return dependence(unscale * gram * unscale, names)


def _enclosed(rows: Rows, observed: Sequence[Fraction], weights: Sequence[Fraction]) -> Solution:
    X = arb_mat([[to_arb(v) for v in row] for row in rows])
    w, y = [to_arb(v) for v in weights], [to_arb(v) for v in observed]
    weighted = arb_mat(
        [[k * to_arb(v) for v in row] for row, k in zip(rows, w, strict=True)]
    ).transpose()
    try:
        inverse = (weighted * X).inv()
    except ZeroDivisionError:
        raise UncertifiedError(
            "whether the columns depend on each other could not be decided",
            hint="use numbers with fewer digits",
        ) from None
    params = inverse * (weighted * arb_mat([[v] for v in y]))
    fitted = (X * params).entries()
    residuals = [v - f for v, f in zip(y, fitted, strict=True)]
    rss = sum((k * r * r for k, r in zip(w, residuals, strict=True)), arb(0))
    return Solution(
        params=tuple(ball(v) for v in params.entries()),
        inverse=tuple(tuple(ball(v) for v in row) for row in inverse.tolist()),
        fitted=tuple(ball(v) for v in fitted),
        residuals=tuple(ball(v) for v in residuals),
        rss=ball(rss),
        tss=variation(observed, weights, centred=_constant_column(rows)),
        exact=False,
    )


def _constant_column(rows: Rows) -> bool:
    return any(
        rows[0][j] != 0 and all(row[j] == rows[0][j] for row in rows) for j in range(len(rows[0]))
    )


def _spans_constant(rows: Rows) -> bool:
    """Whether some combination of the columns is 1 in every row."""
    if _constant_column(rows):
        return True
    X = fmpq_mat(
        len(rows), len(rows[0]), [fmpq(v.numerator, v.denominator) for row in rows for v in row]
    )
    ones = fmpq_mat(len(rows), 1, [1] * len(rows))
    projected = X * (X.transpose() * X).solve(X.transpose() * ones)
    return bool(projected == ones)


def variation(
    observed: Sequence[Fraction], weights: Sequence[Fraction], *, centred: bool
) -> Number:
    """Weighted sum of squares about the weighted mean (or about 0): exact, or a ball when the
    weights have too many different denominators."""
    try:
        y_scale, w_scale = common_denominator(observed), common_denominator(weights)
    except TooLongError:
        with flint.ctx.workprec(_BALL_BITS):
            return ball(
                _variation([to_arb(v) for v in observed], list(map(to_arb, weights)), centred)
            )
    y = [fmpq(_whole(v, y_scale)) for v in observed]
    w = [fmpq(_whole(v, w_scale)) for v in weights]
    return from_flint(_variation(y, w, centred) / (w_scale * y_scale**2))


def _variation(y: Sequence[Number], w: Sequence[Number], centred: bool) -> Number:
    squares = sum((k * v * v for k, v in zip(w, y, strict=True)), y[0] * 0)
    if not centred:
        return squares
    pull = sum((k * v for k, v in zip(w, y, strict=True)), y[0] * 0)
    return squares - pull * pull / sum(w, y[0] * 0)
