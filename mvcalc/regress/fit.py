"""The result of any least-squares fit: parameters, their uncertainty, and what is left over."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import sympy

from mvcalc.autodiff.mixed import Number, minus, over, root, times
from mvcalc.errors import DegenerateError, RangeError
from mvcalc.expr import Ball


@dataclass(frozen=True, slots=True)
class Fit:
    """A least-squares fit of p parameters to n observations.

    Attributes:
        names: (p,) parameter names.
        params: (p,) estimates, in the units of y per unit of their column.
        unscaled: (p, p) inverse of XᵀWX (linear) or JᵀWJ (nonlinear).
        design: (n, p) rows of X (fractions), or of the Jacobian at the solution (balls).
        weights: (n,) 1/σ², or ones.
        fitted: (n,) model values.
        residuals: (n,) observed minus fitted.
        rss: sum of weighted squared residuals (χ² when σ is known).
        tss: the same sum for the mean alone (for 0 when the columns do not span a constant).
        scale_known: True when σ was given, so that the covariance is ``unscaled`` itself.
        exact: True when every number is exact; otherwise they are proved enclosures.
    """

    names: tuple[str, ...]
    params: tuple[Number, ...]
    unscaled: tuple[tuple[Number, ...], ...]
    design: tuple[tuple[Fraction | Ball, ...], ...]
    weights: tuple[Fraction, ...]
    fitted: tuple[Number, ...]
    residuals: tuple[Number, ...]
    rss: Number
    tss: Number
    scale_known: bool
    exact: bool

    @property
    def dof(self) -> int:
        """Degrees of freedom n − p."""
        return len(self.residuals) - len(self.params)

    @property
    def s2(self) -> Number:
        """Residual variance RSS/(n − p), in squared units of y.

        Raises:
            DegenerateError: no degrees of freedom, so the data say nothing about their noise.
        """
        if self.dof < 1:
            raise DegenerateError(
                f"{len(self.residuals)} points and {len(self.params)} parameters leave nothing to "
                "estimate errors from",
                hint=f"give at least {len(self.params) + 1} points",
            )
        return times(self.rss, sympy.Rational(1, self.dof))

    @property
    def s(self) -> Number:
        """Residual standard deviation, in units of y.  Raises as ``s2``."""
        return root(self.s2)

    @property
    def covariance(self) -> tuple[tuple[Number, ...], ...]:
        """(p, p) covariance: s²(XᵀX)⁻¹, or (XᵀWX)⁻¹ when σ is known.  Raises as ``s2``."""
        if self.scale_known:
            return self.unscaled
        s2 = self.s2
        return tuple(tuple(times(s2, entry) for entry in row) for row in self.unscaled)

    @property
    def se(self) -> tuple[Number, ...]:
        """(p,) standard errors.  Raises as ``s2``."""
        covariance = self.covariance
        return tuple(root(covariance[k][k]) for k in range(len(self.params)))

    @property
    def correlation(self) -> tuple[tuple[Number, ...], ...]:
        """(p, p) correlations of the estimates."""
        size = range(len(self.params))
        diagonal = [self.unscaled[k][k] for k in size]
        return tuple(
            tuple(
                sympy.Integer(1)
                if i == j
                else over(self.unscaled[i][j], root(times(diagonal[i], diagonal[j])))
                for j in size
            )
            for i in size
        )

    @property
    def r2(self) -> Number:
        """Share of the variation that the model explains, 1 − RSS/TSS.

        Raises:
            DegenerateError: the observations do not vary.
        """
        if self.tss == 0:
            raise DegenerateError(
                "all observations are equal, so there is no variation to explain",
                hint="R² needs at least two different y",
            )
        return minus(sympy.Integer(1), over(self.rss, self.tss))

    @property
    def reduced_chi2(self) -> Number:
        """χ² per degree of freedom.  Raises as ``s2``."""
        return self.s2

    def param(self, name: str) -> Number:
        """One estimate by name.

        Raises:
            RangeError: no such parameter.
        """
        if name not in self.names:
            raise RangeError(
                f"there is no parameter {name}", hint=f"the parameters are {', '.join(self.names)}"
            )
        return self.params[self.names.index(name)]
