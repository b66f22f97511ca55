"""What cannot be promised, and what could be instead."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import mvcalc

if TYPE_CHECKING:
    from sympy import Expr

    from . import Params

Ends = tuple["Expr", "Expr"]

# Centres and intervals to propose where a function has no value; short, for a low degree to do.
PLACES = (("1", "7/8", "9/8"), ("2", "15/8", "17/8"), ("4", "31/8", "33/8"), ("0", "-1/8", "1/8"))


def interval(params: Params, p: Expr) -> tuple[Expr, Expr]:
    """The ends of the interval, which hold ``p`` between them."""
    low, high = (mvcalc.number(end) for end in params.interval)
    if not low < high:
        raise mvcalc.RangeError(
            "the interval is empty", param="interval", value=list(params.interval),
            hint="write the smaller end first, for example [0, 1]",
        )  # fmt: skip
    if not low <= p <= high:
        raise mvcalc.RangeError(
            f"the interval must hold p = {params.p}", param="interval",
            value=list(params.interval), hint=f"for example p = {params.interval[0]}",
        )  # fmt: skip
    return low, high


def error_of(f: mvcalc.Function, p: Expr, n: int, ends: Ends) -> mvcalc.RemainderBound:
    """The error of the Taylor polynomial on the interval, if there is one."""
    remainder = mvcalc.remainder_bound(f, p, n, ends)
    if remainder.actual.exact == 0:
        raise mvcalc.DegenerateError(
            "the polynomial of this degree is the function itself, so there is no error",
            param="degree", value=n, hint="a lower degree, or a function such as f = exp(x)",
        )  # fmt: skip
    return remainder


def first_degree(f: mvcalc.Function, p: Expr, ends: tuple[Expr, Expr], target: Expr) -> int:
    """The smallest degree that can promise the error asked for."""
    try:
        return mvcalc.degree_for(f, p, ends, target)
    except mvcalc.UncertifiedError as bad:
        shares = [mvcalc.number(Fraction(1, 4**k)) for k in (1, 2, 3)]
        near = [tuple(p + (end - p) * share for end in ends) for share in shares]
        works = mvcalc.first_that_works(near, lambda part: mvcalc.degree_for(f, p, part, target))
        hint = "a larger error, or a shorter interval about p"
        if works is not None:
            low, high = (mvcalc.show(end, mode="exact").text for end in works)
            hint += f", for example interval = [{low}, {high}]"
        raise mvcalc.UncertifiedError(
            "no polynomial could be proved to come this close",
            param="target_error", value=target, hint=hint,
        ) from bad  # fmt: skip


def elsewhere(f: mvcalc.Function, n: int) -> str:
    """A centre and an interval where this function has its polynomial, else another function."""

    def attempt(place: tuple[str, ...]) -> None:
        p, low, high = map(mvcalc.number, place)
        error_of(f, p, n, (low, high))

    works = mvcalc.first_that_works(PLACES, attempt)
    if works is None:
        return "for example f = exp(x)"
    return f"for example p = {works[0]} and interval = [{works[1]}, {works[2]}]"
