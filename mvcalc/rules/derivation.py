"""A derivation: a tree in which every node is one rule of differentiation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from sympy import Expr

from mvcalc.errors import RangeError


class Rule(StrEnum):
    """The rules, by the names a textbook uses."""

    CONSTANT = "constant rule"
    IDENTITY = "identity rule"
    CONSTANT_MULTIPLE = "constant multiple rule"
    SUM = "sum rule"
    PRODUCT = "product rule"
    QUOTIENT = "quotient rule"
    POWER = "power rule"
    EXP = "exponential rule"
    LOG = "logarithm rule"
    TRIG = "trigonometric rule"
    INVERSE_TRIG = "inverse trigonometric rule"
    HYPERBOLIC = "hyperbolic rule"
    ERROR_FUNCTION = "error function rule"
    CHAIN = "chain rule"
    GENERAL_POWER = "general power rule"
    ABS_AWAY_FROM_ZERO = "absolute value rule"


@dataclass(frozen=True, slots=True)
class Derivation:
    """How one expression was differentiated.

    Attributes:
        rule: the one rule applied here.
        before: the expression.
        after: the derivative as the rule gives it, built from the children's simplified results.
        simplified: the same, as a teacher would write it.
        var: the variable; inside a chain rule the outer child is in a new variable.
        children: derivations of the parts.
        note: one sentence about this step, without numbers.
    """

    rule: Rule
    before: Expr
    after: Expr
    simplified: Expr
    var: str
    children: tuple[Derivation, ...]
    note: str

    def steps(self, order: str = "leaves_first") -> list[Step]:
        """The nodes as a list: "leaves_first" (children before parents) or "root_first".

        Raises:
            RangeError: another order.
        """
        if order not in ("leaves_first", "root_first"):
            raise RangeError("unknown order", param="order", value=order, hint="use leaves_first")
        return [Step(k, *node) for k, node in enumerate(self._walk(order == "root_first", 0), 1)]

    def _walk(self, root_first: bool, depth: int) -> Iterator[tuple[Derivation, int]]:
        if root_first:
            yield self, depth
        for child in self.children:
            yield from child._walk(root_first, depth + 1)
        if not root_first:
            yield self, depth

    def tally(self) -> dict[Rule, int]:
        """How often each rule was used, most frequent first."""
        counts = Counter(node.rule for node, _ in self._walk(True, 0))
        return dict(counts.most_common())

    def verify(self) -> bool:
        """Whether the result agrees with algebra, dual numbers and secants.

        Raises:
            UncertifiedError: no points were found at which the expression has a value.
        """
        from mvcalc.rules.verify import verify

        return verify(self).passed


@dataclass(frozen=True, slots=True)
class Step:
    """One node of a derivation in a list; ``number`` counts from 1, ``depth`` from 0."""

    number: int
    node: Derivation
    depth: int

    @property
    def rule(self) -> Rule:
        return self.node.rule

    @property
    def before(self) -> Expr:
        return self.node.before

    @property
    def after(self) -> Expr:
        return self.node.after

    @property
    def simplified(self) -> Expr:
        return self.node.simplified

    @property
    def note(self) -> str:
        return self.node.note
