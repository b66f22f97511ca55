"""What is said while a secant becomes a tangent."""

from __future__ import annotations

from scenes.stage import Check, Script, Words

SCRIPT = Script(
    opening="""A speedometer shows one number, now. Yet to measure a speed you need two moments.
        How can a rate of change live at a single point?""",
    beats={
        "journey": Words(
            "Slope is a rate",
            """Here is a journey. Time runs to the right, speed runs upwards. Before any formula,
            just watch how steep the graph is.

            After {moments[0].time} seconds the graph climbs. Each further second adds about
            {moments[0].rate} metres per second. Steep means changing fast.

            After {moments[1].time} seconds the graph is level. The car is at its fastest, and for a
            moment its speed does not change at all.

            After {moments[2].time} seconds the graph falls, and its slope is negative:
            {moments[2].rate}. So a slope is a rate: how much the height changes for every step to
            the right.

            A car is only one example. When a network learns, the height is its error, and the
            slope tells which way is down: here, to the right.""",
            "A speed graph that climbs by {moments[0].rate}, is level, falls by {moments[2].rate}.",
        ),
        "secant": Words(
            "Two points, one slope",
            """Now take any curve. This is {f}. How steep is it exactly where x is {x0}?

            A single point has no slope. So we borrow a second point, with a run of {run_length},
            {further}.

            The height goes from {heights[0]} to {heights[1]}. That is {change} of {rise}.

            Rise over run is {slopes[0]}. It is the slope of the straight line through both points,
            the secant.

            {average}""",
            "The curve of {f} with a secant of slope {slopes[0]}.",
        ),
        "shrink": Words(
            "The run vanishes, the ratio does not",
            """Bring the second point closer: divide the run by {shrink}. Before you look, will
            the slope be divided by {shrink} as well?

            {verdict} {slopes[1]}. The triangle shrinks, but a small triangle can be just as steep
            as a large one.

            Do it again, and again. The lens enlarges what the small ring holds. The deeper it
            looks, the more the curve resembles a straight line.

            Once more, from the start. The rise goes to nothing and the run goes to nothing.
            {settling} {last}.""",
            "Slopes over shrinking runs, ending at {last}; in the lens the curve looks straight.",
        ),
        "algebra": Words(
            "Cancel first, then let h go",
            """A table can only suggest where this is going. Algebra can tell. Call the run h, and
            write down rise over run once more.

            We may not put h equal to zero yet: that would be nothing divided by nothing.
            {freeing}

            Now let h shrink, and watch the triangle. {letting}

            What is left is {tangent}. This is no longer an average. It is the slope at the point
            itself, the derivative.""",
            "The limit of the quotient, worked out line by line, is {tangent}.",
        ),
        "slopes": Words(
            "All the slopes together",
            """One point, one slope. But nothing was special about that point. Slide it along, and
            write each slope down underneath.

            Where the curve climbs, the graph below is above zero. Where the curve falls, it is
            below zero.

            All the slopes together are a new function, the derivative. Here it is {derivative}.

            And where x is {x0}, its height is {tangent}: the number our triangles were heading
            for.""",
            "Above {f} with a tangent, below its slopes, which draw {derivative}.",
        ),
    },
    check=Check(
        "Take the square of x, at x = {check_x}, with a run of {check_run}. What is the slope of "
        "the secant, and by how much does it miss the derivative?",
        "The slope is {check_slope}. It misses by {check_error}: exactly the run.",
    ),
)
