"""The words: what is said, beat by beat."""

from __future__ import annotations

from scenes.stage import Check, Script, Words

SCRIPT = Script(
    opening="""You may walk wherever you like, as long as you stay on the fence. Where on the fence
        is the best place? The highest hill may be out of reach.""",
    beats={
        "walk": Words(
            "A walk along the fence",
            """Here is the height, {f}: as a map, and as a landscape. And here is the fence, on
            both of them. You must not leave it.

            Walk along it. On the map you only change your direction. In the landscape you climb
            and you sink.

            Walk once more, and draw your height as you go. It rises and it falls. Which places
            are the interesting ones?

            Wherever your path is level for a moment. Count them on this fence: {count}. But
            walking along is slow. How could one find them at once?""",
            "A fence on a map and on its hill, and the height along it with its level places.",
        ),
        "slide": Words(
            "Arrows that do not line up",
            """Stop somewhere on the fence. The gradient of f points straight uphill. The gradient
            of g is square to the fence.

            These two do not line up. So the uphill arrow has a part that points along the fence.
            {gain}.

            Then walk on, as long as there is something to gain. Watch the part along the fence: it
            shrinks, until nothing is left of it. Where are you now?""",
            "At some place of the fence the two gradients point in different directions.",
        ),
        "kiss": Words(
            "The contour kisses the fence",
            """This is the best place, with a height of {value:4}. Look at its contour line: it does
            not cross the fence. It touches it.

            A line of a better height does not reach the fence. A line of a worse height crosses
            it, and from a crossing you could still slide on, and gain.

            Touching means one direction for both. So the two gradients, square to the contour
            and square to the fence, lie on one line. {meeting}.""",
            "At the best place both gradients lie on one line.",
        ),
        "solve": Words(
            "Three equations",
            """So we have three equations: two for the arrows, and one for the fence itself. And
            three unknowns: x, y and lambda.

            Eliminate x and y. {multipliers}

            Each lambda gives places on the fence. {sure}. {irregular}""",
            "The equations of Lagrange, and what elimination leaves.",
        ),
        "table": Words(
            "All candidates",
            """Here is the list of candidates: {count}{listed}. The last column says
            what each one is along the fence: a top, a dip, or only flat. The curvature along the
            fence decides that.

            Compare the heights. The {extreme} is {value:4}. And no other place on the fence can
            beat it.""",
            "All {count} candidates with their heights; the {extreme} is {value:4}.",
        ),
        "price": Words(
            "What lambda means",
            """And what is lambda good for? Move the fence a little, so that g may be larger. The
            best place moves along, and its height {growth}.

            Draw the best height against the position of the fence. The slope of this curve, where
            we started, is {multiplier:4}. That is exactly lambda.
            {bending}.

            So lambda is a price: how much the best height changes, for every bit by which the
            fence is moved. {bargain}.""",
            "The best height against the position of the fence, with slope {multiplier:4}.",
        ),
        "walls": Words(
            "Two walls at once",
            """Now we go into space, to a height of {space.f}. And there are two walls.

            On the first, {space.g} is zero. On the second, {space.h} is zero. We look from so
            near that they seem flat.

            Only the curve is left in which they meet. Let us stand at its {space.extreme} point,
            and turn until the curve comes straight at us. Now we see both walls on their edges.

            The gradients of both walls are square to them. So they lie in the plane of this
            picture.

            And the gradient of f? If a part of it came along the curve, towards us or away, you
            could still slide on, and gain.

            So it lies in this plane, too. What is it made of?

            It is put together of the two others: {space.first:4} times the first, plus
            {space.second:4} times the second. One lambda for every wall: each has its own
            price.""",
            "Where two walls meet, the gradient of f is a sum of multiples of their gradients.",
        ),
    },
    check=Check(
        "Which point of the line three x plus four y equals twenty-five is nearest to the origin? "
        "And what is lambda, for the squared distance?",
        "The point {check_point}, with lambda equal to {check_multiplier}.",
    ),
)
