"""Formulas with their numbers put in: as large, and with as many digits, as there is room for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from scenes.stage import theme
from scenes.stage.formula import Formula
from scenes.stage.say import Said, said
from scenes.stage.theme import Role

_SIZES: Final = (theme.FORMULA, theme.WORKING, theme.SMALLEST)
_LONGEST_WHOLE: Final = 6


def worked(
    width: float, *sources: str, digits: int = 4, sizes: Iterable[float] = _SIZES, **numbers: Any
) -> Formula:
    """The first of the formulas that fits ``width``, its numbers as decimals.

    Type is made smaller before digits are given up; what does not fit even so is left to the next
    source, which should be shorter. Only the last may be left with a single digit. The placeholder
    ``{is}`` is ≈ if any of the numbers in the formula is rounded, else =.

    ::

        worked(slot.width, "z = {w} dot {a} + {b} {is} {z}", w=w, a=a, b=b, z=z)
    """
    made = None
    for source in sources:
        for count in range(digits, 0 if source == sources[-1] else 1, -1):
            shown: dict[str, Any] = {n: brief(value, count) for n, value in numbers.items()}
            used = [value for name, value in shown.items() if f"{{{name}}}" in source]
            relation = "approx" if any(value.relation != "=" for value in used) else "="
            for size in sizes:
                made = Formula(source.replace("{is}", relation), size=size, **shown)
                if made.width <= width:
                    return made
    if made is None:
        raise ValueError("a formula to work out is needed")
    return made


def linear_equation(
    width: float, factors: tuple[Any, Any], right: Any, unknowns: tuple[str, str] = ("c", "m")
) -> Formula:
    """An equation of the first degree in two unknowns."""
    sign = "-" if factors[1] < 0 else "+"
    return worked(
        width,
        f"{{a}} {unknowns[0]} {sign} {{b}} {unknowns[1]} {{is}} {{d}}",
        sizes=(theme.WORKING, theme.SMALLEST), a=factors[0], b=abs(factors[1]), d=right,
    )  # fmt: skip


def products(pairs: Iterable[tuple[Any, Any]], role: Role) -> tuple[str, dict[str, Any]]:
    """A sum of products as a source for ``worked``, and its numbers.

    Args:
        pairs: the factors; negative ones get brackets.
        role: of the second factors.
    """
    numbers: dict[str, Any] = {}
    terms = []
    for k, (one, other) in enumerate(pairs):
        numbers |= {f"p{k}": one, f"q{k}": other}
        terms.append(f"{factor(f'p{k}', one)} dot {{{{ {factor(f'q{k}', other)} : {role} }}}}")
    return " + ".join(terms), numbers


def factor(name: str, value: Any) -> str:
    """The placeholder of a number, in brackets if it is negative."""
    return f"({{{name}}})" if said(value).text.startswith("−") else f"{{{name}}}"


def brief(value: Any, digits: int = 4) -> Said:
    """A short whole number as it is, everything else as a decimal."""
    if isinstance(value, Said):
        return value
    shown = said(value, digits)
    whole = shown.relation == "=" and shown.text.lstrip("−").isdigit()
    if whole and len(shown.text) <= _LONGEST_WHOLE:
        return shown
    return said(value, digits, "decimal")


def decimal(value: Any, role: Role, digits: int) -> Formula:
    """A number in the smallest type."""
    return Formula("{value}", size=theme.SMALLEST, role=role, value=said(value, digits, "decimal"))


def decimals(values: Sequence[Any], width: float, role: Role, digits: int) -> list[Formula]:
    """Numbers in the smallest type, all with as many digits as fit a width, at least two.

    One that is too wide even with two digits does not count.
    """
    fewest = [decimal(value, role, min(digits, 2)) for value in values]
    for count in range(digits, 2, -1):
        cells = [
            decimal(value, role, count) if least.width <= width else least
            for value, least in zip(values, fewest, strict=True)
        ]
        if all(
            cell.width <= max(width, least.width) for cell, least in zip(cells, fewest, strict=True)
        ):
            return cells
    return fewest
