"""The words: a hill, one arrow, every direction, and why their slopes are a wave."""

from __future__ import annotations

from scenes.stage import Check, Script, Words

SCRIPT = Script(
    opening="""On a curve there is one slope at every point. But on a hillside you may walk in any
        direction, and each has a slope of its own. Which way is steepest?""",
    beats={
        "contours": Words(
            "Tight lines mean steep ground",
            """Here is a landscape as a map: {f}. Every line joins places of the same height.
            Lighter is higher.

            From one line to the next, the height changes by the same amount. Where the lines are
            close together, a short walk is enough: there the ground is steep. Where they are far
            apart, you must walk a long way for the same climb.

            Here are four places. Only by looking at the lines: at which one is the ground
            steepest? Decide before you go on.""",
            "Contour lines of {f}, with four places to compare.",
        ),
        "gradient": Words(
            "Two slopes make one arrow",
            """Take the place {point}. Walk in the direction of x only: the slope is {shown[0]}.
            Walk in the direction of y only: it is {shown[1]}.

            Written in a row, these two slopes are called the Jacobian. Stood up as a column, they
            are an arrow: the gradient.

            Draw it from our point. It is square to the contour line. And its length is
            {length:4}.""",
            "At {point} the gradient has length {length:4} and is square to the contour.",
        ),
        "directions": Words(
            "The slope of every direction",
            """Now face in any direction, and ask how steep it is. This way the ground is
            {ahead_words} {ahead:4}.

            Turn once all the way round. Write each slope down on the right, and mark it on the map
            as a distance from our place; broken where you look downhill. Predict: where will the
            curve be highest? And where will it be zero?

            It is a wave, a shifted cosine. Its crest is where you face along the gradient, and the
            height of the crest is the length of the arrow: {length:4}.

            Half way down, facing along the contour, the slope is zero. And behind you, it is just
            as steep downhill.""",
            "Slope against direction: a cosine wave with a crest of {length:4} at the gradient.",
        ),
        "shadow": Words(
            "Why it is a wave",
            """But why a wave? Take one step in the direction {walk}. It is made of two shorter
            steps: {walk[0]} in x, and {walk[1]} in y.

            Very close by, the ground is like a flat roof, and on a roof climbs add up. So multiply
            each slope by its part of the step, and add: {walk_shown}. A row times a column.

            Now look at the arrow. Drop a square line from its tip to where you are facing. The
            gradient throws a shadow, and the length of the shadow is the slope.

            Turn towards the arrow, and the shadow grows, until it is the whole arrow. Turn on, and
            it shrinks to nothing: there you face along the contour. That is the wave. Uphill is
            square to level.""",
            "The gradient's shadow on a direction is the slope in that direction.",
        ),
        "field": Words(
            "An arrow everywhere",
            """There is such an arrow at every place. Together they are a field. All of them point
            uphill, and all of them cross the contour lines at right angles.

            Long arrows stand where the lines are tight. So, back to our question: the steepest of
            the four places is {steepest_name}, with a slope of {steepest_length:4}.""",
            "The field of gradients; the steepest of the four places is {steepest_name}.",
        ),
        "surface": Words(
            "The same arrow on the hillside",
            """Finally, here is the hillside itself, beside its map. The contour lines are cuts at
            equal heights.

            And this is our arrow, lying on the ground. On the map it points across the lines. On
            the hill it points where no ball would ever roll: straight up.

            Turn it round, and you have the fastest way down. A machine that learns follows that
            one. Its hill is a loss, with not two variables but millions, and nobody can draw it.
            Yet its gradient is the same thing: one slope for each variable.""",
            "The gradient at {point} on the map and on the surface, and the way down.",
        ),
    },
    check=Check(
        "At the same place, face in the direction {check_direction}. How steep is it?",
        "{check_slope}. Multiply the two arrows part by part, and add.",
    ),
)
