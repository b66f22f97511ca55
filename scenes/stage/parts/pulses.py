"""Signals that run through a network: values forwards, blame backwards."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from manim import ValueTracker

from scenes.render.marks import Dots
from scenes.stage import theme
from scenes.stage.parts.arrow import arrows
from scenes.stage.parts.network import Edge, Network
from scenes.stage.parts.part import Part
from scenes.stage.theme import Role


class Pulses(Part):
    """Marks that travel along edges as a tracker moves: discs forwards, arrowheads backwards.

    The tracker counts layers: at 0 they are at the inputs, at 1 they reach layer 1, and so on.
    Moving it down sends them backwards.

    ::

        at = self.tracker(0)
        forward = Pulses(net, at)
        self.drive(at, len(layers) - 1, seconds=3, steady=True)

    Args:
        network: where they run.
        at: tracker of the layer they have come to.
        edges: along which edges; all by default.
        backward: drawn as arrowheads in the gradient's colour.
    """

    def __init__(
        self,
        network: Network,
        at: ValueTracker,
        edges: Iterable[Edge] | None = None,
        *,
        backward: bool = False,
    ) -> None:
        super().__init__()
        self.network, self.at = network, at
        self.edges = network.all_edges() if edges is None else list(edges)
        self.role = Role.GRADIENT if backward else Role.FUNCTION
        self.backward = backward
        self.size = float(np.clip(np.sqrt(12 / max(len(self.edges), 1)), 0.6, 1))
        self.discs = Dots(
            radius=0.11 * self.size, color=self.role.colour,
            stroke_color=theme.BACKGROUND, stroke_width=theme.OUTLINE_WIDTH,
        )  # fmt: skip
        self.heads = arrows(self.role, theme.LINE_WIDTH, 0.34 * self.size)
        self.add(self.heads if backward else self.discs)
        self.follow(at)

    def redraw(self) -> None:
        at = self.at.get_value()
        layer = int(np.floor(at)) + 1
        share = at - (layer - 1)
        ends = [self.network.ends(edge) for edge in self.edges if edge[0] == layer]
        # On a node they would hide its number: there they are taken in.
        if not ends or not 0.001 < share < 0.999:
            ends = []
        lines = np.array(ends).reshape(-1, 2, 3)
        away = lines[:, 1] - lines[:, 0]
        places = lines[:, 0] + share * away
        if self.backward:
            length = np.maximum(np.linalg.norm(away, axis=1, keepdims=True), 1e-9)
            half = away / length * (0.3 * self.size)
            self.heads.set_arrows(places + half, places - half)
        else:
            self.discs.set_centres(places)
