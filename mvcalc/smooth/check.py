"""Where a formula has a slope: kinks, vertical tangents and the edges of its domain.

A formula of the grammar is smooth wherever every absolute value, root and inverse sine in it is
away from its own bad place. Boxes are bisected until that is proved; the places that remain are
looked at one by one, from both sides.
"""

from __future__ import annotations

from collections import deque

import flint
from sympy import Expr, Symbol

from mvcalc.errors import (
    BudgetError,
    DomainError,
    NonDifferentiableError,
    RangeError,
    UncertifiedError,
    names_parameters,
    said,
)
from mvcalc.expr import (
    Box,
    Function,
    Need,
    UndefinedError,
    as_box,
    as_function,
    as_point,
    enclose,
    evaluate,
    is_zero,
    less,
    program,
    restrict,
    sign,
)
from mvcalc.expr.balls import side_interval
from mvcalc.rules import derive
from mvcalc.show import show
from mvcalc.smooth.places import needs, suspects
from mvcalc.smooth.sides import from_side, one_sided

_MAX_BOXES = 300
_MAX_DEPTH = 24
_MAX_ORDER = 12


@names_parameters
def check_smooth(f: Function | Expr, box: object, order: int = 1) -> None:
    """Prove that ``f`` has continuous derivatives up to ``order`` on a box.

    At the ends of an interval the derivatives from inside count; a box that is a single point
    needs both sides.

    Raises:
        NonDifferentiableError: with the first bad ``order``, the ``point`` and both one-sided
            derivatives (``left``, ``right``).
        DomainError: ``f`` has no value somewhere on the box.
        UncertifiedError: neither could be proved within 300 boxes.
        RangeError: order outside 1 to 12.
    """
    if not 1 <= order <= _MAX_ORDER:
        raise RangeError("the order must lie between 1 and 12", param="order", value=order)
    fun = as_function(f)
    read = as_box(box, fun.vars)
    if all(is_zero(hi - lo) for _, (lo, hi) in read) and len(fun.vars) == 1:
        _look(fun, fun.symbols[0], read.sides[0][0], read.sides[0], order)
        return
    open_boxes = _unproved(fun, read, order)
    if not open_boxes:
        return
    if len(fun.vars) != 1:
        _refuse_kink(fun, [read, *open_boxes], order)
    var, (lo, hi) = fun.symbols[0], read.side(fun.vars[0])
    places, certain = suspects(fun, var, lo, hi, open_boxes, order)
    for point in places:
        _look(fun, var, point, (lo, hi), order)
    if not certain:
        for side in [read.sides[0], *(box.sides[0] for box in open_boxes[:8])]:
            _refuse_pole(fun, side)
        raise UncertifiedError(
            f"it could not be proved that {fun} is smooth", value=_box_text(read)
        )


@names_parameters
def slope_at(f: Function | Expr, point: object, var: str = "") -> Expr:
    """The exact slope of ``f`` at a point, along ``var`` (the only variable by default).

    Raises:
        NonDifferentiableError: a kink, a vertical tangent or an end of the domain.
        DomainError: no value there.
    """
    fun = as_function(f)
    where = as_point(fun, point)
    name = var or fun.vars[0]
    evaluate(fun, point)
    slice_ = restrict(fun, {s.name: v for s, v in where.items() if s.name != name})
    here = where[Symbol(name)]
    check_smooth(slice_, (here, here))
    try:
        return evaluate(derive(fun, name).simplified, {s.name: v for s, v in where.items()})
    except DomainError:
        sides = one_sided(slice_, here, 1)
        assert sides.right is not None
        return sides.right


def _unproved(fun: Function, box: Box, order: int) -> list[Box]:
    """Small boxes that remain when everything that is provably fine is taken away."""
    todo = deque([(box, 0)])
    left: list[Box] = []
    used = 0
    guarded = needs(fun, order)
    while todo:
        part, depth = todo.popleft()
        used += 1
        if _proved(fun, part, guarded):
            continue
        if used >= _MAX_BOXES or depth >= _MAX_DEPTH * len(box.vars):
            left.append(part)
            continue
        widest = max(part.vars, key=lambda n: float(part.side(n)[1] - part.side(n)[0]))
        todo.extend((half, depth + 1) for half in part.split(widest))
    return left


