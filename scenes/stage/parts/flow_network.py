"""A network with the two numbers of every node: what it gives, and what it is blamed for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from manim import VMobject

from scenes.stage import theme
from scenes.stage.formula import Formula
from scenes.stage.layout import Slot
from scenes.stage.parts.network import Edge, Network, Node
from scenes.stage.parts.worked import brief
from scenes.stage.theme import Role


class FlowNetwork(Network):
    """A network, the values of its nodes and their blame.

    The numbers are no pieces of the part: they come in one layer after the other. Where there is
    room a node holds both, the value above the blame; else the blame takes the value's place.

    ::

        net = FlowNetwork(layout.BELOW_STRIP, widths, weights, values, blames)
        self.appear(net, net.values[0])

    Args:
        slot: where it stands.
        widths, weights, names: as for a network.
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
        *,
        names: Mapping[Node, str] | None = None,
    ) -> None:
        super().__init__(slot, widths, weights, names=names)
        lines = 2 if self.holds_two else 1
        self.values = [
            self.node_numbers(layer, numbers, lines=lines if layer else 1)
            for layer, numbers in enumerate(values)
        ]
        self.blames = [
            self.node_numbers(layer, numbers, Role.GRADIENT, line=lines - 1, lines=lines)
            for layer, numbers in enumerate(blames)
        ]
        self.raised = [[number.get_center() for number in layer] for layer in self.values]
        for layer, numbers in enumerate(self.values):
            for index, number in enumerate(numbers):
                number.move_to(self.node(layer, index))

    def numbers(self) -> list[VMobject]:
        """What stands in the nodes when all of them have been blamed; the inputs first."""
        kept = self.values[1:] if self.holds_two else []
        return [number for layer in (self.values[0], *kept, *self.blames[1:]) for number in layer]

    def lit(self, edges: Iterable[Edge], node: Node, role: Role) -> list[VMobject]:
        """A bright node, and the bright edges by which it gets what it is being given."""
        ways = [self.highlight_edge(edge, role) for edge in edges]
        return [*ways, self.highlight_node(*node, role)]

    def beside(self, slot: Slot, targets: Iterable[Any]) -> list[Formula]:
        """What the outputs should be, in a slot to their right."""
        labels = []
        for i, value in enumerate(targets):
            source = f"y_{i + 1} {{y_is}} {{{{ {{y}} : optimum }}}}"
            label = Formula(source, size=theme.LABEL, y=brief(value, 3))
            slot.place(label, x=1)
            label.shift((0, self.node(len(self.widths) - 1, i)[1] - label.get_center()[1], 0))
            labels.append(label)
        return labels
