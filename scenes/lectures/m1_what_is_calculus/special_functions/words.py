"""What is said while three curves draw their slopes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scenes.stage import Check, Script, Words

if TYPE_CHECKING:
    from collections.abc import Callable

    from . import Params


def family(name: str) -> Callable[[Params], bool]:
    """Whether the parameters ask for this function."""
    return lambda params: params.family in ("all", name)


SCRIPT = Script(
    opening="""Take a curve, and write down its slope everywhere. The slopes are a curve too.
        {subject}, you will recognise it at once.""",
    beats={
        "reciprocal": Words(
            "A derivative inherits the gap",
            """First, one over x. Where x is zero there is nothing: a gap in the curve. What will
            its slopes look like? Will they have a gap as well?

            Walk along it, and write each slope down underneath. Left of the gap the curve falls.
            Right of the gap it falls too. So every slope is negative, and close to the gap they
            plunge.

            Algebra says the same. Put both fractions over one denominator, and the h that
            divides everything cancels. Then let h go to zero.

            The slope is minus one over x squared. It has the same gap. Where x is {x0}, the
            slope is {slope_at}.

            Go twice as far out. One over x is half as large there, but the slope is only a
            quarter: {slope_twice}.""",
            "One over x above its slopes, minus one over x squared; both have a gap at zero.",
            family("reciprocal"),
        ),
        "exponential": Words(
            "Proportional to its own slope",
            """Now put the x upstairs: {power}. It {growth}. Guess the shape of its slopes,
            before we draw them.

            Here they come. It is the same curve again, only {scaled}. No other kind of function
            does this.

            Check it with numbers. Divide the slope by the height, at several places. The quotient
            is always the same: {factor_decimal}.

            You can find that factor without calculus. A tiny run of {small}, starting where x is
            zero, gives a slope of {estimate:4}.

            Let the run shrink, and it becomes the natural logarithm of the base.""",
            "{power} above its slopes; slope over height is always {factor_decimal}.",
            family("exponential"),
        ),
        "number_e": Words(
            "The base that is its own slope",
            """The factor depends on the base. Is there a base whose factor is exactly one, so that
            the curve and its slopes are the same?

            {first_try}. So slide the base, and watch the dashed curve of slopes move towards the
            curve.

            Here they meet, at {e_decimal}. This number is called e. Its power is its own slope,
            everywhere.

            Now every other base is easy. {power} is the curve of e again, only {sideways}: x has
            become {factor_decimal} x. And just that factor stands before its slopes.

            This is why machine learning is so fond of e. Probabilities, bell curves, the logistic
            function: once a power of e has been computed, its slope comes for free.""",
            "Curve and slopes of e to the x lie on each other; {power} is the same, {sideways}.",
            family("exponential"),
        ),
        "sine": Words(
            "Four derivatives make a circle",
            """The sine is a wave. At the crest it is level, so there the slope is zero. Half way
            down it is steepest. What curve has just those slopes?

            Roll the tangent along, and it draws the answer: the cosine. The same wave, a quarter
            turn ahead.

            So each derivative shifts the wave by a quarter turn. Sine becomes cosine, cosine
            becomes minus sine.

            Every fourth step brings the sine back. {again} {count} {times}, and you are {turns}:
            at {last}.""",
            "The sine above its slopes, and a wheel of its derivatives; the hand is at {last}.",
            family("sine"),
        ),
    },
    check=Check(
        "Differentiate the sine {check_order} times. What value does the result have where x is "
        "{check_at}?",
        "{check_value}. Full turns of four change nothing; two steps are left, and they give minus "
        "the sine.",
    ),
)
