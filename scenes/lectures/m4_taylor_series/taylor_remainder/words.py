"""The words: what is said, beat by beat."""

from __future__ import annotations

from scenes.stage import Check, Script, Words

SCRIPT = Script(
    opening="""A Taylor polynomial copies a function near one point. Somewhere else it will be
        wrong. By how much, at the very most? We want a promise, not a feeling.""",
    beats={
        "error": Words(
            "The error, magnified",
            """Here is {f}, and its Taylor polynomial of degree {degree}, built at {p}.
            {apart}

            So draw only the difference underneath, on a scale of its own. Where will it be largest?
            Close to the centre, or far away?

            At the centre there is no error at all. {worst_place} there the polynomial is wrong by
            {actual}.""",
            "Function and polynomial above, their difference below; at worst it is {actual}.",
        ),
        "order": Words(
            "The order of the error",
            """Take degree one, the tangent line, and watch a smaller and smaller neighbourhood.
            Halve it. Will the error be halved as well?

            The first error was {widest_error}. Half as wide, it is {next_error}. {shrinks}

            The first term we left out decides. That is what an error of {order_word} order means:
            it falls like that power of the distance.""",
            "Errors of the tangent line over neighbourhoods that are halved each time.",
        ),
        "hidden": Words(
            "A hidden place",
            """Here is the surprise. The error at the far end has the shape of the very next term.
            But its derivative is not taken at the centre. It is taken at some place between the
            centre and that end.

            {slider} {slider_place}.

            The theorem says that such a place always exists. It does not say where.""",
            "The next term at a movable place meets the true error.",
        ),
        "promise": Words(
            "Take the worst",
            """In general we cannot know the place. So we take the worst one: the largest size this
            curve has anywhere on the interval.

            It gives {bound_decimal}. That is the promise. The worst error is {actual}: it is not
            larger, as it must be.

            A bound is honest, not exact. And this one was not measured at a few points. It is
            proved, for every point of the interval.""",
            "The promise {bound_decimal} above the true error {actual}.",
        ),
        "target": Words(
            "As good as you like",
            """Now turn the question round. Somebody asks for an error below {target}. Which degree
            can promise that?

            Raise the degree. Every step divides the promise by a larger number. {falling}

            Degree {needed} is the first that can promise it. Nobody had to try it out.""",
            "The promise against the degree; degree {needed} reaches {target}.",
        ),
        "sharp": Words(
            "A promise that is hardly too large",
            """One more trick. The sine has no fourth power in its series. So its polynomial of
            degree three is also the one of degree four.

            So we may read degree three as degree four, and use the better promise: {sine_bound}.
            The true error between zero and one is {sine_actual}. A promise can hardly come closer
            to the truth.""",
            "Sine and its cubic; promise {sine_bound}, error {sine_actual}.",
        ),
    },
    check=Check(
        "Approximate e to the x between {check_low} and one, with an error of at most one "
        "millionth. Which degree can promise that?",
        "Degree {check_needed}. The promise is e, divided by the factorial of the next number.",
    ),
)
