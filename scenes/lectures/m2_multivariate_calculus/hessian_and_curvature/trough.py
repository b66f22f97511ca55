"""A place on a whole curve of level places: the floor of a valley, or a ridge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import mvcalc


@dataclass(frozen=True)
class Trough:
    """A place on a whole curve of level places."""

    point: tuple[Any, ...]
    hessian: tuple[tuple[Any, ...], ...]
    kind: str = "degenerate"

    @property
    def eigen(self) -> Any:
        return mvcalc.eigen_sym(self.hessian)


def on_curve(
    f: mvcalc.Function, found: mvcalc.CriticalSet, box: tuple[tuple[Any, Any], ...]
) -> Trough | None:
    """The place of a curve of level places that is nearest to the middle of the right side."""
    (_, right), (low, high) = box
    distance = mvcalc.parse(
        "(x - a)^2 + (y - b)^2", f.vars, params={"a": right, "b": (low + high) / 2}
    )
    try:
        places = mvcalc.lagrange(distance, mvcalc.Function.of(found.curves[0], f.vars)).candidates
    except mvcalc.MvcalcError:
        return None
    if not places:
        return None
    point = min(places, key=lambda c: mvcalc.approximate(c.value)).point
    H = mvcalc.hessian(f, point)
    return Trough(point, tuple(tuple(H.row(k)) for k in (0, 1)))
