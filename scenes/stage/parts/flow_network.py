"""A network with the two numbers of every node: what it gives, and what it is blamed for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from manim import VMobject

from scenes.stage import theme
from scenes.stage.formula import Formula
from scenes.stage.layout import Slot
from scenes.stage.parts.network import Edge, Network, Node
from scenes.stage.parts.worked import worked
from scenes.stage.theme import Role


class FlowNetwork(Network):
    """A network, the values of its nodes and their blame.

    The numbers are no pieces of the part: they come in one layer after the other. Behind the
    inputs every node has room for both, the value above the blame.

    ::

        net = FlowNetwork(layout.BELOW_STRIP, widths, weights, values, blames)
        self.appear(net, net.values[0])

    Args:
        slot: where it stands.
        widths, weights: as for a network; the inputs are called x.
        values, blames: numbers of every node, layer by layer.

    Attributes:
        values, blames: the numbers as drawn, layer by layer.
        raised: where the values stand when there is blame under them.
    """

    def __init__(
        self,
        slot: Slot,
        widths: Sequence[int],
        weights: Sequence[Sequence[Sequence[Any]]] | None,
        values: Sequence[Iterable[Any]],
        blames: Sequence[Iterable[Any]],
    ) -> None:
        names = {(0, j): f"x_{j + 1}" for j in range(widths[0])}
        lines = (1, *[2] * (len(widths) - 1))
        super().__init__(slot, widths, weights, names=names, lines=lines)
        self.values = [
            self.node_numbers(layer, numbers, line=0) for layer, numbers in enumerate(values)
        ]
        self.blames = [
            self.node_numbers(layer, numbers, Role.GRADIENT, line=lines[layer] - 1)
            for layer, numbers in enumerate(blames)
        ]
        self.raised = [[number.get_center() for number in layer] for layer in self.values]
        for layer, numbers in enumerate(self.values):
            for index, number in enumerate(numbers):
                number.move_to(self.node(layer, index))

    def numbers(self) -> list[VMobject]:
        """What stands in the nodes when all of them have been blamed; the inputs first."""
        return [number for layer in (*self.values, *self.blames[1:]) for number in layer]

    def lit(self, edges: Iterable[Edge], node: Node, role: Role) -> list[VMobject]:
        """A bright node, and the bright edges by which it gets what it is being given."""
        ways = [self.highlight_edge(edge, role) for edge in edges]
        return [*ways, self.highlight_node(*node, role)]

    def beside(self, slot: Slot, targets: Iterable[Any]) -> list[Formula]:
        """What the outputs should be, in a slot to their right."""
        labels = []
        for i, value in enumerate(targets):
            source = f"y_{i + 1} {{is}} {{{{ {{y}} : optimum }}}}"
            label = worked(
                slot.width, source, digits=3, sizes=(theme.LABEL, theme.SMALLEST), y=value
            )
            slot.place(label, x=1)
            label.shift((0, self.node(len(self.widths) - 1, i)[1] - label.get_center()[1], 0))
            labels.append(label)
        return labels
