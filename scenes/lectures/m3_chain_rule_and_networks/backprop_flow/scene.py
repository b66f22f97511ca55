"""The scene: what is drawn, beat by beat."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import mvcalc
from scenes.stage import LectureScene, Role, beat, layout, parts, theme

from . import Params
from .facts import Facts, Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from manim import VMobject

    from scenes.stage.formula import Formula


class BackpropFlow(LectureScene[Params, Facts]):
    """Values forwards, blame backwards, a gradient on every edge, and one step."""

    @beat
    def forward(self) -> None:
        facts = self.facts
        self.net = parts.Network(
            layout.PICTURE, facts.net.layers, weights=self.weights(facts.net), names=self.names()
        )
        at = self.tracker(0)
        pulses = parts.Pulses(self.net, at)
        self.values = [
            self.net.node_numbers(layer, values) for layer, values in enumerate(facts.values)
        ]
        z, a, cost = parts.column(
            layout.LEDGER,
            self.formula("z = sum w thin a + b"),
            self.formula("{{ a = sigma(z) : function }}"),
            self.formula("{{ C {c_is} {c:9} : error }}", c=facts.cost),
        )
        with self.line():
            self.appear(self.net, seconds=1.5)
            self.appear(self.values[0], z, a)
        with self.line():
            self.add(pulses)
            for layer in range(1, len(facts.values)):
                self.drive(at, layer, 1.6, steady=True)
                self.appear(self.values[layer], seconds=0.5)
        self.remove(pulses)
        with self.line():
            self.appear(cost)
        self.sums: Sequence[VMobject] = [z, a, cost]

    @beat
    def blame(self) -> None:
        facts = self.facts
        self.vanish(*self.sums)
        self.blames = [
            self.net.node_numbers(layer, blames, role=Role.GRADIENT)
            for layer, blames in enumerate(facts.blames)
        ]
        self.sums = [
            *parts.column(
                layout.LEDGER,
                self.formula("{{ delta : gradient }} = frac(partial C, partial z)"),
                self.formula(f"{{{{ delta : gradient }}}} = {OUTPUT_BLAME[facts.loss]}"),
                self.formula("y = {y:4}", y=facts.target),
            )
        ]
        with self.line():
            self.appear(*self.sums[:2], lag=0.6, seconds=1.6)
        with self.line():
            self.appear(self.sums[2])
            self.swap(len(facts.values) - 1)

    @beat
    def split(self) -> None:
        last = len(self.facts.values) - 1
        self.vanish(*self.sums)
        at = self.tracker(last)
        pulses = parts.Pulses(self.net, at, backward=True)
        self.sums = [
            *parts.column(
                layout.LEDGER,
                self.formula("{{ delta : gradient }} = a (1 - a) sum w {{ delta_+ : gradient }}"),
            )
        ]
        with self.line():
            self.appear(*self.sums)
            self.add(pulses)
            if last > 1:
                self.drive(at, last - 1, 2.0, steady=True)
                self.swap(last - 1)
        with self.line():
            for layer in range(last - 2, 0, -1):
                self.drive(at, layer, 2.0, steady=True)
                self.swap(layer)
            self.emphasise(self.sums[0])
        self.remove(pulses)
        self.aha()

    @beat
    def edges(self) -> None:
        facts = self.facts
        self.vanish(*self.sums)
        gradients = {place: edge.gradient for place, edge in facts.flow.edges.items()}
        ordered = {facts.last: None, facts.first: None, **gradients}
        tags = self.net.edge_numbers(
            {place: gradients[place] for place in ordered},
            clear=[*self.values[0], *(number for layer in self.blames[1:] for number in layer)],
        )
        rule, *featured = parts.column(
            layout.LEDGER,
            self.formula(
                "frac(partial C, partial w) = {{ a : function }} dot {{ delta : gradient }}"
            ),
            *(self.product(facts.flow.edges[place]) for place in (facts.last, facts.first)),
        )
        lit = [self.net.highlight_edge(place) for place in (facts.last, facts.first)]
        with self.line():
            self.appear(rule)
        with self.line():
            for line, formula, place in zip(lit, featured, (facts.last, facts.first), strict=True):
                self.appear(line, formula, *([tags[place]] if place in tags else []))
                self.hold(1.0)
        with self.line():
            rest = [tag for place, tag in tags.items() if place not in (facts.last, facts.first)]
            self.vanish(*lit)
            self.appear(*rest, seconds=2.5, lag=0.5)
        self.tags, self.sums = list(tags.values()), [rule, *featured]

    @beat
    def nudge(self) -> None:
        facts = self.facts
        nudge = facts.nudge
        self.vanish(*self.tags, *self.sums)
        lit = self.net.highlight_edge(facts.last, role=Role.DERIVATIVE)
        up, down, quotient, slope, gradient = parts.column(
            layout.LEDGER,
            self.formula("C(w + h) {c_is} {c:9}", theme.WORKING, c=nudge.cost_up),
            self.formula("C(w - h) {c_is} {c:9}", theme.WORKING, c=nudge.cost_down),
            self.formula("frac(C(w + h) - C(w - h), 2 h)", theme.WORKING),
            self.formula("{q_is} {{ {q:6} : derivative }}", theme.WORKING, q=nudge.quotient),
            self.formula(
                "frac(partial C, partial w) {g_is} {{ {g:6} : gradient }}", theme.WORKING,
                g=nudge.gradient,
            ),
        )  # fmt: skip
        with self.line():
            self.appear(lit)
            self.appear(up)
            self.appear(down)
        with self.line():
            self.appear(quotient, slope, lag=0.5, seconds=1.5)
            self.hold(2.0)
            self.appear(gradient)
        self.sums = [lit, up, down, quotient, slope, gradient]

    @beat
    def learn(self) -> None:
        facts = self.facts
        self.vanish(*self.sums)
        share = self.tracker(0)
        self.net.change(self.weights(facts.net), self.weights(facts.moved), share)
        clear = [*self.values[0], *(number for layer in self.blames[1:] for number in layer)]
        old, new = (
            self.net.edge_numbers(self.edge_weights(net), Role.DATA, digits=3, clear=clear)
            for net in (facts.net, facts.moved)
        )
        rule, before, after = parts.column(
            layout.LEDGER,
            self.formula("w arrow.l w - {r} frac(partial C, partial w)", r=facts.rate),
            self.formula("C {c_is} {{ {c:9} : error }}", c=facts.cost),
            self.formula(
                f"C {'<' if facts.sank_to_nothing else '{c_is}'} {{{{ {{c:9}} : optimum }}}}",
                c=facts.new_cost,
            ),
        )
        with self.line():
            self.appear(rule, before)
            self.appear(*old.values())
            self.drive(share, 1, 3.0)
            self.vanish(*old.values(), seconds=0.4)
            self.appear(*new.values(), seconds=0.8)
        with self.line():
            self.appear(after)
            self.emphasise(after)

    # -- pieces ---------------------------------------------------------------------------

    def names(self) -> dict[tuple[int, int], str]:
        """Names of inputs and outputs."""
        last = len(self.facts.values) - 1
        ends = {0: "x", last: "o"}
        return {
            (layer, i): f"{ends[layer]}_{i + 1}"
            for layer in ends
            for i in range(len(self.facts.values[layer]))
        }

    def weights(self, net: mvcalc.MLP) -> list[list[list[float]]]:
        """Machine values, for the thickness of the edges."""
        return [[[mvcalc.approximate(w) for w in row] for row in rows] for rows in net.weights]

    def edge_weights(self, net: mvcalc.MLP) -> dict[Place, Any]:
        """The weight of every edge."""
        return {
            (layer, i, j): net.weights[layer - 1][i][j] for layer, i, j in self.facts.flow.edges
        }

    def swap(self, layer: int) -> None:
        """The blame of a layer in place of its values."""
        self.vanish(self.values[layer], seconds=0.4)
        self.appear(self.blames[layer], seconds=0.6)

    def product(self, edge: mvcalc.nets.Edge) -> Formula:
        """A gradient as a product."""
        a, d = ("({})" if negative(v) else "{}" for v in (edge.behind, edge.ahead))
        for digits in (4, 3, 2):
            behind, ahead = a.format(f"{{a:{digits}}}"), d.format(f"{{d:{digits}}}")
            made = self.formula(
                f"{{{{ {behind} : function }}}} dot {{{{ {ahead} : gradient }}}}"
                f" {{g_is}} {{g:{digits + 1}}}",
                theme.WORKING, a=edge.behind, d=edge.ahead, g=edge.gradient,
            )  # fmt: skip
            if made.width * theme.SMALLEST <= layout.LEDGER.width * theme.WORKING:
                break
        return made


def negative(value: Any) -> bool:
    """Whether a factor needs brackets."""
    return mvcalc.approximate(value) < 0


OUTPUT_BLAME = {
    "half-mse": "(a - y) a (1 - a)",
    "mse": "frac(2, n) (a - y) a (1 - a)",
    "cross-entropy": "a - y",
}
