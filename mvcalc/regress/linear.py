"""Linear least squares with exact rational answers.

Minimise ‖W^½(y − Xb)‖² through the normal equations XᵀWX b = XᵀWy.  Solved over the rationals
these have no rounding, so the textbook warning against them does not apply.  (Where the exact
fractions would not fit in memory, ``fit.exact`` is False and the numbers are proved balls.)
Covariance:
s²(XᵀX)⁻¹ with s² = RSS/(n − p) when the noise is estimated, (XᵀWX)⁻¹ when σ is known
(Björck, *Numerical Methods for Least Squares Problems*, SIAM 1996, chapter 1).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from mvcalc.errors import BudgetError, DegenerateError, RangeError, RankError, names_parameters
from mvcalc.regress import normal
from mvcalc.regress.fit import Fit
from mvcalc.regress.table import Data, fractions

MAX_PARAMETERS = 30


@names_parameters
def ols(
    X: Sequence[Sequence[object]], y: Iterable[object], names: Sequence[str] | None = None
) -> Fit:
    """Ordinary least squares of ``y`` (n,) on the columns of ``X`` (n, p).

    A constant must be a column of ``X``; ``polyfit`` adds it by itself.

    Raises:
        RangeError: shapes that do not fit, or entries that are not fractions (the row is named).
        RankError: dependent columns (named), or fewer points than parameters.
    """
    observed = fractions(y, "y")
    rows = design(X)
    return least_squares(
        rows, observed, read_names(names, rows), [Fraction(1)] * len(observed), False
    )


@names_parameters
def wls(
    X: Sequence[Sequence[object]],
    y: Iterable[object],
    sigma: Iterable[object],
    names: Sequence[str] | None = None,
) -> Fit:
    """Least squares with known standard deviations ``sigma`` (n,), in the units of y.

    ``fit.rss`` is χ² and the covariance is (XᵀWX)⁻¹, not rescaled by the residuals.

    Raises:
        RangeError: a standard deviation that is not positive (its row is named); see ``ols``.
        RankError: see ``ols``.
    """
    observed = fractions(y, "y")
    rows = design(X)
    return least_squares(
        rows, observed, read_names(names, rows), weights(sigma, len(observed)), True
    )


@names_parameters
def polyfit(
    x: Iterable[object], y: Iterable[object], degree: int, sigma: Iterable[object] | None = None
) -> Fit:
    """Least-squares polynomial b0 + b1·x + … + bd·x^d.

    Raises:
        RangeError: a degree outside 0…29; see ``ols``.
        RankError: fewer than d + 1 different x.
    """
    if isinstance(degree, bool) or not isinstance(degree, int) or not 0 <= degree < MAX_PARAMETERS:
        raise RangeError(
            "the degree is not a whole number from 0 to 29", param="degree", value=degree, hint="1"
        )
    at, observed = fractions(x, "x"), fractions(y, "y")
    different = len(set(at))
    if at and different <= degree:
        raise RankError(
            f"{different} different x cannot fix {degree + 1} coefficients"
            if different > 1
            else "all x are equal, so no slope can be found",
            param="x",
            value=", ".join(str(v) for v in at[:4]) + (", …" if len(at) > 4 else ""),
            hint=f"use degree {different - 1} or give {degree + 1} different x",
            columns=tuple(f"x^{k}" for k in range(different, degree + 1)),
        )
    rows = [[v**k for k in range(degree + 1)] for v in at]
    names = tuple(f"b{k}" for k in range(degree + 1))
    known = sigma is not None
    weight = weights(sigma, len(observed)) if known else [Fraction(1)] * len(observed)
    return least_squares(rows, observed, names, weight, known)


@names_parameters
def line(data: Data) -> Fit:
    """The straight line through ``data`` (columns x, y and, if present, sigma)."""
    return polynomial(data, 1)


@names_parameters
def polynomial(data: Data, degree: int) -> Fit:
    """``polyfit`` for a table with columns x, y and, if present, sigma."""
    sigma = data.column("sigma") if "sigma" in data else None
    return polyfit(data.column("x"), data.column("y"), degree, sigma)


def data_weights(data: Data) -> list[Fraction]:
    """1/σ² row by row from a column ``sigma`` or ``variance``; ones when there is neither.

    Raises:
        RangeError: an entry that is not positive (its row is named).
    """
    if "variance" in data:
        squares = data.column("variance")
        for line, square in zip(data.lines, squares, strict=True):
            if square <= 0:
                raise RangeError(
                    f"the variance in row {line} is {square}, which is not above 0",
                    param="variance",
                    value=square,
                    hint="give a positive number, such as 1",
                    row=line,
                )
        return [1 / square for square in squares]
    return weights(data.column("sigma") if "sigma" in data else None, len(data))


def weights(sigma: Iterable[object] | None, count: int) -> list[Fraction]:
    """1/σ² row by row.

    Raises:
        RangeError: a σ that is not positive, or another number of rows.
    """
    errors = fractions(sigma if sigma is not None else [1] * count, "sigma")
    if len(errors) != count:
        raise RangeError(
            f"there are {len(errors)} standard deviations for {count} points",
            param="sigma",
            hint="give one for every point",
        )
    for row, error in enumerate(errors, start=1):
        if error <= 0:
            raise RangeError(
                f"the standard deviation in row {row} is {error}, which is not above 0",
                param="sigma",
                value=error,
                hint="give a positive number, such as 1",
                row=row,
            )
    return [1 / error**2 for error in errors]


# inside ----------------------------------------------------------------------------------------


def design(X: Sequence[Sequence[object]]) -> list[tuple[Fraction, ...]]:
    """Rows of exact numbers, all of one length.

    Raises:
        RangeError: a row of another length, or an entry that is not a fraction.
    """
    rows: list[tuple[Fraction, ...]] = []
    for number, row in enumerate(X, start=1):
        if isinstance(row, str) or not isinstance(row, Iterable):
            raise RangeError(
                f"row {number} of X is one number instead of a row",
                param="X",
                hint="write [[1, x1], [1, x2], …] or use polyfit",
            )
        rows.append(fractions(row, f"X, row {number}, column"))
        if len(rows[-1]) != len(rows[0]):
            raise RangeError(
                f"row {number} of X has {len(rows[-1])} entries instead of {len(rows[0])}",
                param="X",
                hint="give every row as many columns",
            )
    return rows


def read_names(names: Sequence[str] | None, rows: Sequence[Sequence[Fraction]]) -> tuple[str, ...]:
    """One name per column, b0, b1, … by default.

    Raises:
        RangeError: another number of names.
    """
    width = len(rows[0]) if rows else 0
    if names is None:
        return tuple(f"b{k}" for k in range(width))
    if len(names) != width:
        raise RangeError(
            f"there are {len(names)} names for {width} columns", param="names", value=names
        )
    return tuple(names)


def _check_shape(count: int, observed: int, names: Sequence[str]) -> None:
    if count != observed:
        raise RangeError(
            f"there are {count} rows of x and {observed} of y", hint="give as many x as y"
        )
    if count == 0 or not names:
        raise DegenerateError("there is nothing to fit", hint="give at least two points")
    if len(names) > MAX_PARAMETERS:
        raise BudgetError(
            f"{len(names)} parameters are too many",
            limit=MAX_PARAMETERS,
            needed=len(names),
            hint=f"use at most {MAX_PARAMETERS}",
        )
    if count < len(names):
        raise RankError(
            f"{count} points cannot fix {len(names)} parameters",
            hint=f"give at least {len(names)} points",
            columns=tuple(names),
        )


def least_squares(
    rows: Sequence[Sequence[Fraction]],
    observed: Sequence[Fraction],
    names: tuple[str, ...],
    weight: Sequence[Fraction],
    scale_known: bool,
) -> Fit:
    """Solve the normal equations for rows (n, p) of the design with given weights 1/σ².

    Raises:
        RankError: dependent columns (named), or fewer points than parameters.
        RangeError, DegenerateError, BudgetError: shapes that do not fit.
    """
    _check_shape(len(rows), len(observed), names)
    found = normal.solve(rows, observed, weight, names)
    return Fit(
        names=names,
        params=found.params,
        unscaled=found.inverse,
        design=tuple(tuple(row) for row in rows),
        weights=tuple(weight),
        fitted=found.fitted,
        residuals=found.residuals,
        rss=found.rss,
        tss=found.tss,
        scale_known=scale_known,
        exact=found.exact,
    )
