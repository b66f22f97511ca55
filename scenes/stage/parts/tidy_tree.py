"""Tidy placing of a tree: parents over the middle of their children, no two boxes meet.

After E. M. Reingold and J. S. Tilford, Tidier drawings of trees (1981): subtrees are placed as near
to each other as their outlines allow.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

N = TypeVar("N")


@dataclass(slots=True)
class _Subtree:
    """Places relative to its root, and its outline: leftmost and rightmost edge by depth."""

    places: list[float]  # of its nodes, children before parents
    left: list[float]
    right: list[float]


@dataclass(frozen=True, slots=True)
class TidyTree(Generic[N]):
    """A placed tree; nodes are listed children before parents.

    Attributes:
        nodes: the nodes.
        x: middles of their boxes, from 0 at the left border of the drawing.
        depth: 0 for the root.
        parent: index of each node's parent, -1 for the root.
        width: of the whole drawing.
    """

    nodes: tuple[N, ...]
    x: tuple[float, ...]
    depth: tuple[int, ...]
    parent: tuple[int, ...]
    width: float


def tidy_tree(
    root: N, children: Callable[[N], Sequence[N]], width: Callable[[int], float], gap: float
) -> TidyTree[N]:
    """Place a tree.

    Args:
        root: its root.
        children: the children of a node, from left to right.
        width: width of the box of the node with this index, children counted before parents.
        gap: least distance between boxes of one depth.
    """
    nodes, depth, parent = _listed(root, children)
    offspring: list[list[int]] = [[] for _ in nodes]
    for index, above in enumerate(parent):
        if above >= 0:
            offspring[above].append(index)
    done: dict[int, _Subtree] = {}
    for index in range(len(nodes)):
        done[index] = _joined([done.pop(child) for child in offspring[index]], width(index), gap)
    whole = done[len(nodes) - 1]
    left = min(whole.left)
    return TidyTree(
        tuple(nodes), tuple(place - left for place in whole.places), tuple(depth), tuple(parent),
        max(whole.right) - left,
    )  # fmt: skip


def _listed(root: N, children: Callable[[N], Sequence[N]]) -> tuple[list[N], list[int], list[int]]:
    nodes: list[N] = []
    depths: list[int] = []
    parents: list[int] = []

    def visit(node: N, depth: int) -> int:
        below = [visit(child, depth + 1) for child in children(node)]
        nodes.append(node)
        depths.append(depth)
        parents.append(-1)
        for index in below:
            parents[index] = len(nodes) - 1
        return len(nodes) - 1

    visit(root, 0)
    return nodes, depths, parents


def _joined(subtrees: list[_Subtree], width: float, gap: float) -> _Subtree:
    """Subtrees side by side under a new root."""
    if not subtrees:
        return _Subtree([0.0], [-width / 2], [width / 2])
    roots = [0.0]
    left, right = list(subtrees[0].left), list(subtrees[0].right)
    for tree in subtrees[1:]:
        at = max(r - near + gap for r, near in zip(right, tree.left, strict=False))
        roots.append(at)
        left += [at + edge for edge in tree.left[len(left) :]]
        right = [at + edge for edge in tree.right] + right[len(tree.right) :]
    middle = (roots[0] + roots[-1]) / 2
    places = [
        p + at - middle for at, tree in zip(roots, subtrees, strict=True) for p in tree.places
    ]
    return _Subtree(
        [*places, 0.0],
        [-width / 2, *(edge - middle for edge in left)],
        [width / 2, *(edge - middle for edge in right)],
    )
