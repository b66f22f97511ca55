"""A problem to solve: a model with two unknowns, its data, and where a search begins."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np

import mvcalc
from scenes.stage import parts

GUESSES = ("1", "2", "1/2", "5", "-1", "10")  # tried, in pairs, for the hint of a refusal


@dataclass(frozen=True)
class Problem:
    """A model, its data, and where a search begins."""

    model: mvcalc.Function
    data: mvcalc.Data
    start: tuple[Any, Any]

    def search(self, method: str, max_steps: int = 50) -> mvcalc.FitPath:
        """The way that gn, lm or gd takes from the start."""
        return mvcalc.regress.METHODS[method](
            self.model, self.data, self.start, max_steps=max_steps
        )

    def asked(self, method: str, max_steps: int) -> mvcalc.FitPath:
        """The search that was asked for; its errors name the parameter.

        Raises:
            RankError: fewer points than unknowns.
            DomainError: the model has no value at a data point for the start.
            SingularError: there is no step from the start.
        """
        if self.count < 2:
            raise mvcalc.RankError(
                "a single point cannot fix two unknowns",
                param="data", value="1 point", hint="give at least 2 points",
            )  # fmt: skip
        guess = ", ".join(map(str, self.start))
        row = self.undefined_row()
        if row:
            raise mvcalc.DomainError(
                f"for this guess the model has no value in row {row}, "
                f"where x = {self.columns[0][row - 1]}",
                param="start", value=guess, row=row,
                hint=self.better_start(method)
                or f"leave row {row} out, or write another model",
            )  # fmt: skip
        try:
            return self.search(method, max_steps)
        except mvcalc.SingularError as error:
            ways = [*([] if method == "lm" else ["write method = lm"]), self.better_start(method)]
            raise mvcalc.SingularError(
                "here some change of the unknowns does not change the curve, so there is no step "
                "to take",
                param="start", value=guess, matrix=error.matrix, point=error.point,
                hint=", or ".join(way for way in ways if way) or "write another model",
            ) from error  # fmt: skip
        except mvcalc.MvcalcError as error:
            raise error.named("data", f"{self.count} points") from error

    def undefined_row(self) -> int:
        """The first row, counted from 1, where the model has no value at the start; 0 for none."""
        for row, x in enumerate(self.columns[0], start=1):
            try:
                mvcalc.evaluate(self.model, (x, *self.start))
            except mvcalc.DomainError:
                return row
        return 0

    def better_start(self, method: str) -> str:
        """The hint of a refusal: a start from which the method has a first step, or nothing."""

        def attempt(guess: tuple[str, str]) -> None:
            first, second = map(mvcalc.number, guess)
            Problem(self.model, self.data, (first, second)).search(method, 1)

        found = mvcalc.first_that_works(product(GUESSES, GUESSES), attempt)
        return f"start from {', '.join(found)}, for example" if found else ""

    def step(self, damping: object) -> tuple[float, ...]:
        """The damped step from the start, machine values."""
        return mvcalc.regress.damped_step(self.model, self.data, self.start, damping)

    @property
    def full_step(self) -> tuple[float, ...] | None:
        """The Gauss-Newton step from the start, if there is one."""
        try:
            step = self.step(0)
        except mvcalc.SingularError:
            return None
        return step if np.isfinite(step).all() else None

    @property
    def swing(self) -> float:
        """Angle in degrees between a nearly full and a strongly damped step, each unknown measured
        by how much the curve answers to it."""
        lengths = np.linalg.norm(self.misfit.jacobian(self.guess), axis=0)
        a, b = (np.array(self.step(damping)) * lengths for damping in ("1/1000", 1000))
        cosine = a @ b / max(float(np.linalg.norm(a) * np.linalg.norm(b)), 1e-300)
        return float(np.degrees(np.arccos(np.clip(cosine, -1, 1))))

    def leaves_doubt(self, fit: mvcalc.Fit) -> bool:
        """Whether the data say anything about their noise that a machine number can hold."""
        size = max(abs(real(v)) for v in self.columns[1])
        return fit.dof > 0 and real(fit.s2) > (1e-9 * size) ** 2

    @property
    def bends(self) -> bool:
        """Whether the model is curved in its unknowns."""
        pairs = (("b1", "b1"), ("b1", "b2"), ("b2", "b2"))
        return any(mvcalc.partial(self.model, *pair) != 0 for pair in pairs)

    @property
    def columns(self) -> tuple[tuple[Fraction, ...], tuple[Fraction, ...]]:
        return self.data.column("x"), self.data.column("y")

    @property
    def count(self) -> int:
        return len(self.data)

    @property
    def guess(self) -> tuple[float, ...]:
        """The start as machine numbers."""
        return tuple(map(real, self.start))

    @property
    def misfit(self) -> parts.Misfit:
        """The problem as pictures need it."""
        return parts.Misfit.of(self.model, *self.columns)


def real(value: Any) -> float:
    """A machine number for a drawing."""
    return float(getattr(value, "mid", value))


def stops(path: mvcalc.FitPath) -> list[tuple[float, ...]]:
    """Where a search has been, for drawing."""
    return [tuple(map(real, step.params)) for step in path.steps]
