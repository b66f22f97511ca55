"""What a right answer is made of."""

from __future__ import annotations

from dataclasses import dataclass

import sympy

from mvcalc.show import show

Phrases = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A right answer.

    Attributes:
        values: exact numbers, or formulas in ``vars``.
        ordered: whether the order of the values matters.
        words: groups of phrases; one phrase of each group must be typed, the first is shown.
        ignored: phrases that may be typed and say nothing, such as "below".
        vars: variables of formula answers.
    """

    values: tuple[sympy.Expr, ...]
    ordered: bool = True
    words: tuple[Phrases, ...] = ()
    ignored: Phrases = ()
    vars: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The answer as it is shown after the question."""
        from mvcalc.plain import plain

        shown = [plain(v) if self.vars else show(v, mode="exact").text for v in self.values]
        said = [group[0] for group in self.words]
        return ", ".join([*shown, *said])


def values(*exact: object, ordered: bool = True) -> Answer:
    """An answer of numbers alone."""
    return Answer(tuple(sympy.sympify(v, strict=True) for v in exact), ordered)
