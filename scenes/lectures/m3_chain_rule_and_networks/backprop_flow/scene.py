"""The scene: one network across the frame, and above it what is being computed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import mvcalc
from scenes.stage import LectureScene, Role, beat, layout, parts

from . import Params
from .facts import Facts
from .title import beside_title

if TYPE_CHECKING:
    from collections.abc import Iterable

    from manim import VMobject

    from scenes.stage.formula import Formula

NETWORK, TARGETS = layout.BELOW_STRIP.split_x(0.88)
RULE = "frac(partial C, partial w) = {{ a : function }} dot {{ delta : gradient }}"
SHARED = "{{ delta : gradient }} = (sum w {{ delta_+ : gradient }}) dot a (1 - a)"


class BackpropFlow(LectureScene[Params, Facts]):
    """Values forwards, blame backwards, a gradient on every edge, and one step."""

    motif = beside_title

    net: parts.FlowNetwork
    head: list[VMobject]  # what stands in the strip

    @beat
    def forward(self) -> None:
        facts = self.facts
        self.lay_network()
        at = self.tracker(0)
        first, pulses = parts.Pulses(self.net, at, facts.ways_in), parts.Pulses(self.net, at)
        lit = self.net.lit(facts.ways_in, (1, 0), Role.FUNCTION)
        a = self.formula("{{ a = sigma(z) {a_is} {a:4} : function }}", a=facts.values[1][0])
        room = parts.room_beside(layout.STRIP, a)
        z = parts.weighted_sum(room, facts.arriving, facts.first_bias, facts.first_sum)
        self.strip(z, a)
        with self.line():
            self.appear(self.net, seconds=1.5)
            self.appear(self.values[0])
        with self.line():
            self.appear(*lit, lag=0.3, seconds=1.5)
            self.add(first)
            self.drive(at, 1, 3.0, steady=True)
            self.headed(z)
        with self.line():
            self.headed(z, a)
            self.appear(self.values[1][0])
        with self.line():
            self.vanish(*lit)
            self.remove(first)
            at.set_value(0)
            self.add(pulses)
            for layer, numbers in enumerate(self.values[1:], start=1):
                self.drive(at, layer, 1.8, steady=True)
                if new := numbers[layer == 1 :].submobjects:
                    self.appear(*new, seconds=0.5)
        self.remove(pulses)
        with self.line():
            self.appear(*self.targets, lag=0.3, seconds=1.2)
        with self.line():
            self.headed(*self.strip(parts.network_cost(facts.loss, facts.cost)))
            for place in facts.suspects:
                suspect = self.net.highlight_edge(place, Role.DERIVATIVE)
                self.appear(suspect, seconds=0.6)
                self.hold(0.8)
                self.vanish(suspect, seconds=0.4)

    @beat
    def blame(self) -> None:
        facts, last = self.facts, self.facts.depth
        ring = self.net.highlight_node(last, 0)
        meaning = self.formula("{{ delta : gradient }} = frac(partial C, partial z)")
        room = parts.room_beside(layout.STRIP, meaning)
        rule = parts.output_blame(room, facts.loss, len(facts.outputs), *facts.mistake)
        self.strip(meaning, rule)
        with self.line():
            self.headed()
            self.appear(ring)
            self.hold(4.0)
            self.headed(meaning)
        with self.line():
            self.headed(meaning, rule)
            self.hold(2.5)
            self.blamed(last)
        with self.line():
            self.vanish(ring)
            for number in dict.fromkeys((self.blames[last][0], self.blames[last][-1])):
                self.emphasise(number)

    @beat
    def split(self) -> None:
        last = self.facts.depth
        at = self.tracker(last)
        pulses = parts.Pulses(self.net, at, backward=True)
        shared = parts.shared_blame(layout.STRIP.width, *self.facts.returning)
        lit = self.net.lit(self.facts.ways_back, (last - 1, 0), Role.GRADIENT)
        with self.line():
            self.headed()
            self.add(pulses)
            self.drive(at, last - 1, 6.0, steady=True)
        with self.line():
            self.appear(*lit, lag=0.3, seconds=1.5)
            self.headed(*self.strip(shared))
            self.hold(2.5)
            self.blamed(last - 1)
        with self.line():
            self.vanish(*lit)
            self.headed(*self.strip(self.formula(SHARED)))
            for layer in range(last - 2, 0, -1):
                self.drive(at, layer, 2.0, steady=True)
                self.blamed(layer)
        self.remove(pulses)
        self.aha()

    @beat
    def edges(self) -> None:
        facts = self.facts
        ends = tuple(dict.fromkeys((facts.last, facts.first)))
        found = facts.flow.edges
        gradients = {place: found[place].gradient for place in (*ends, *found)}
        tags, *more = self.net.edge_waves(gradients, clear=self.net.numbers())
        rule = self.formula(RULE)
        room = parts.room_beside(layout.STRIP, rule, among=len(ends))
        featured = [parts.edge_gradient(room, *facts.factors(place)) for place in ends]
        self.strip(rule, *featured)
        behind = self.net.highlight_node(facts.depth - 1, 0, Role.FUNCTION)
        ahead = self.net.highlight_node(facts.depth, 0)
        lit = [self.net.highlight_edge(place) for place in ends]
        with self.line():
            self.headed(rule)
            self.appear(behind, lit[0], ahead, lag=0.9, seconds=5.0)
        with self.line():
            self.vanish(behind, ahead)
            for line, formula, place in zip(lit, featured, ends, strict=True):
                self.appear(line, formula, *([tags[place]] if place in tags else []))
                self.hold(2.0)
        with self.line():
            self.vanish(*lit)
            rest = [tag for place, tag in tags.items() if place not in ends]
            self.appear(*rest, seconds=min(0.3 * len(rest) + 1.5, 5.0), lag=0.5)
            for wave in more:  # numbers for which there was no room have their turn
                self.exchange(tags.values(), wave.values())
                self.hold(1.5)
                self.exchange(wave.values(), tags.values())
        self.tags, self.head = list(tags.values()), [rule, *featured]

    @beat
    def nudge(self) -> None:
        facts, nudge, at = self.facts, self.facts.nudge, self.tracker(0)
        self.vanish(*self.tags)
        pulses = parts.Pulses(self.net, at)
        lit = self.net.highlight_edge(facts.last, Role.DERIVATIVE)
        (costs,) = self.strip(parts.nudged_costs(nudge))
        slope = "frac(partial C, partial w) {g_is} {{ {g:6} : gradient }}"
        quotient, gradient = self.strip(
            parts.nudge_quotient(nudge), self.formula(slope, g=nudge.gradient)
        )
        with self.line():
            self.headed(lit)
            self.add(pulses)
            for run in (("up", "plus"), ("down", "minus")):
                at.set_value(0)
                self.drive(at, facts.depth, 3.5, steady=True)
                self.appear(costs.part(*run))
        self.remove(pulses)
        with self.line():
            self.rewrite(costs, quotient)
            self.hold(1.5)
            self.appear(gradient)
        self.head = [lit, quotient, gradient]

    @beat
    def learn(self) -> None:
        facts = self.facts
        share, at = self.tracker(0), self.tracker(0)
        pulses = parts.Pulses(self.net, at)
        self.net.change(facts.strengths(facts.net), facts.strengths(facts.moved), share)
        old, new = (self.weights(net) for net in (facts.net, facts.moved))
        less = "<" if facts.sank_to_nothing else "{c_is}"
        rule, before, after = self.strip(
            self.formula("w arrow.l w - {r} frac(partial C, partial w)", r=facts.rate),
            self.formula("C {c_is} {{ {c:9} : error }}", c=facts.cost),
            self.formula(f"C {less} {{{{ {{c:9}} : optimum }}}}", c=facts.new_cost),
        )
        with self.line():
            self.headed(rule, before)
            self.appear(*old)
            self.drive(share, 1, 3.0)
            self.exchange(old, new)
        with self.line():
            self.vanish(*new, *self.net.numbers()[len(self.values[0]) :])
            self.add(pulses)
            for layer in range(1, facts.depth + 1):
                self.drive(at, layer, 1.2, steady=True)
                self.appear(self.net.node_numbers(layer, facts.moved_values[layer]), seconds=0.5)
            self.remove(pulses)
        with self.line():
            self.appear(after)
            self.emphasise(after)

    # -- the network ----------------------------------------------------------------------

    def lay_network(self) -> None:
        """The network, all numbers its nodes will hold, and what should come out."""
        facts, self.head = self.facts, []
        strengths = facts.strengths(facts.net)
        self.net = parts.FlowNetwork(
            NETWORK, facts.net.layers, strengths, facts.values, facts.blames
        )
        self.values, self.blames = self.net.values, self.net.blames
        self.targets = self.net.beside(TARGETS, facts.target)

    def blamed(self, layer: int) -> None:
        """The blame of a layer, under its values."""
        moves = zip(self.values[layer], self.net.raised[layer], strict=True)
        self.play(*(number.animate.move_to(up) for number, up in moves), seconds=0.6)
        self.appear(self.blames[layer], seconds=0.6)

    def weights(self, net: mvcalc.MLP) -> Iterable[VMobject]:
        """Weights on the edges."""
        found = {place: self.facts.weight(place, net) for place in self.facts.flow.edges}
        tags = self.net.edge_numbers(found, Role.DATA, digits=3, clear=self.net.numbers())
        return tags.values()

    # -- the strip ------------------------------------------------------------------------

    def strip(self, *formulas: Formula) -> Any:
        """Formulas side by side above the network, not yet shown."""
        return parts.row(layout.STRIP, *formulas)

    def exchange(self, old: Iterable[VMobject], new: Iterable[VMobject]) -> None:
        """One set of numbers for another."""
        self.vanish(*old, seconds=0.4)
        self.appear(*new, seconds=0.6)

    def headed(self, *things: VMobject) -> None:
        """These things in the strip; what stood there and is not among them goes."""
        if gone := [thing for thing in self.head if thing not in things]:
            self.vanish(*gone, seconds=0.4)
        if new := [thing for thing in things if thing not in self.head]:
            self.appear(*new)
        self.head = list(things)
