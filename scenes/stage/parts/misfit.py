"""A model of two parameters and the data it is to fit, as pictures need them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from mvcalc.expr import Function
from mvcalc.sample import sample

Floats = NDArray[np.float64]
_FAR: Final = 1e60  # a curve that runs off farther is drawn as if it were there


@dataclass(frozen=True)
class Misfit:
    """A model y = f(x, a, b) tied to data; machine values, for pictures only.

    Attributes:
        model: a formula whose first variable is x and whose other two are the parameters.
        x, y: the data, shape (n,).
    """

    model: Function
    x: Floats
    y: Floats

    @classmethod
    def of(cls, model: Function, x: Sequence[Any], y: Sequence[Any]) -> Misfit:
        """From exact or machine numbers."""
        return cls(model, np.array([float(v) for v in x]), np.array([float(v) for v in y]))

    def curve(self, at: Callable[[], Sequence[float] | Floats]) -> Callable[[Floats], Floats]:
        """The model as a graph whose parameters are read from ``at``."""
        return lambda x: np.clip(sample(self.model, x, *at()), -_FAR, _FAR)

    def tangent(
        self, at: Sequence[float] | Floats, move: Callable[[], Sequence[float] | Floats]
    ) -> Callable[[Floats], Floats]:
        """The graph of f + ∂f/∂a·Δa + ∂f/∂b·Δb at ``at``, with (Δa, Δb) from ``move``."""
        slopes = self._slopes()

        def graph(x: Floats) -> Floats:
            value = sample(self.model, x, *at)
            for slope, step in zip(slopes, move(), strict=True):
                value = value + sample(slope, x, *at) * step
            return np.clip(value, -_FAR, _FAR)

        return graph

    def jacobian(self, at: Sequence[float] | Floats, x: Floats | None = None) -> Floats:
        """Slopes by the two parameters at every data point, or at ``x``; shape (n, 2)."""
        where = self.x if x is None else x
        return np.stack([sample(slope, where, *at) for slope in self._slopes()], axis=1)

    def total(self, a: Floats | float, b: Floats | float) -> Floats:
        """Sums of squares over arrays of parameters; NaN where the model has no value."""
        found = np.zeros(np.shape(a))
        with np.errstate(all="ignore"):
            for x, y in zip(self.x, self.y, strict=True):
                found = found + (y - sample(self.model, np.full(np.shape(a), x), a, b)) ** 2
        return found

    def _slopes(self) -> list[Function]:
        from mvcalc.multi import partial

        return [self.model.with_expr(partial(self.model, v)) for v in self.model.vars[1:]]