def _proved(fun: Function, box: Box, guarded: list[Expr]) -> bool:
    symbols = fun.symbols
    with flint.ctx.workprec(80):
        sides = [side_interval(*box.side(s.name)) for s in symbols]
        try:
            fun.domain.check_interval(symbols, sides)
            ranges = [program(u, symbols)(sides) for u in guarded]
            program(fun.expr, symbols)(sides)
        except UndefinedError:
            return False
    return all(lo > 0 or hi < 0 for lo, hi in ranges)


def _look(fun: Function, var: Symbol, point: Expr, ends: tuple[Expr, Expr], order: int) -> None:
    """Raise if the derivatives up to ``order`` do not agree at a point."""
    evaluate(fun, point)
    alone = is_zero(ends[1] - ends[0])
    use_left, use_right = alone or less(ends[0], point), alone or less(point, ends[1])
    for k in range(1, order + 1):
        left = from_side(fun, var, point, -1, k) if use_left else None
        right = from_side(fun, var, point, 1, k) if use_right else None
        needed = [side for side, used in ((left, use_left), (right, use_right)) if used]
        if _agree(needed):
            continue
        if not alone and None in needed:
            side = "left" if use_left and left is None else "right"
            raise DomainError(
                f"{fun} has no value just {side} of {var} = {show(point)}", point={var.name: point}
            )
        raise NonDifferentiableError(
            _story(fun, var, point, left, right, k), left=left, right=right, order=k, point=point
        )


def _agree(sides: list[Expr | None]) -> bool:
    finite = [side for side in sides if side is not None and not side.is_infinite]
    return len(finite) == len(sides) and (len(finite) < 2 or is_zero(finite[0] - finite[1]))


def _story(
    fun: Function, var: Symbol, point: Expr, left: Expr | None, right: Expr | None, order: int
) -> str:
    what = "slope" if order == 1 else f"derivative of order {order}"
    sides = [
        f"{name} {what} {'missing' if value is None else show(value).text}"
        for name, value in (("left", left), ("right", right))
    ]
    return f"{fun} has no {what} at {var} = {show(point).text}: {', '.join(sides)}"


def _refuse_kink(fun: Function, boxes: list[Box], order: int) -> None:
    """Several variables: look for the kink along lines through the boxes that remain."""
    for box in boxes[:4]:
        middle = dict(zip(box.vars, box.mid, strict=True))
        for var in fun.vars:
            rest = {name: middle[name] for name in fun.vars if name != var}
            try:
                check_smooth(restrict(fun, rest), box.side(var), order)
            except NonDifferentiableError as bad:
                bad.context["point"] = {**rest, var: bad.context["point"]}
                raise
            except UncertifiedError:
                continue
    raise UncertifiedError(
        f"it could not be proved that {fun} is smooth", value=_box_text(boxes[0])
    )


def _refuse_pole(fun: Function, side: tuple[Expr, Expr]) -> None:
    """Raise if the formula has no value at an end, or a denominator changes its sign between."""
    for end in side:
        evaluate(fun, end)
    for c in fun.domain.conditions:
        below = Function.of(c.argument, fun.vars)
        try:
            enclose(below, side)
        except (DomainError, BudgetError):
            continue
        if c.need is Need.NONZERO and sign(evaluate(below, side[0])) != sign(
            evaluate(below, side[1])
        ):
            near = show((side[0] + side[1]) / 2, 4, "decimal").text
            raise DomainError(
                f"{fun} has no value near {fun.vars[0]} = {near}, where {said(c.argument)} is 0",
                point={fun.vars[0]: (side[0] + side[1]) / 2},
            )


def _box_text(box: Box) -> str:
    return ", ".join(f"{show(lo, 4)} <= {n} <= {show(hi, 4)}" for n, (lo, hi) in box)
