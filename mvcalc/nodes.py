"""The parts of a written formula. Every node remembers the expression that it stands for."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

from sympy import Expr


@dataclass(frozen=True, slots=True)
class Node:
    """A written part; ``expr`` is what it stands for."""

    expr: Expr


@dataclass(frozen=True, slots=True)
class Number(Node):
    """A non-negative integer."""

    value: int


@dataclass(frozen=True, slots=True)
class Word(Node):
    """A variable or a constant."""

    name: str


@dataclass(frozen=True, slots=True)
class Minus(Node):
    body: Node


@dataclass(frozen=True, slots=True)
class Sum(Node):
    """Terms with their signs (True: subtracted)."""

    terms: tuple[tuple[bool, Node], ...]


@dataclass(frozen=True, slots=True)
class Product(Node):
    factors: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Quotient(Node):
    above: Node
    below: Node


@dataclass(frozen=True, slots=True)
class Power(Node):
    base: Node
    exponent: Node


@dataclass(frozen=True, slots=True)
class Root(Node):
    index: int
    body: Node


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A named function; ``power`` is written on the name, as in sin²(x) (1: none)."""

    name: str
    argument: Node
    power: int = 1


@dataclass(frozen=True, slots=True)
class Bars(Node):
    body: Node


def needs_dot(before: Node, after: Node) -> bool:
    """A dot keeps two numbers apart, as in 2 · 3^x, and a factor from its twin."""
    if before == after and isinstance(before, Word):
        return True
    first = after.base if isinstance(after, Power) else after
    if isinstance(first, Quotient | Number):
        return True
    return (
        isinstance(before, Call)
        and before.name == "ln"
        and isinstance(before.argument, Number | Word)
    )


def substituted(node: Node, name: str, by: Node) -> Node:
    """The same writing with a variable replaced, in the same order: (1 + h)³ − (1 + h)."""
    if isinstance(node, Word):
        return by if node.name == name else node
    changed: dict[str, Any] = {}
    for field in fields(node):
        part = getattr(node, field.name)
        if isinstance(part, Node):
            changed[field.name] = substituted(part, name, by)
        elif field.name == "factors":
            changed[field.name] = tuple(substituted(p, name, by) for p in part)
        elif field.name == "terms":
            changed[field.name] = tuple((minus, substituted(p, name, by)) for minus, p in part)
    return replace(node, **changed)
