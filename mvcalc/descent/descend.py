"""One entrance to every descent rule."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Mapping, Sequence
from typing import Any

import sympy

from mvcalc.descent.adaptive import Adam, RMSprop
from mvcalc.descent.bfgs import BFGS
from mvcalc.descent.gd import Armijo, ExactSearch, GradientDescent
from mvcalc.descent.momentum import Momentum, Nesterov
from mvcalc.descent.newton import DampedNewton, Hybrid, Newton
from mvcalc.descent.objective import EmpiricalLoss, Objective
from mvcalc.descent.path import Path, Stop
from mvcalc.descent.rule import Rule
from mvcalc.descent.run import Batches, Walk
from mvcalc.errors import RangeError, names_parameters
from mvcalc.expr import Function, as_point, number

RULES: dict[str, type[Rule]] = {
    rule.name: rule
    for rule in (
        GradientDescent,
        Armijo,
        ExactSearch,
        Momentum,
        Nesterov,
        RMSprop,
        Adam,
        Newton,
        DampedNewton,
        Hybrid,
        BFGS,
    )
}
RULES["sgd"] = GradientDescent
METHODS = tuple(sorted(RULES))
SAMPLERS = ("gd", "sgd", "momentum", "nesterov", "rmsprop", "adam")
MOST_STEPS = 10_000


@names_parameters
def descend(
    f: Function | EmpiricalLoss | sympy.Expr,
    x0: object,
    method: str,
    stop: Stop | None = None,
    **opts: object,
) -> Path:
    """Walk downhill from ``x0``.

    Args:
        f: what to minimise; an ``EmpiricalLoss`` for a mean over data.
        x0: the start, one exact number per variable (mapping, sequence or one number).
        method: one of ``METHODS``; "sgd" is "gd" on batches.
        stop: budget, tolerance, box, target (default: 100 steps, slopes within 1e-12).
        opts: the rule's options (``rate``, ``beta``, ``betas``, ``rho``, ``eps``, ``decay``,
            ``shrink``, ``slope``, ``longest``, ``fallback`` ...) and, for an ``EmpiricalLoss``,
            ``batch`` (rows per step) and ``seed``.

    Returns:
        The whole path. Iterates are exact fractions up to 200 digits, then enclosures.

    Raises:
        RangeError: unknown method or option, or a value out of range.
        DomainError: no value or slope at the start.
        SingularError: Newton's step does not exist at the start.
    """
    if method not in RULES:
        raise RangeError(
            "there is no such method",
            param="method",
            value=method,
            hint=f"choose one of {', '.join(METHODS)}",
        )
    stop = stop or Stop()
    if not 0 <= stop.max_steps <= MOST_STEPS:
        raise RangeError(
            f"must be between 0 and {MOST_STEPS}", param="max_steps", value=stop.max_steps
        )
    objective = Objective.of(f)
    batches = _batches(objective, method, opts.pop("batch", None), opts.pop("seed", 1))
    rule = _rule(method, opts)
    reader = Function.of(objective.expr, objective.vars)
    point = as_point(reader, x0)
    start = tuple(point[s] for s in objective.symbols)
    return dataclasses.replace(Walk(objective, rule, start, stop, batches).path(), method=method)


def _rule(method: str, opts: Mapping[str, object]) -> Rule:
    kind: Any = RULES[method]
    known = [field.name for field in dataclasses.fields(kind)]
    for name in opts:
        if name not in known:
            raise RangeError(
                f"{method} has no such option",
                param=name,
                value=opts[name],
                hint=f"it has {', '.join(known) or 'none'}",
            )
    return kind(**{name: _option(name, value) for name, value in opts.items()})


def _option(name: str, value: object) -> Any:
    if name == "betas":
        if not isinstance(value, Sequence) or isinstance(value, str) or len(value) != 2:
            raise RangeError("two numbers are needed", param=name, value=value, hint="0.9, 0.999")
        return tuple(number(v) for v in value)
    return number(value)


def _batches(objective: Objective, method: str, size: object, seed: object) -> Batches:
    """Which rows each step sees: every epoch a new seeded shuffle, cut into equal pieces."""
    rows = len(objective.rows)
    if size is None:
        return lambda _k: None
    if method not in SAMPLERS:
        raise RangeError(f"{method} uses all the data", param="batch", value=size)
    if not isinstance(size, int) or not 1 <= size <= rows:
        raise RangeError(
            f"must be between 1 and the number of rows, {rows}", param="batch", value=size
        )
    if not isinstance(seed, int):
        raise RangeError("must be a whole number", param="seed", value=seed, hint="try 1")
    per_epoch, orders = rows // size, {}

    def chosen(k: int) -> tuple[int, ...]:
        epoch, piece = divmod(k, per_epoch)
        if epoch not in orders:
            order = list(range(rows))
            random.Random(f"{seed}/{epoch}").shuffle(order)
            orders[epoch] = order
        return tuple(orders[epoch][piece * size : (piece + 1) * size])

    return chosen
