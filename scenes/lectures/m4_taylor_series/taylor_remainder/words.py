"""What is said while an error is measured, promised and made small."""

from __future__ import annotations

from itertools import pairwise

from scenes.stage import Check, Script, Words

FALLS = {2: "a quarter", 3: "an eighth", 4: "a sixteenth"}  # what is left after halving
ORDERS = {2: "second", 3: "third", 4: "fourth"}


def apart(share: float) -> str:
    """Whether two graphs that differ by this share of their height can be told apart."""
    if share < 0.03:
        return "On the top picture you can hardly tell them apart."
    return "Near the centre you can hardly tell them apart. Farther out, you can."


def worst_place(at_an_end: bool) -> str:
    """Where the largest error lies."""
    if at_an_end:
        return "The worst place lies at an end of the interval:"
    return "But the worst place need not lie at an end. Here it lies inside:"


def slider(found: bool, changes: bool) -> str:
    """What a slider finds: the place, that every place would do, or nothing for certain."""
    if found:
        return "Slide along, until it does. It happens at"
    if not changes:
        return "Slide along. Here every place does it, because this derivative never changes"
    return "Slide along. Somewhere on the way it does, though here we cannot tell where"


def shrinks(vanishes: bool, order: int) -> str:
    """How the error of the tangent line falls when the neighbourhood is halved."""
    if vanishes:
        return "Here there is no error at all: the function is its own tangent line."
    part = FALLS.get(order, "less than a sixteenth")
    return f"""It shrinks much faster. Halve again, and again. The smaller the
        neighbourhood, the closer each error comes to {part} of the one before."""


def falling(steps: list[float]) -> str:
    """How the promise changes from degree to degree, in powers of ten."""
    if not steps:
        return "Here there is nothing to raise: even a constant will do."
    if max(steps) >= 0:
        return "At first it may even grow. But in the end it falls."
    if all(later < step for step, later in pairwise(steps)):
        return "So the promise falls, faster and faster."
    return "The derivatives grow as well. Still, the promise falls."


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

            Start at the centre: there is no error at all. {worst_place} there the polynomial is
            wrong by {actual}.""",
            "Function and polynomial above, their difference below; at worst it is {actual}.",
        ),
        "order": Words(
            "The order of the error",
            """Take degree one, the tangent line, and watch a smaller and smaller neighbourhood.
            Halve it. Will the error be halved as well?

            The first error was {line.errors[0]}. Half as wide, it is {line.errors[1]}. {shrinks}

            The first term we left out decides. That is what an error of {order_word} order means:
            it falls like that power of the distance.

            Machine learning lives on this. A step down the slope trusts the tangent line; if the
            step is small enough, the line cannot be far wrong.""",
            "Errors of the tangent line over neighbourhoods that are halved each time.",
        ),
        "hidden": Words(
            "A hidden place",
            """Here is the surprise. Follow the error to the far end, and draw a level line there.
            That height has the shape of the very next term, the first one that we left out.

            But the derivative in it is not taken at the centre. It is taken at some place between
            the centre and that end. At which one does the curve meet the line?

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

            Now let x be any place, not only the end. Then the promise is a curve too, and the
            size of the error stays below it, all the way.

            A bound is honest, not exact. And this one was not measured at a few points. It is
            proved, for every point of the interval.""",
            "The size of the error below the promise, which is {bound_decimal} at the far end.",
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

            Read as degree three, it promises {sharp.weak} between zero and one. Read as
            degree four, the same polynomial promises {sharp.promise}.

            The true error is {sharp.error}. A promise can hardly come closer to the truth.""",
            "Sine and its cubic; promise {sharp.promise}, error {sharp.error}.",
        ),
    },
    check=Check(
        "Approximate e to the x between {check_low} and one, with an error of at most one "
        "millionth. Which degree can promise that?",
        "Degree {check_needed}. The promise is e, divided by the factorial of the next number.",
    ),
)
