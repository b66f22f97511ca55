"""Back-propagation: values flow forwards, blame flows backwards, once along every edge."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

import mvcalc
from scenes.stage import (
    Check,
    LectureParams,
    LectureScene,
    Meta,
    Number,
    Role,
    Script,
    Words,
    beat,
    layout,
    param,
    parts,
    theme,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from manim import VMobject

    from scenes.stage.formula import Formula

META = Meta(
    title="Blame flows backwards",
    goal="Which weight is to blame for the mistake, and by how much?",
    module=3,
    order=14,
    prerequisites=("multivariate-chain-rule", "neuron-as-function"),
    sources=("Mazur, A step by step backpropagation example, 2015", "Nielsen, 2015, chapter 2"),
)
MOST_EDGES = 40
Width = Annotated[int, Field(ge=1, le=6)]


class Params(LectureParams):
    """Any small logistic network, an example, and what the example should have given."""

    layers: tuple[Width, ...] = param(
        (2, 2, 2), "nodes in each layer, inputs first", min_length=2, max_length=4
    )
    weights: Literal["classic", "seed", "explicit"] = param(
        "classic", "a published example, random by seed, or those in matrices"
    )
    matrices: tuple[tuple[tuple[Number, ...], ...], ...] = param(
        (), "explicit weights: a matrix for each layer, a row for each node", max_length=3
    )
    input: tuple[Number, ...] = param(("0.05", "0.10"), "what goes in", max_length=6)
    target: tuple[Number, ...] = param(("0.01", "0.99"), "what should come out", max_length=6)
    loss: Literal["half-mse", "mse", "cross-entropy"] = param(
        "half-mse", "how mistakes are counted"
    )
    rate: Number = param("1/2", "rate of the learning step", above="0")


PRESETS = {
    "deep": {
        "layers": [3, 4, 3, 1], "weights": "seed", "input": ["1", "-1/2", "2"], "target": ["1"],
    },
    "single": {
        "layers": [2, 1], "weights": "explicit", "matrices": [[["3", "-2"]]],
        "input": ["1", "1"], "target": ["0"], "loss": "cross-entropy",
    },
    "wide": {
        "layers": [2, 6, 2], "weights": "seed", "seed": 4, "input": ["1/2", "-1"],
        "target": ["0", "1"], "loss": "mse",
    },
    "overshoot": {
        "layers": [2, 2, 1], "weights": "seed", "input": ["1", "1"], "target": ["1/2"],
        "loss": "mse", "rate": "50",
    },
}  # fmt: skip
Place = tuple[int, int, int]


@dataclass(frozen=True)
class Facts:
    """Every number seen or heard. Layers count from 0, the inputs."""

    net: mvcalc.MLP
    flow: mvcalc.Flow
    target: tuple[Any, ...]
    values: tuple[tuple[Any, ...], ...]
    blames: tuple[tuple[Any, ...], ...]
    cost: Any
    last: Place
    first: Place
    nudge: mvcalc.NudgeCheck
    rate: Any
    moved: mvcalc.MLP
    after: Any
    loss: str
    check_last: Any
    check_first: Any

    @property
    def outputs(self) -> tuple[Any, ...]:
        return self.values[-1]

    @property
    def depth(self) -> int:
        return len(self.values) - 1

    @property
    def edges(self) -> int:
        return len(self.flow.edges)

    @property
    def forward_cost(self) -> int:
        return self.flow.forward_multiplications

    @property
    def backward_cost(self) -> int:
        return self.flow.backward_multiplications

    @property
    def last_gradient(self) -> Any:
        return self.flow.edges[self.last].gradient

    @property
    def first_gradient(self) -> Any:
        return self.flow.edges[self.first].gradient

    @property
    def blamed(self) -> Any:
        return self.blames[-1]

    @property
    def sank_to_nothing(self) -> bool:
        """Whether the new cost is too small for a digit to be proved."""
        lower = getattr(self.after, "lower", None)
        return lower is not None and lower <= 0

    @property
    def new_cost(self) -> Any:
        return self.after.upper if self.sank_to_nothing else self.after

    @property
    def arrival(self) -> str:
        """What stands between the old cost and the new one."""
        return "to less than" if self.sank_to_nothing else "to"

    @property
    def verdict(self) -> str:
        """Whether the step helped."""
        before, after = map(mvcalc.approximate, (self.cost, self.after))
        if after < before:
            return (
                "The mistake has become smaller. Do this for many examples, many times: that is "
                "learning."
            )
        if after == before:
            return "Nothing has changed: where no edge is to blame, there is nothing to learn."
        return (
            "The mistake has become larger: this rate is too bold. The gradient is only local news."
        )


def compute(params: Params) -> Facts:
    """The facts of the lecture.

    Raises:
        RangeError: shapes that do not fit, or numbers that are not finite.
        BudgetError: more than 40 edges.
    """
    layers = params.layers
    edges = sum(a * b for a, b in pairwise(layers))
    if edges > MOST_EDGES:
        raise mvcalc.BudgetError(
            f"{edges} edges cannot all be labelled, at most {MOST_EDGES} can",
            param="layers", value=list(layers), limit=MOST_EDGES, needed=edges,
            hint="for example layers = [2, 6, 2]",
        )  # fmt: skip
    net = network(params)
    for name, given, width in (
        ("input", params.input, layers[0]), ("target", params.target, layers[-1]),
    ):  # fmt: skip
        if len(given) != width:
            raise mvcalc.RangeError(
                f"the layer has {width} nodes but {len(given)} numbers are given",
                param=name, value=list(given), hint=f"give {width} numbers",
            )  # fmt: skip
    flow = mvcalc.backprop(net, params.input, params.target, params.loss)
    last, first = (len(layers) - 1, 0, 0), (1, 0, 0)
    moved = mvcalc.nets.step(net, flow, params.rate, biases=False)
    after = mvcalc.nets.cost(moved, params.input, params.target, params.loss)
    asked = mvcalc.backprop(mvcalc.MLP.of([[["log(3)"]], [["4/3*log(3)"]]]), ["1"], ["1"], "mse")
    return Facts(
        net=net,
        flow=flow,
        target=tuple(mvcalc.number(t) for t in params.target),
        values=tuple(
            tuple(flow.nodes[at, i].a for i in range(width)) for at, width in enumerate(layers)
        ),
        blames=tuple(
            tuple(flow.nodes[at, i].delta for i in range(width)) for at, width in enumerate(layers)
        ),
        cost=flow.cost,
        last=last,
        first=first,
        nudge=mvcalc.nudge_check(net, params.input, params.target, params.loss, last),
        rate=mvcalc.number(params.rate),
        moved=moved,
        after=after,
        loss=params.loss,
        check_last=asked.edges[2, 0, 0].gradient,
        check_first=asked.edges[1, 0, 0].gradient,
    )


def network(params: Params) -> mvcalc.MLP:
    """The network the parameters describe.

    Raises:
        RangeError: weights that do not belong to these layers.
    """
    if params.weights == "seed":
        return mvcalc.MLP.seeded(params.layers, params.seed)
    if params.weights == "classic":
        if params.layers != (2, 2, 2):
            raise mvcalc.RangeError(
                "the published weights belong to layers 2, 2, 2", param="layers",
                value=list(params.layers), hint="add weights = seed",
            )  # fmt: skip
        return mvcalc.MLP.classic()
    if not params.matrices:
        raise mvcalc.RangeError(
            "explicit weights need matrices", param="matrices", value="[]",
            hint="for example matrices = [[[1, -1], [0.5, 2]], [[1, 1]]]",
        )  # fmt: skip
    net = mvcalc.MLP.of(params.matrices)
    if net.layers != params.layers:
        raise mvcalc.RangeError(
            f"these matrices make layers {list(net.layers)}", param="layers",
            value=list(params.layers), hint=f"write layers = {list(net.layers)}",
        )  # fmt: skip
    return net


SCRIPT = Script(
    opening="""A network gives a wrong answer. It has many weights, and each of them had a hand in
        it. How much is each one to blame?""",
    beats={
        "forward": Words(
            "Values flow forwards",
            """Numbers enter on the left. Every edge multiplies by its weight: thick edges are
            strong, dashed ones are negative. Every node adds up, and squeezes the sum into a number
            between zero and one.

            Layer by layer the values run to the right. Out come {outputs:4}. We wanted {target:4}.

            One number says how wrong that is: the cost, {cost}. Now, before you go on: which edge
            would you change first?""",
            "The network with its values; the cost is {cost}.",
        ),
        "blame": Words(
            "The outputs are blamed first",
            """Start at the end. If the sum inside an output node grew a little, how much would the
            cost grow? That rate is the blame of the node.

            Here the blame is {blamed:4}. A positive blame says: too much. A negative one says: too
            little.""",
            "Blame at the outputs: {blamed:4}.",
        ),
        "split": Words(
            "Blame runs back along the edges",
            """An inner node made no mistake of its own. But it passed its value on. So the blame of
            the next layer comes back along the same edges, times the same weights.

            What arrives is added up: every route counts. Then it is multiplied by the slope of the
            node itself. This is the chain rule, and nothing else.""",
            "Blame at every node of the network.",
        ),
        "edges": Words(
            "One multiplication for every edge",
            """Now the weights. An edge is to blame if a large value entered it, and large blame
            waits at its end. So multiply: the value behind, times the blame ahead.

            For the last layer's first edge that gives {last_gradient:5}. For the first layer's
            first edge it is {first_gradient:5}.

            One multiplication for each of the {edges} edges, and the whole gradient is known. The
            way back costs {backward_cost} multiplications, the way forward {forward_cost}.""",
            "The gradient on every edge; on the first one it is {first_gradient:5}.",
        ),
        "nudge": Words(
            "Nudge one weight, and see",
            """Is it true? Take that edge of the last layer. Nudge its weight up, then down, by
            {nudge.h}, and run everything forwards again.

            The cost moves. Divide by the nudge: {nudge.quotient:6}. The gradient said
            {nudge.gradient:6}. One way needs two full runs for a single weight. The other gives
            all of them at once.""",
            "The quotient {nudge.quotient:6} beside the gradient {nudge.gradient:6}.",
        ),
        "learn": Words(
            "One step of learning",
            """Finally, use it. Move each weight a little against its gradient, with a rate of
            {rate}. Watch the edges.

            The cost goes from {cost:9} {arrival} {new_cost:9}. {verdict}""",
            "The cost before, {cost:9}, and after one step, {new_cost:9}.",
        ),
    },
    check=Check(
        "A chain of three nodes. Its weights are the log of three, and four thirds of it. Input "
        "and target are one; the error is squared. The gradients, last weight first?",
        "{check_last} and {check_first}.",
    ),
)


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
