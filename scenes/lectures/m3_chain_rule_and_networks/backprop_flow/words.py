"""The words: who is to blame for a mistake, and by how much."""

from __future__ import annotations

from scenes.stage import Check, Script, Words

OUTPUTS_ALONE = 2  # layers of a network without inner nodes

SCRIPT = Script(
    opening="""A network gives a wrong answer. It has many weights, and each of them had a hand in
        it. How much is each one to blame?""",
    beats={
        "forward": Words(
            "Values flow forwards",
            """Numbers enter on the left. Thick edges have strong weights, and dashed ones have
            negative weights.

            Take one node. Every value that arrives is multiplied by the weight of its edge. Add
            them all up, and a number of the node's own.

            Then squeeze the sum, so that the result lies between zero and one: {values[1][0]:4}.

            All other nodes do the same, layer by layer, from left to right.

            {out_words} {outputs:4}. We wanted {target:4}.

            One number says how wrong that is: the cost, {cost}. Now, before you go on: if you could
            turn a single weight, which one would you choose?""",
            "The network with its values, the target beside it; the cost is {cost}.",
        ),
        "blame": Words(
            "The outputs are blamed first",
            """Start at the end, where the mistake is plain to see. If the sum inside an output node
            grew a little, how fast would the cost grow? That rate is the blame of the node.

            {blame_words}

            So the blame comes to {blamed:4}. Where it is positive, the output is too large. Where
            it is negative, it is too small.""",
            "Blame at the outputs: {blamed:4}.",
        ),
        "split": Words(
            "Blame runs back along the edges",
            """An inner node made no mistake of its own. But it passed its value on. So the blame of
            the next layer comes back along the same edges, times the same weights.

            Look at the first of these nodes. Add up what comes back to it: weight times blame, for
            every edge that leaves it. Then multiply by how steeply the node itself answers.

            {deeper}. This is the chain rule, and nothing else: routes add, links multiply.""",
            "Blame at every node of the network.",
            when=lambda params: len(params.layers) > OUTPUTS_ALONE,
        ),
        "edges": Words(
            "One multiplication for every edge",
            """Now the weights. An edge is to blame if a large value entered it, and large blame
            waits at its end. So multiply: the value behind, times the blame ahead.

            {example}

            One multiplication for each of the {edges} edges, and the whole gradient is known. The
            way back costs {backward_cost} multiplications, the way forward {forward_cost}. However
            large the network is, to blame every weight costs no more than to run it three
            times.""",
            "The gradient on the edges; on the first one it is {first_gradient:5}.",
        ),
        "nudge": Words(
            "Nudge one weight, and see",
            """Is it true? Take that edge of the last layer. Nudge its weight up by {nudge.h}, and
            run everything forwards again. Then nudge it down, and run it once more. The cost has
            changed, in the last digits.

            Divide by the nudge: {nudge.quotient:6}. The gradient said {nudge.gradient:6}. One way
            needs two full runs for a single weight. The other gives all of them at once.""",
            "The quotient {nudge.quotient:6} beside the gradient {nudge.gradient:6}.",
        ),
        "learn": Words(
            "One step of learning",
            """Finally, use it. Move each weight a little against its gradient, with a rate of
            {rate}. Here are the weights before, and now after. Watch the edges.

            And forwards again, with the new weights. What will the cost be now?

            It goes from {cost:9} {arrival} {new_cost:9}. {verdict}""",
            "The cost before, {cost:9}, and after one step, {new_cost:9}.",
        ),
    },
    check=Check(
        "A chain of three nodes. Its weights are the log of three, and four thirds of it. Input "
        "and target are one; the error is squared. The gradients, last weight first?",
        "{check_last} and {check_first}.",
    ),
)
