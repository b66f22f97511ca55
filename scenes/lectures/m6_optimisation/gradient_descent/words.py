"""The words: how long a step downhill should be."""

from __future__ import annotations

from scenes.stage import Check, Script, Words

SCRIPT = Script(
    opening="""You stand on a hillside in thick fog. You can feel the slope under your feet, and
        nothing else. How long should your next step be?""",
    beats={
        "walk": Words(
            "Step, look, step again",
            """Here is the landscape as a map. Lighter is higher, and each line joins points of
            the same height. We start at {start}.

            At the start the gradient is {gradient:4}. It points straight uphill, square to the
            contour line. So we go exactly the other way.

            But how far? Take the gradient, times {choosing}. With a rate of {rate:3}, the first
            step lands at {first:4}.

            There we look again, and step again: {count} {step_words} in all. {ending}
            {last_height:4}.""",
            "A map of {f} with a path of {count} {step_words} from {start}.",
        ),
        "rates": Words(
            "Four rates, four fates",
            """What does the rate decide? Here is the same start again. We shall try four rates,
            from timid to bold. Guess which one arrives first.

            And we keep a record: how far away is the lowest point after every step? Each unit on
            this scale is a factor of ten.

            First a timid one: {walks[0].rate:3}. {walks[0].story}.

            Longer steps: a rate of {walks[1].rate:3}. {walks[1].story}.

            Still longer: {walks[2].rate:3}. {walks[2].story}.

            And the boldest, {walks[3].rate:3}? {walks[3].story}.""",
            "The same start with four rates: {walks[0].verdict}, {walks[1].verdict}, "
            "{walks[2].verdict}, {walks[3].verdict}.",
        ),
        "axes": Words(
            "Every step multiplies",
            """Why is the rate so decisive? Look closely at the bottom. There the landscape is a
            bowl, or very nearly. Along its own two axes, it curves by {bowl.low:3} and by
            {bowl.high:3}{bowl.again}.

            Start a walker on each axis, and watch. Neither of them ever leaves its axis, and each
            step multiplies the distance to the bottom by the same factor.

            That factor is one minus the rate times the curvature. Take a rate of {bowl.best:3}.

            Along one axis the factor is {bowl.share:3}, along the other {bowl.flip:3}.
            {bowl.jumping}""",
            "Two walkers on the axes of a bowl, with curvatures {bowl.low:3} and {bowl.high:3}.",
        ),
        "factor": Words(
            "The safe range",
            """Draw the size of the factor against the rate, one line for each axis. {bowl.lines}.

            Below one, the distance shrinks. Above one, it grows. Now turn the knob: increase the
            rate, and watch both axes at once.

            {bowl.passing} one, at a rate of {bowl.limit:3}. Beyond it, every
            step along such an axis lands further out.""",
            "The size of the factor against the rate: the steep axis passes one at {bowl.limit:3}.",
        ),
        "best": Words(
            "The best rate",
            """And the best rate? We wait for the slower axis, so the larger of the two factors
            counts. It is smallest where the falling line meets the rising one: at {bowl.best:3}.

            There each step leaves {bowl.share:3} of the distance. Two springs, and only one knob
            to tune them both.

            {bowl.rounder}. In a long narrow valley no rate is quick.""",
            "The lines meet at the best rate {bowl.best:3}, below the limit {bowl.limit:3}.",
        ),
        "search": Words(
            "Let the slope choose",
            """In practice nobody knows the curvatures. So start boldly, with a rate of one. Is the
            new place low enough? If not, halve the rate and try again.

            This is called backtracking. Here the first step is taken with a rate of
            {search_rates[0]:3}. Then the next step looks for a rate of its own.

            It costs a few extra looks, but it needs no theory, and it never steps uphill.""",
            "A path whose steps chose their own rates, beginning with {search_rates[0]:3}.",
        ),
        "valleys": Words(
            "The nearest valley, not the lowest",
            """A last warning. This landscape has two valleys. Two walkers start almost side by
            side, on either side of the ridge, with the same rate.

            One comes to rest at a height of {left_height:4}. The other one stops at
            {right_height:4}, and is content.

            Gradient descent finds the valley it stands in, not the lowest one. The slope is local
            news.""",
            "Two paths from one ridge end in different valleys, at {left_height:4} and "
            "{right_height:4}.",
        ),
    },
    check=Check(
        "A bowl curves by {check_eigenvalues[0]} along one axis and by {check_eigenvalues[1]} "
        "along the other. Which rates are safe?",
        "Every rate above zero and below {check_rate}: two, divided by the larger curvature.",
    ),
)
