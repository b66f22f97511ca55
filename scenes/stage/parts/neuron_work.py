"""The arithmetic of one neuron with its numbers put in, forwards and backwards."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from scenes.stage import theme
from scenes.stage.formula import Formula
from scenes.stage.parts.worked import factor, products, worked
from scenes.stage.theme import Role

_BLAME: Final = "{{ delta : gradient }}"
_SLOPE: Final = "{{ {a} (1 - {a}) : function }}"
_COST: Final = {
    "half-mse": "frac(1, 2) sum (a - y)^2",
    "mse": "frac(1, n) sum (a - y)^2",
    "cross-entropy": "- sum (y ln a + (1 - y) ln(1 - a))",
}
_RESULT: Final = "{is} {{ {d} : gradient }}"


def weighted_sum(width: float, pairs: Iterable[tuple[Any, Any]], bias: Any, z: Any) -> Formula:
    """z, the sum of weight times value, and the bias."""
    source, numbers = products(pairs, Role.FUNCTION)
    more = f" + {factor('b', bias)}" if bias != 0 else ""
    return worked(
        width, f"z = {source}{more} {{is}} {{z}}", "z = sum w thin a + b {is} {z}",
        z=z, b=bias, **numbers,
    )  # fmt: skip


def output_blame(
    width: float, loss: str, count: int, value: Any, target: Any, blame: Any
) -> Formula:
    """How the blame of an output is found.

    Args:
        loss: ``half-mse``, ``mse`` or ``cross-entropy``.
        count: number of outputs.
    """
    off = f"({{{{ {{a}} : function }}}} - {{{{ {factor('y', target)} : optimum }}}})"
    rule = {
        "half-mse": f"{off} dot {_SLOPE}",
        "mse": f"frac(2, {count}) {off} dot {_SLOPE}",
        "cross-entropy": off,
    }[loss]
    # Where the numbers are too long, the rule stands for them.
    letters = "{{ (a - y) : function }}" + ("" if loss == "cross-entropy" else " dot a (1 - a)")
    twice = f"frac(2, {count}) " if loss == "mse" else ""
    return worked(
        width, f"{_BLAME} = {rule} {_RESULT}", f"{_BLAME} = {twice}{letters} {_RESULT}",
        a=value, y=target, d=blame,
    )  # fmt: skip


def shared_blame(width: float, pairs: Iterable[tuple[Any, Any]], value: Any, blame: Any) -> Formula:
    """How an inner node gets its blame: the sum of weight times blame ahead, times its slope."""
    source, numbers = products(pairs, Role.GRADIENT)
    general = "sum w {{ delta_+ : gradient }}"
    long, short = (f"{_BLAME} = ({s}) dot {_SLOPE} {_RESULT}" for s in (source, general))
    return worked(width, long, short, a=value, d=blame, **numbers)


def edge_gradient(width: float, behind: Any, ahead: Any, gradient: Any) -> Formula:
    """The gradient of an edge: the value behind times the blame ahead."""
    return worked(
        width,
        f"{{{{ {factor('a', behind)} : function }}}} dot {{{{ {factor('d', ahead)} : gradient }}}}"
        " {is} {g}",
        "{{ a : function }} dot {{ delta : gradient }} {is} {g}",
        sizes=(theme.WORKING,), a=behind, d=ahead, g=gradient,
    )  # fmt: skip


def network_cost(loss: str, cost: Any, digits: int = 9) -> Formula:
    """How the mistakes of all outputs become one number."""
    return Formula(f"C = {_COST[loss]} {{c_is}} {{{{ {{c}} : error }}}}", digits=digits, c=cost)
