"""Lagrange multipliers: every candidate on the fence, what it is, and whether an optimum exists.

Convention L = f − λ·g. All candidates come from the minors of (∇f; ∇g), which vanish exactly at
candidates and irregular points, by Gröbner elimination and real-root isolation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import flint
import sympy

from mvcalc.bounds.deadline import Deadline, OutOfTimeError, in_time, time_limit
from mvcalc.constrained.candidates import Candidate, Irregular, find
from mvcalc.constrained.existence import nonempty
from mvcalc.constrained.extremes import UNDECIDED, extremes
from mvcalc.constrained.numeric import candidates_found
from mvcalc.constrained.problem import Problem
from mvcalc.critical.ideal import InfinitelyManyError
from mvcalc.descent.path import Quantity, approximate
from mvcalc.errors import (
    BudgetError,
    DegenerateError,
    InfeasibleError,
    RangeError,
    UnboundedError,
    UncertifiedError,
    names_parameters,
    said,
)
from mvcalc.expr import Function

SECONDS = 8.0
ALGEBRA_SECONDS = 5.0
BASIS_LIMITS = (60, 200, 600)  # polynomials, terms in each, bits of a coefficient


@dataclass(frozen=True, slots=True)
class LagrangeResult:
    """All candidates of a constrained optimum.

    Attributes:
        candidates: every regular critical point of the fence, in ascending order.
        irregular_points: points of the fence where the ∇g depend on each other.
        complete: True if it is proved that no candidate or irregular point is missing.
        basis: reduced lexicographic Gröbner basis of the multiplier equations, the multipliers
            last; () if they are not polynomial or the basis is too long.
        elimination: the basis members in the last multiplier alone, e.g. λ³ − λ.
        minimum: the lowest value of f on the fence; None if there is none (or it is unproved).
        maximum: the highest value, likewise.
        evidence: how existence was decided, one sentence each for minimum and maximum.
        continuum: equations of a whole curve of critical points; () if they are isolated.
    """

    candidates: tuple[Candidate, ...]
    irregular_points: tuple[Irregular, ...]
    complete: bool
    basis: tuple[sympy.Expr, ...]
    elimination: tuple[sympy.Expr, ...]
    minimum: Quantity | None
    maximum: Quantity | None
    evidence: tuple[str, str]
    continuum: tuple[sympy.Expr, ...] = ()


@names_parameters
def lagrange(
    f: Function | sympy.Expr,
    eqs: Function | sympy.Expr | Sequence[Function | sympy.Expr],
) -> LagrangeResult:
    """All candidates for the extremes of f where every equation is 0.

    Args:
        f: the function, in at most 6 variables.
        eqs: one to n equations; each function is 0 on the fence.

    Raises:
        RangeError: no equation, or more equations than variables.
        InfeasibleError: no point satisfies the equations.
        UnboundedError: it is proved that neither a lowest nor a highest value exists.
        DegenerateError: an equation's gradient vanishes along the whole fence.
    """
    equations, clock = listed(eqs), Deadline(SECONDS)
    problem = Problem.of(f, equations)
    _refuse_empty(problem)
    if not problem.polynomial:
        return _by_search(problem, clock)
    try:
        with time_limit(ALGEBRA_SECONDS):
            found = find(problem)
            candidates = tuple(f.candidate(problem) for f in found if f.multipliers is not None)
            irregular = tuple(f.irregular() for f in found if f.multipliers is None)
    except InfinitelyManyError:
        in_time(clock, lambda: _refuse_squares(problem), None)
        return _along_a_curve(problem, clock)
    except (BudgetError, OutOfTimeError):
        return _by_search(problem, clock)
    if not found:
        in_time(clock, lambda: _refuse_infeasible(problem), None)
    low, high, evidence = extremes(problem, found, clock)
    if not any(UNDECIDED in sentence for sentence in evidence) and low is None and high is None:
        raise UnboundedError(
            "on this fence the function has no lowest and no highest value",
            param="f",
            value=problem.f,
            hint="use a closed fence such as x^2 + y^2 - 3",
            candidates=candidates,
            evidence=evidence,
        )
    basis = multiplier_basis(problem)
    last = problem.multipliers[-1]
    return LagrangeResult(
        candidates,
        irregular,
        True,
        basis,
        tuple(e for e in basis if e.free_symbols == {last}),
        low.at.exact(low.value) if low else None,
        high.at.exact(high.value) if high else None,
        evidence,
    )


def listed(
    eqs: Function | sympy.Expr | Sequence[Function | sympy.Expr],
) -> tuple[Function | sympy.Expr, ...]:
    every: tuple[Function | sympy.Expr, ...]
    every = (eqs,) if isinstance(eqs, Function | sympy.Expr) else tuple(eqs)
    if not every:
        raise RangeError("at least one equation is needed", param="eqs", value="none")
    return every


def _refuse_empty(problem: Problem) -> None:
    for g in problem.equations:
        if g == 0:
            raise DegenerateError(
                "this equation holds everywhere", param="eqs", value=g, hint="leave it out"
            )
        if g.is_Rational:
            raise InfeasibleError("this equation never holds", param="eqs", value=g)


def _refuse_infeasible(problem: Problem) -> None:
    if nonempty(problem.numerators, problem.symbols) is False:
        raise InfeasibleError(
            "no point satisfies the equations",
            param="eqs",
            value=", ".join(f"{said(g)} = 0" for g in problem.equations),
            hint="for instance x^2 + y^2 - 3",
        )


def _refuse_squares(problem: Problem) -> None:
    for g, top in zip(problem.equations, problem.numerators, strict=True):
        _, factors = sympy.factor_list(top)
        plain = sympy.prod(p for p, _ in factors)
        if any(n > 1 for _, n in factors) and nonempty((plain,), problem.symbols):
            raise DegenerateError(
                "the gradient of this equation vanishes along the whole fence",
                param="eqs",
                value=g,
                hint=f"use {said(sympy.expand(plain))}",
            )


def _by_search(problem: Problem, clock: Deadline) -> LagrangeResult:
    """Candidates of a problem that algebra cannot solve."""
    candidates, complete = candidates_found(problem, clock)
    values = [c.value for c in candidates]
    ends: list[Quantity | None] = [None, None]
    note = "points that the search missed are not excluded"
    if complete and candidates:
        ends = [min(values, key=approximate), max(values, key=approximate)]
        note = "the fence is closed and bounded, and was searched completely"
    if not candidates:
        raise UncertifiedError(
            "no candidate could be found and proved on this fence",
            param="eqs",
            value=", ".join(f"{said(g)} = 0" for g in problem.equations),
            hint="use polynomials, for which all candidates can be found",
        )
    return LagrangeResult(candidates, (), complete, (), (), ends[0], ends[1], (note, note))


def _along_a_curve(problem: Problem, clock: Deadline) -> LagrangeResult:
    """The critical points form a curve: name its equations, and list the isolated ones found."""
    return LagrangeResult(
        candidates_found(problem, clock, isolated=False)[0],
        (),
        False,
        multiplier_basis(problem),
        (),
        None,
        None,
        ("the critical points are not isolated",) * 2,
        problem.critical,
    )


def multiplier_basis(problem: Problem) -> tuple[sympy.Expr, ...]:
    """Reduced lexicographic Gröbner basis of ∇f = Σλ∇g, g = 0; () if it is too long."""
    symbols = (*problem.symbols, *problem.multipliers)
    ring = flint.fmpz_mpoly_ctx.get([f"x{i}" for i in range(len(symbols))], "lex")
    members = []
    for e in problem.stationary:
        poly = sympy.Poly(e, *symbols, domain="QQ").clear_denoms()[1].set_domain("ZZ")
        members.append(ring.from_dict({m: int(c) for m, c in poly.terms()}))
    basis, done = flint.fmpz_mpoly_vec(members, ring).buchberger_naive(limits=BASIS_LIMITS)
    if not done:
        return ()
    return tuple(
        sum(
            (
                int(c) * sympy.prod(s**k for s, k in zip(symbols, powers, strict=True))
                for powers, c in p.to_dict().items()
            ),
            sympy.Integer(0),
        )
        for p in basis.autoreduction()
    )
