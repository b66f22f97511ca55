"""The words: what is said, beat by beat."""

from __future__ import annotations

from scenes.stage import Check, Script, Words

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
