"""The words: which line fits best, and how sure we can be of it."""

from __future__ import annotations

from scenes.stage import Check, Script, Words

SCRIPT = Script(
    opening="""Some points, and a straight line that should pass through all of them. It cannot. So
        which line misses them least?""",
    beats={
        "squares": Words(
            "The total of the squares",
            """Here are {count} points, and a first try: a flat line at their mean height. The bars
            show by how much it misses every point.

            Make each bar the side of a square. The smaller the squares are in total, the better is
            the line. Now they add up to {first_total}.

            A line has two numbers: where it starts, and its slope. So every line is one point on
            this map, and the total is its height.

            Change the line, and watch the point. Before you go on: where on the map does the best
            line lie?

            In the middle of all the rings. There the squares are smallest.""",
            "Points with a line and the squares of its misses; beside it the map of all lines.",
        ),
        "bowl": Words(
            "A bowl for every set of data",
            """Look at that map from the side. Over it stands the total, and the total is a bowl.
            Whatever the data are, it cannot be anything else.

            Square a miss, and there are squares of the two numbers, and their product, and nothing
            higher. Add up as many of these as you like: the shape stays the same.

            So there is exactly one lowest point. In machine learning such a total is called a loss,
            and to learn means to go down to the bottom. Here we can jump.""",
            "The total of the squares as a bowl over the map of all lines.",
        ),
        "normal": Words(
            "Two equations for two numbers",
            """At the bottom of a bowl the gradient is zero. Two slopes are zero at once, so there
            are two equations. They are called the normal equations.

            The first one says: the misses add up to zero. The second one says: each multiplied by
            its x, they add up to zero as well.

            Put the data in, and there are two straight equations for two unknown numbers.

            Solve them. The best line starts at {start}, and its slope is {steepness}. {misses}
            {left_over}.""",
            "The normal equations and their solution: start {start}, slope {steepness}.",
        ),
        "shadow": Words(
            "A shadow, and a right angle",
            """Now think of all the heights together as one arrow, with {count} parts. The lines can
            only reach a flat sheet in that space. The data stick out of it.

            So every line is an arrow in the sheet, and what it misses is the way from its tip to
            the data. Move the tip. When is that way the shortest?

            When it stands upright: at a right angle to everything a line can reach. The best line
            is the shadow of the data. And upright on the sheet means: the rest is square to the
            ones and to the x. These are the two equations again.

            So here is Pythagoras. The square of the shadow and the square of the rest add up to
            the square of the data.""",
            "A right triangle: the data, their shadow, and what is left over.",
        ),
        "doubt": Words(
            "How sure can we be?",
            """{again}

            {spread}

            {error_words} {slope_error:3}.""",
            "A cloud of refitted lines and the ellipse that foresees it.",
        ),
        "norris": Words(
            "To the last digit",
            """Is all this arithmetic right? A standards laboratory has published data, and the
            answer, to fifteen digits.

            Our slope is an exact fraction. Written as a decimal, it agrees in every digit.""",
            "Published data with a certified slope; ours agrees in all its digits.",
        ),
    },
    check=Check(
        "The first of four famous data sets by Anscombe has eleven points. Which line fits best?",
        "{check}. The other three data sets have almost the same line.",
    ),
)
