"""What the typeset printers share: walking a written tree and putting in parentheses."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from itertools import pairwise
from typing import ClassVar

from mvcalc.nodes import (
    Bars,
    Call,
    Minus,
    Node,
    Number,
    Power,
    Product,
    Quotient,
    Root,
    Sum,
    Word,
    needs_dot,
)


class Printer(ABC):
    """Writes a tree; subclasses say how a fraction, a root or a name looks.

    Inside exponents (``small``) fractions lie flat.
    """

    frac: ClassVar[str]
    slash: ClassVar[str]
    square_root: ClassVar[str]
    other_root: ClassVar[str]
    bars: ClassVar[str]
    group: ClassVar[str]
    dot: ClassVar[str]

    def __init__(self) -> None:
        self.small = False

    @abstractmethod
    def word(self, name: str) -> str:
        """A variable or constant."""

    @abstractmethod
    def function(self, name: str) -> str:
        """A function's name."""

    @abstractmethod
    def script(self, text: str) -> str:
        """Text as it stands after ``^``."""

    def of(self, node: Node) -> str:
        match node:
            case Number(value=value):
                return str(value)
            case Word(name=name):
                return self.word(name)
            case Minus(body=body):
                return "-" + self.tight(body)
            case Sum(terms=terms):
                return self.sum(terms)
            case Product(factors=factors):
                return self.product(factors)
            case Quotient(above=above, below=below):
                return self.quotient(above, below)
            case Power(base=base, exponent=exponent):
                return f"{self.base(base)}^{self.raised(exponent)}"
            case Root(index=2, body=body):
                return self.square_root.format(self.of(body))
            case Root(index=index, body=body):
                return self.other_root.format(index, self.of(body))
            case Bars(body=body):
                return self.bars.format(self.of(body))
            case Call():
                return self.call(node)
        raise AssertionError(f"no form for {type(node).__name__}")

    def tight(self, node: Node, parens: tuple[type, ...] = (Sum, Minus)) -> str:
        text = self.of(node)
        return self.group.format(text) if isinstance(node, parens) else text

    def sum(self, terms: Sequence[tuple[bool, Node]]) -> str:
        text = ""
        for k, (negative, term) in enumerate(terms):
            sign = ("-" if negative else "") if k == 0 else (" - " if negative else " + ")
            text += sign + (self.tight(term) if k or negative else self.of(term))
        return text

    def product(self, factors: Sequence[Node]) -> str:
        text = self.tight(factors[0])
        for before, factor in pairwise(factors):
            text += (self.dot if needs_dot(before, factor) else " ") + self.tight(factor)
        return text

    def quotient(self, above: Node, below: Node) -> str:
        if not self.small:
            return self.frac.format(self.of(above), self.of(below))
        inner = (Sum, Minus, Product, Quotient)
        return self.slash.format(self.tight(above), self.tight(below, parens=inner))

    def base(self, node: Node) -> str:
        text = self.of(node)
        return text if isinstance(node, Number | Word | Bars) else self.group.format(text)

    def raised(self, node: Node) -> str:
        outer, self.small = self.small, True
        text = self.of(node)
        self.small = outer
        return self.script(text)

    def call(self, node: Call) -> str:
        name = self.function(node.name)
        if node.power != 1:
            name += f"^{self.script(str(node.power))}"
        argument = self.of(node.argument)
        if node.name == "ln" and isinstance(node.argument, Number | Word):
            return f"{name} {argument}"
        return f"{name} {self.group.format(argument)}"
