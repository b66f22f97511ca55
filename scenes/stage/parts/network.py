"""A layered network: nodes, edges as strong as their weights, numbers where there is room."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

import numpy as np
from manim import Animation, FadeIn, LaggedStart, ValueTracker, VGroup, VMobject

from scenes.stage import theme
from scenes.stage.formula import Formula
from scenes.stage.layout import Slot
from scenes.stage.parts.marks import bar
from scenes.stage.parts.node_shape import node_shapes
from scenes.stage.parts.part import Floats, Part, set_segment, stroke
from scenes.stage.parts.rooms import find_rooms, lines_covered
from scenes.stage.parts.tag import Tag, overlaps
from scenes.stage.parts.worked import decimal, decimals
from scenes.stage.theme import Role

Edge = tuple[int, int, int]
Node = tuple[int, int]

ABOVE: Final = 1  # numbers in nodes lie over bright rings and edges
_RADIUS: Final = 0.75
_CLOSE_RADIUS: Final = 0.55  # where layers are close
_THINNEST, _THICKEST = 1.5, 9.0
_CLOSE: Final = 4.5  # distance of layers, in frame units
_LEADING: Final = 0.4  # between two lines in a node
_ALONG: Final = np.linspace(0.08, 0.92, 43)  # where on an edge its number may stand


class Network(Part):
    """Layers of nodes from left to right, every node joined to all of the next layer.

    An edge is as thick as its weight is large; edges with negative weights are dashed.

    ::

        net = Network(layout.PICTURE, params.layers, weights=facts.weights)
        net.add(net.node_numbers(1, facts.hidden))
        tags = net.edge_numbers({(2, 0, 0): facts.slope}, role=Role.GRADIENT)
        self.appear(net, *tags.values())

    Args:
        slot: where it stands.
        widths: nodes in each layer, inputs first.
        weights: ``weights[l - 1][i][j]`` leads from node j of layer l - 1 to node i of layer l;
            None draws all edges alike.
        names: Typst mathematics of the nodes, layer by layer; shown outside the first and the
            last layer and above the others.
        lines: how many numbers, one or two, the nodes of each layer must hold.
    """

    def __init__(
        self,
        slot: Slot,
        widths: Sequence[int],
        weights: Sequence[Sequence[Sequence[Any]]] | None = None,
        *,
        names: Mapping[Node, str] | None = None,
        lines: Sequence[int] | None = None,
    ) -> None:
        super().__init__()
        self.slot, self.widths = slot, tuple(widths)
        self.lines = tuple(lines or [1] * len(self.widths))
        self._names = {
            node: Formula(text, size=theme.LABEL, role=Role.SECONDARY)
            for node, text in (names or {}).items()
        }
        self._place_layers()
        self.edges = VMobject(stroke_width=0, fill_color=Role.DATA.colour, fill_opacity=0.7)
        self.nodes = stroke(Role.SECONDARY, theme.LINE_WIDTH).set_fill(theme.PANEL, opacity=1)
        self.nodes.set_points(
            np.concatenate([
                self.shapes[layer].outline() + place
                for layer, places in enumerate(self.places) for place in places
            ])
        )  # fmt: skip
        self.names = VGroup(*self._names.values())
        self._name_nodes()
        self.set_weights(weights)
        self.add(self.edges, self.nodes, self.names)

    def _place_layers(self) -> None:
        widest = {edge: self._widest(edge) for edge in (0, len(self.widths) - 1)}
        left, right = widest[0], widest[len(self.widths) - 1]
        apart = (self.slot.width - left - right) / max(len(self.widths) - 1, 1)
        # Where layers are close, the room between them is for the numbers on the edges.
        most = min(_RADIUS if apart > _CLOSE else _CLOSE_RADIUS, 0.17 * apart)
        radii = [min(most, 0.43 * self.slot.height / count) for count in self.widths]
        self.shapes = node_shapes(radii, self.lines)
        xs = np.linspace(
            self.slot.left + self.shapes[0].wide + left,
            self.slot.right - self.shapes[-1].wide - right,
            len(self.widths),
        )
        if len(self.widths) == 1:
            xs = np.array([self.slot.centre[0]])
        middle = self.slot.centre[1]
        self.places: list[Floats] = []
        for x, count in zip(xs, self.widths, strict=True):
            # Few nodes stand closer than they could, but not at the ends of the slot.
            step = min(self.slot.height / count, 2.8)
            y = middle + ((count - 1) / 2 - np.arange(count)) * step
            self.places.append(np.stack([np.full(count, x), y, np.zeros(count)], axis=1))

    def _widest(self, layer: int) -> float:
        widths = [name.width + 0.15 for (at, _), name in self._names.items() if at == layer]
        return max(widths, default=0.0)

    def _name_nodes(self) -> None:
        last = len(self.widths) - 1
        for (layer, index), name in self._names.items():
            side = (-1, 0, 0) if layer == 0 else (1, 0, 0) if layer == last else (0, 1, 0)
            room = self.shapes[layer].half[0 if side[0] else 1] + 0.12
            half = name.width / 2 if side[0] else name.height / 2
            name.move_to(self.node(layer, index) + np.array(side) * (room + half))

    # -- where things are ---------------------------------------------------------------------

    def node(self, layer: int, index: int) -> Floats:
        """Centre of a node, in frame units."""
        return self.places[layer][index]

    def all_edges(self) -> list[Edge]:
        """All edges ``(layer, i, j)``, from node j of the layer before to node i of the layer."""
        pairs = enumerate(pairwise(self.widths), start=1)
        return [(at, i, j) for at, (ins, outs) in pairs for i in range(outs) for j in range(ins)]

    def ends(self, edge: Edge) -> Floats:
        """Where an edge leaves one node and meets the other; shape (2, 3)."""
        layer, i, j = edge
        a, b = self.node(layer - 1, j), self.node(layer, i)
        return np.array([
            a + self.shapes[layer - 1].port(b - a), b + self.shapes[layer].port(a - b)
        ])  # fmt: skip

    # -- how strong the edges are -------------------------------------------------------------

    def set_weights(
        self, weights: Sequence[Sequence[Sequence[Any]]] | None, largest: float | None = None
    ) -> None:
        """Draw the edges for new weights; None draws all alike.

        ``largest`` is the weight of the thickest edge; by default the largest weight there is.
        """
        edges = self.all_edges()
        sizes = self._sizes(weights)
        largest = largest or float(np.nanmax(np.abs(sizes), initial=0.0)) or 1.0
        share = np.minimum(np.abs(np.nan_to_num(sizes)) / largest, 1.0)
        widths = (_THINNEST + (_THICKEST - _THINNEST) * share) / 100
        if weights is None:
            widths[:] = theme.THIN_WIDTH / 100
        pieces = [np.zeros((0, 3))]
        for edge, size, width in zip(edges, sizes, widths, strict=True):
            pieces.append(bar(self.ends(edge), width, dashed=bool(size < 0)))
        self.edges.set_points(np.concatenate(pieces))

    def _sizes(self, weights: Sequence[Sequence[Sequence[Any]]] | None) -> Floats:
        """The weights edge by edge, as machine numbers; ones if there are none."""
        edges = self.all_edges()
        if weights is None:
            return np.ones(len(edges))
        return np.array([float(weights[at - 1][i][j]) for at, i, j in edges])

    def change(
        self,
        before: Sequence[Sequence[Sequence[Any]]],
        after: Sequence[Sequence[Sequence[Any]]],
        share: ValueTracker,
    ) -> None:
        """Let the edges follow a tracker from the weights before (0) to those after (1).

        Both are drawn to one scale.
        """
        pairs = [[np.array(rows, dtype=float) for rows in weights] for weights in (before, after)]
        largest = max(float(np.abs(rows).max()) for weights in pairs for rows in weights) or 1.0

        def between() -> None:
            at = share.get_value()
            mixed = [(1 - at) * old + at * new for old, new in zip(*pairs, strict=True)]
            self.set_weights(mixed, largest)

        self.redraw = between  # type: ignore[method-assign]
        self.follow(share)

    # -- numbers ------------------------------------------------------------------------------

    def node_numbers(
        self,
        layer: int,
        values: Iterable[Any],
        role: Role = Role.FUNCTION,
        digits: int = 4,
        *,
        line: int | None = None,
    ) -> VGroup:
        """Decimals in the nodes of a layer, all with fewer digits if need be, at least two.

        One that is wider than its node stands over it on a plate.

        Args:
            values: the numbers.
            line: the line they stand on, 0 at the top; in the middle by default.
        """
        values = list(values)
        height = 0.0 if line is None else ((self.lines[layer] - 1) / 2 - line) * _LEADING
        room = self.shapes[layer].room(height)
        numbers = VGroup()
        for index, cell in enumerate(decimals(values, room, role, digits)):
            drawn: Formula | Tag = cell
            if cell.width > room:
                drawn = Tag(cell)
                drawn.plate.set_fill(theme.PANEL, opacity=1)
            numbers.add(drawn.move_to(self.node(layer, index) + np.array([0, height, 0])))
        return numbers.set_z_index(ABOVE)

    def edge_numbers(
        self,
        values: Mapping[Edge, Any],
        role: Role = Role.GRADIENT,
        *,
        digits: int = 4,
        clear: Iterable[VMobject] = (),
    ) -> dict[Edge, Tag]:
        """Decimals on edges, none on another number or on a node.

        All have as many digits as let every one find room, at least two. Where even that is too
        many, those that come later in the given order are the first to be left out.

        Args:
            values: the numbers.
            clear: what the numbers must not cover, such as those already shown.
        """
        found: dict[Edge, Tag] = {}
        for fewer in range(digits, min(digits, 2) - 1, -1):
            tags = {edge: Tag(decimal(v, role, fewer)) for edge, v in values.items()}
            placed = self._place_tags(tags, [*clear, *self.names])
            found = placed if len(placed) > len(found) else found
            if len(found) == len(values):
                break
        return found

    def edge_waves(
        self, values: Mapping[Edge, Any], role: Role = Role.GRADIENT, **options: Any
    ) -> list[dict[Edge, Tag]]:
        """As ``edge_numbers``; then those that found no room there, to be shown in their turn."""
        waves, left = [], dict(values)
        while left and (wave := self.edge_numbers(left, role, **options)):
            waves.append(wave)
            left = {edge: value for edge, value in left.items() if edge not in wave}
        return waves

    def _place_tags(self, tags: dict[Edge, Tag], clear: Sequence[VMobject]) -> dict[Edge, Tag]:
        """The tags that find room on their edges."""
        if not tags:
            return {}
        centres = [place[:2] for layer in self.places for place in layer]
        taken = [shape.half for shape, count in zip(self.shapes, self.widths, strict=True)
                 for _ in range(count)]  # fmt: skip
        for other in clear:
            centres.append(np.asarray(other.get_center()[:2]))
            taken.append(np.array([other.width, other.height]) / 2)
        lines = np.array([self.ends(edge) for edge in self.all_edges()])
        ends = np.array([self.ends(edge) for edge in tags])[:, :, :2]
        places = ends[:, :1] + _ALONG[:, None] * (ends[:, 1:] - ends[:, :1])
        halves = np.array([tag.half() for tag in tags.values()])
        free = np.array([
            [not overlaps(place, half, np.array(centres), np.array(taken) + 0.03) for place in way]
            for way, half in zip(places, halves, strict=True)
        ])  # fmt: skip
        cost = 0.1 * np.abs(_ALONG - 0.5) + np.array(
            [lines_covered(way, half, lines) for way, half in zip(places, halves, strict=True)]
        )
        rooms = find_rooms(places, halves, cost, free)
        return {
            edge: tag.move_to((*places[k, rooms[k]], 0))
            for k, (edge, tag) in enumerate(tags.items())
            if rooms[k] >= 0
        }

    # -- pointing -----------------------------------------------------------------------------

    def highlight_edge(self, edge: Edge, role: Role = Role.GRADIENT) -> VMobject:
        """A bright line over one edge."""
        return set_segment(stroke(role, theme.CURVE_WIDTH), *self.ends(edge))

    def highlight_node(self, layer: int, index: int, role: Role = Role.GRADIENT) -> VMobject:
        """A bright ring about one node."""
        ring = stroke(role, theme.CURVE_WIDTH)
        return ring.set_points(self.shapes[layer].outline() + self.node(layer, index))

    def entrance(self) -> Animation:
        return LaggedStart(
            FadeIn(self.nodes), FadeIn(self.edges), FadeIn(self.names), lag_ratio=0.3
        )
