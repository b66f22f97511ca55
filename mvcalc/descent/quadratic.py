"""Descent on a quadratic bowl, solved once and for all from its eigenvalues.

Rates after Polyak, Introduction to Optimization (1987), chapters 1.4 and 3.2; with x ← x − αv,
v ← βv + ∇f each eigenvalue λ contributes the roots z of z² − (1 + β − αλ)z + β.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sympy

from mvcalc.errors import RangeError, names_parameters
from mvcalc.expr import less, number, sign
from mvcalc.multi import eigen_sym


@dataclass(frozen=True, slots=True)
class Rates:
    """What step sizes do to ½xᵀHx, all exact.

    Attributes:
        smallest, largest: the extreme eigenvalues of H.
        condition: largest/smallest.
        safe_below: gradient descent converges for rates between 0 and this, 2/largest.
        best_gd: the rate with the fastest guaranteed decay, 2/(smallest + largest).
        gd_factor: how much of the distance is left after one such step, (κ − 1)/(κ + 1).
        best_momentum: the best pair (rate, beta) of the heavy ball.
        momentum_factor: its decay per step, (√κ − 1)/(√κ + 1).
    """

    smallest: sympy.Expr
    largest: sympy.Expr
    condition: sympy.Expr
    safe_below: sympy.Expr
    best_gd: sympy.Expr
    gd_factor: sympy.Expr
    best_momentum: tuple[sympy.Expr, sympy.Expr]
    momentum_factor: sympy.Expr


@names_parameters
def quadratic_theory(H: sympy.MatrixBase | Sequence[object]) -> Rates:
    """Safe and best rates for the bowl with Hessian H.

    Args:
        H: a symmetric positive definite matrix, or the sequence of its eigenvalues.

    Raises:
        RangeError: not symmetric, or an eigenvalue is not positive.
    """
    if isinstance(H, sympy.MatrixBase):
        values = [pair.value for pair in eigen_sym(H)]
    else:
        values = [number(v) for v in H]
    if not values:
        raise RangeError("at least one eigenvalue is needed", param="H", value="()", hint="(1, 10)")
    for value in values:
        if sign(value) <= 0:
            raise RangeError(
                "every eigenvalue must be positive", param="H", value=value, hint="try (1, 10)"
            )
    low, high = values[0], values[0]
    for value in values[1:]:
        low = value if less(value, low) else low
        high = value if less(high, value) else high
    low_root, high_root = sympy.sqrt(low), sympy.sqrt(high)
    factor = sympy.radsimp((high_root - low_root) / (high_root + low_root))
    rate = sympy.radsimp(4 / (low_root + high_root) ** 2)
    return Rates(
        smallest=low,
        largest=high,
        condition=sympy.radsimp(high / low),
        safe_below=sympy.radsimp(2 / high),
        best_gd=sympy.radsimp(2 / (low + high)),
        gd_factor=sympy.radsimp((high - low) / (high + low)),
        best_momentum=(rate, sympy.radsimp(sympy.expand(factor**2))),
        momentum_factor=factor,
    )


@dataclass(frozen=True, slots=True)
class Contraction:
    """What one step of the heavy ball does in one eigen-direction.

    Attributes:
        factor: the largest |z|: decay per step in the long run.
        damping: "under" (complex roots, it swings), "critical" (a double root) or "over".
        converges: factor < 1.
    """

    factor: sympy.Expr
    damping: str
    converges: bool


@names_parameters
def momentum_contraction(rate: object, beta: object, eigenvalue: object) -> Contraction:
    """Decay of v ← βv + λx, x ← x − αv for one eigenvalue λ; beta = 0 is gradient descent.

    Raises:
        RangeError: rate or eigenvalue not positive, or beta outside [0, 1).
    """
    a, b, e = number(rate), number(beta), number(eigenvalue)
    for param, value in (("rate", a), ("eigenvalue", e)):
        if sign(value) <= 0:
            raise RangeError("must be greater than 0", param=param, value=value, hint="try 1")
    if sign(b) < 0 or sign(1 - b) <= 0:
        raise RangeError("must be at least 0 and below 1", param="beta", value=b, hint="try 9/10")
    middle = 1 + b - a * e
    inside = sympy.expand(middle**2 - 4 * b)
    kind = sign(inside)
    factor = sympy.sqrt(b) if kind < 0 else (sympy.Abs(middle) + sympy.sqrt(inside)) / 2
    damping = ("under", "critical", "over")[kind + 1]
    return Contraction(factor, damping, less(factor, sympy.Integer(1)))
