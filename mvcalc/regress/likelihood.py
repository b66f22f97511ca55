"""The likelihood of labels under a logistic model, over balls, with its two derivatives."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import sympy
from flint import arb, arb_mat, fmpq_mat

from mvcalc.autodiff.arithmetic import Floats
from mvcalc.errors import DegenerateError, RangeError, names_parameters
from mvcalc.expr import rational
from mvcalc.regress.elimination import to_arb, to_matrix
from mvcalc.regress.linear import design
from mvcalc.regress.table import fractions


@dataclass(frozen=True, slots=True)
class Here:
    """The cost at some weights: value, gradient (p, 1), Hessian (p, p), and the log-likelihood
    without the penalty."""

    cost: arb
    gradient: arb_mat
    hessian: arb_mat
    loglik: arb


@dataclass(frozen=True, slots=True)
class Problem:
    """Exact data; ``penalty`` (p,) is l2 or 0 per column; ``X`` (n, p) is the design in balls."""

    rows: list[tuple[Fraction, ...]]
    labels: tuple[Fraction, ...]
    penalty: list[Fraction]
    X: arb_mat

    def at(self, w: Sequence[arb]) -> Here:
        """Everything about the cost at weights ``w`` (p,)."""
        p = len(w)
        loglik = arb(0)
        gaps, variances = [], []
        for z, label in zip((self.X * _column(w)).entries(), self.labels, strict=True):
            chance, tail = probability(z), softplus(-z if label else z)
            loglik -= tail
            gaps.append(chance - 1 if label else chance)
            variances.append(chance * (1 - chance))
        ridge = [to_arb(c) for c in self.penalty]
        X = self.X.tolist()
        weighted = arb_mat([[v * x for x in row] for v, row in zip(variances, X, strict=True)])
        gradient = self.X.transpose() * _column(gaps)
        gradient += _column([c * v for c, v in zip(ridge, w, strict=True)])
        hessian = self.X.transpose() * weighted
        hessian += arb_mat(p, p, [ridge[i] if i == j else 0 for i in range(p) for j in range(p)])
        penalty = sum((c * v * v for c, v in zip(ridge, w, strict=True)), arb(0))
        return Here(penalty / 2 - loglik, gradient, hessian, loglik)


def _column(values: Sequence[arb]) -> arb_mat:
    return arb_mat([[value] for value in values])


def probability(z: arb) -> arb:
    """σ(z), without losing digits in either tail."""
    return 1 / (1 + (-z).exp()) if z > 0 else z.exp() / (1 + z.exp())


def softplus(z: arb) -> arb:
    """ln(1 + exp(z)), without overflow."""
    return z + (-z).exp().log1p() if z > 0 else z.exp().log1p()


def ridge_strength(l2: object) -> sympy.Rational:
    """The exact ridge strength.

    Raises:
        RangeError: negative or not a number.
    """
    (strength,) = fractions([l2], "l2")
    if strength < 0:
        raise RangeError("the ridge strength is negative", param="l2", value=l2, hint="0 or 1/10")
    return sympy.Rational(strength.numerator, strength.denominator)


def read_problem(X: Sequence[Sequence[object]], y: Iterable[object], l2: object) -> Problem:
    """Check rows, labels and penalty; errors as ``logistic``."""
    rows, labels, strength = design(X), fractions(y, "y"), ridge_strength(l2)
    if len(rows) != len(labels):
        raise RangeError(
            f"there are {len(rows)} rows of X and {len(labels)} labels",
            hint="give as many labels as rows",
        )
    if not rows or not rows[0]:
        raise DegenerateError("there is nothing to fit", hint="give at least four labelled points")
    for row, label in enumerate(labels, start=1):
        if label not in (0, 1):
            raise RangeError(
                f"the label in row {row} is {label}", param="y", value=label, hint="write 0 or 1"
            )
    if len(set(labels)) == 1:
        raise DegenerateError(
            f"every label is {labels[0]}, so there is nothing to tell apart",
            param="y",
            value=labels[0],
            hint="give points of both classes",
        )
    constant = [len({row[j] for row in rows}) == 1 for j in range(len(rows[0]))]
    penalty = [Fraction(0) if flat else rational(strength) for flat in constant]
    X = arb_mat([[to_arb(v) for v in row] for row in rows])
    return Problem(rows, labels, penalty, X)


def ridge_matrix(problem: Problem) -> fmpq_mat:
    """The penalty as a diagonal matrix (p, p)."""
    size = range(len(problem.penalty))
    return to_matrix([[problem.penalty[i] if i == j else Fraction(0) for j in size] for i in size])


@names_parameters
def cost_grid(
    X: Sequence[Sequence[object]],
    y: Iterable[object],
    first: Sequence[float],
    second: Sequence[float],
    *,
    squared: bool = False,
) -> Floats:
    """Cost over a grid of two weights, for a picture (machine values, (len(second), len(first))).

    Either the negative log-likelihood, which is a bowl, or the sum of squared errors of the
    probabilities, which has plateaus.

    Raises:
        RangeError: a design without exactly two columns; otherwise as ``logistic``.
    """
    problem = read_problem(X, y, 0)
    if len(problem.penalty) != 2:
        raise RangeError(
            f"the design has {len(problem.penalty)} columns, which is not two",
            param="X",
            hint="use a constant and one column",
        )
    rows = np.array([[float(v) for v in row] for row in problem.rows])
    labels = np.array([float(v) for v in problem.labels])
    a, b = np.meshgrid(np.asarray(first, dtype=float), np.asarray(second, dtype=float))
    z = a[..., None] * rows[:, 0] + b[..., None] * rows[:, 1]
    tail = np.logaddexp(0.0, np.where(labels > 0, -z, z))
    found: Floats = ((1.0 - np.exp(-tail)) ** 2 if squared else tail).sum(axis=-1)
    return found
