"""The first steps of an iterative fit in exact numbers, while they stay short."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sympy

from mvcalc.autodiff.arithmetic import TooLongError
from mvcalc.errors import BudgetError, DomainError, SingularError, UncertifiedError
from mvcalc.expr import sign, tidy
from mvcalc.regress.model import Model, to_expr
from mvcalc.regress.path import FitStep
from mvcalc.regress.search import FIRST_DAMPING, LOWER, RAISE

MAX_DIGITS = 200  # of a parameter
_MAX_INNER_DIGITS = 4_000  # of a sum of squares, which no one reads as a fraction
_MAX_OPERATIONS = 16
_MAX_ENTRIES = 120
_MAX_SYMBOLIC_ENTRIES = 8  # logarithms and exponentials of many points add up to long sums
_MAX_STEPS = 12
_MAX_REJECTED = 40

Column = list[sympy.Expr]


@dataclass(frozen=True, slots=True)
class _Exact:
    """Exact parameters, residuals, Jacobian and weighted RSS."""

    params: Column
    residuals: Column
    jacobian: list[Column]
    rss: sympy.Expr


def opening(model: Model, start: Sequence[sympy.Expr], method: str, budget: int) -> list[FitStep]:
    """Exact steps from the start, at most ``budget`` of them after it.

    The list is empty when not even the start can be evaluated in short exact numbers.

    Raises:
        DomainError: the model has no value at the start (the data row is named).
        SingularError: Gauss-Newton starts where JᵀWJ is singular.
    """
    if method == "gradient descent" or len(model) * (len(model.names) + 1) > _MAX_ENTRIES:
        return []
    weights = [to_expr(w) for w in model.weights]
    try:
        state = _state(model, weights, list(start))
        steps = [_record(0, state, weights, None, 0)]
    except (TooLongError, BudgetError, UncertifiedError):
        return []
    damping = sympy.Rational(str(FIRST_DAMPING)) if method == "levenberg-marquardt" else None
    lengths = [sympy.Integer(0)] * len(start)
    for k in range(1, min(budget, _MAX_STEPS) + 1):
        try:
            following, damping, rejected = _advance(model, weights, state, lengths, damping)
            record = _record(k, following, weights, damping, rejected)
        except SingularError:
            if k == 1 and damping is None:  # damping gets past a column of zeros
                raise
            break
        except (TooLongError, BudgetError, UncertifiedError, DomainError):
            break
        if all(a == b for a, b in zip(following.params, state.params, strict=True)):
            break
        steps.append(record)
        state = following
        damping = None if damping is None else damping / int(LOWER)
    return steps


def _advance(
    model: Model,
    weights: Column,
    state: _Exact,
    lengths: Column,
    damping: sympy.Rational | None,
) -> tuple[_Exact, sympy.Rational | None, int]:
    """The next point, the damping that led there and how many were refused; keeps ``lengths``,
    the largest squared column lengths of J so far."""
    gram, slope = _normal_equations(state, weights)
    for i, row in enumerate(gram):
        if sign(row[i] - lengths[i]) > 0:
            lengths[i] = row[i]
    if damping is None:
        return _full_step(model, weights, state, gram, slope), None, 0
    return _damped_step(model, weights, state, gram, slope, lengths, damping)


def _state(model: Model, weights: Column, params: Column) -> _Exact:
    many = len(model) * len(params) > _MAX_SYMBOLIC_ENTRIES
    values = model.exact(params, only_fractions=many)
    residuals = [
        _short(to_expr(seen) - fitted)
        for seen, fitted in zip(model.observed, values.fitted, strict=True)
    ]
    jacobian = [[_short(slope) for slope in row] for row in values.jacobian]
    rss = sympy.Add(*(w * r**2 for w, r in zip(weights, residuals, strict=True)))
    return _Exact(params, residuals, jacobian, _short(rss))


def _normal_equations(state: _Exact, weights: Column) -> tuple[list[Column], Column]:
    size = range(len(state.params))
    rows = list(zip(weights, state.jacobian, state.residuals, strict=True))
    gram = [[_short(sympy.Add(*(w * J[i] * J[j] for w, J, _ in rows))) for j in size] for i in size]
    slope = [_short(sympy.Add(*(w * J[i] * r for w, J, r in rows))) for i in size]
    return gram, slope


def _full_step(
    model: Model, weights: Column, state: _Exact, gram: list[Column], slope: Column
) -> _Exact:
    move = solve(gram, slope)
    return _state(model, weights, _moved(state.params, move))


def _damped_step(
    model: Model,
    weights: Column,
    state: _Exact,
    gram: list[Column],
    slope: Column,
    lengths: Column,
    damping: sympy.Rational,
) -> tuple[_Exact, sympy.Rational, int]:
    for rejected in range(_MAX_REJECTED):
        damped = [
            [entry + (damping * lengths[i] if i == j else 0) for j, entry in enumerate(row)]
            for i, row in enumerate(gram)
        ]
        trial = _state(model, weights, _moved(state.params, solve(damped, slope)))
        if sign(trial.rss - state.rss) < 0:
            return trial, damping, rejected
        damping = damping * int(RAISE)
    raise TooLongError


def _moved(params: Column, move: Column) -> Column:
    moved = [_short(a + b) for a, b in zip(params, move, strict=True)]
    if any(value.is_Rational and digits(value) > MAX_DIGITS for value in moved):
        raise TooLongError
    return moved


def solve(matrix: list[Column], right: Column) -> Column:
    """Exact elimination with pivots proved to be nonzero.

    Raises:
        SingularError: the matrix is singular.
    """
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    size = len(rows)
    for k in range(size):
        pivot = next((i for i in range(k, size) if sign(rows[i][k]) != 0), None)
        if pivot is None:
            raise SingularError(
                "the normal equations are singular at the start: some change of the parameters "
                "does not change the fit",
                matrix=sympy.Matrix(matrix),
                hint="use Levenberg-Marquardt or another start",
            )
        rows[k], rows[pivot] = rows[pivot], rows[k]
        for i in range(size):
            if i != k and rows[i][k] != 0:
                factor = rows[i][k] / rows[k][k]
                rows[i] = [_short(a - factor * b) for a, b in zip(rows[i], rows[k], strict=True)]
    return [_short(rows[k][size] / rows[k][k]) for k in range(size)]


def digits(value: sympy.Rational) -> int:
    """Decimal digits of the longer of numerator and denominator, at most one too many."""
    bits = max(int(value.p).bit_length(), int(value.q).bit_length())
    return int(bits * 0.30103) + 1


def _short(value: sympy.Expr) -> sympy.Expr:
    if value.is_Rational:
        if digits(value) > _MAX_INNER_DIGITS:
            raise TooLongError
        return value
    if sympy.count_ops(value) > 8 * _MAX_OPERATIONS:
        raise TooLongError
    value = tidy(value)
    if sympy.count_ops(value) > _MAX_OPERATIONS:
        raise TooLongError
    return value


def _record(
    k: int, state: _Exact, weights: Column, damping: sympy.Rational | None, rejected: int
) -> FitStep:
    _, slope = _normal_equations(state, weights)
    return FitStep(
        k=k,
        params=tuple(state.params),
        rss=state.rss,
        gradient=tuple(-2 * entry for entry in slope),
        damping=damping,
        rejected=rejected,
        exact=True,
    )
