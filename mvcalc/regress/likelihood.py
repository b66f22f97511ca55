"""The likelihood of labels under a logistic model, over balls, with its two derivatives."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import sympy
from flint import arb, arb_mat, fmpq_mat

from mvcalc.errors import DegenerateError, RangeError
from mvcalc.expr import rational
from mvcalc.regress.elimination import to_arb, to_matrix
from mvcalc.regress.linear import design
from mvcalc.regress.table import fractions


@dataclass(frozen=True, slots=True)
class Problem:
    """Exact data; ``penalty`` (p,) is l2 or 0 per column."""

    rows: list[tuple[Fraction, ...]]
    labels: tuple[Fraction, ...]
    penalty: list[Fraction]

    def local(self, w: Sequence[arb]) -> tuple[arb_mat, arb_mat]:
        """Gradient (p, 1) and Hessian (p, p) of the cost."""
        p = len(w)
        gradient = [to_arb(self.penalty[i]) * w[i] for i in range(p)]
        hessian = [
            [to_arb(self.penalty[i]) if i == j else arb(0) for j in range(p)] for i in range(p)
        ]
        for row, label in zip(self.rows, self.labels, strict=True):
            x = [to_arb(v) for v in row]
            chance = sigma(sum((a * b for a, b in zip(x, w, strict=True)), arb(0)))
            gap, variance = chance - to_arb(label), chance * (1 - chance)
            for i in range(p):
                gradient[i] += gap * x[i]
                for j in range(i + 1):
                    hessian[i][j] += variance * x[i] * x[j]
        full = [[hessian[max(i, j)][min(i, j)] for j in range(p)] for i in range(p)]
        return arb_mat([[g] for g in gradient]), arb_mat(full)

    def loglik(self, w: Sequence[arb]) -> arb:
        """Log-likelihood without the penalty."""
        total = arb(0)
        for row, label in zip(self.rows, self.labels, strict=True):
            z = sum((to_arb(a) * b for a, b in zip(row, w, strict=True)), arb(0))
            total -= softplus(-z if label else z)
        return total

    def cost(self, w: Sequence[arb]) -> arb:
        """What is minimised."""
        ridge = sum((to_arb(c) * v * v for c, v in zip(self.penalty, w, strict=True)), arb(0))
        return ridge / 2 - self.loglik(w)


def sigma(z: arb) -> arb:
    return 1 / (1 + (-z).exp()) if z > 0 else z.exp() / (1 + z.exp())


def softplus(z: arb) -> arb:
    return z + (-z).exp().log1p() if z > 0 else z.exp().log1p()


def ridge_strength(l2: object) -> sympy.Rational:
    (strength,) = fractions([l2], "l2")
    if strength < 0:
        raise RangeError("the ridge strength is negative", param="l2", value=l2, hint="0 or 1/10")
    return sympy.Rational(strength.numerator, strength.denominator)


def read_problem(X: Sequence[Sequence[object]], y: Iterable[object], l2: object) -> Problem:
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
    return Problem(rows, labels, [Fraction(0) if flat else rational(strength) for flat in constant])


def ridge_matrix(problem: Problem) -> fmpq_mat:
    size = range(len(problem.penalty))
    return to_matrix([[problem.penalty[i] if i == j else Fraction(0) for j in size] for i in size])
