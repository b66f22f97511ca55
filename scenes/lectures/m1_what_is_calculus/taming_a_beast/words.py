"""What is said while a formula is taken apart and put together again."""

from __future__ import annotations

from scenes.stage import Check, Script, Words

# A rule, when it is the last one.
WHAT_IT_SAYS = {
    "sum rule": "The slopes of all the terms are simply added",
    "constant multiple rule": "A constant factor waits outside, and multiplies the slope",
    "product rule": """One factor after the other is replaced by its slope, and the results are
        added""",
    "quotient rule": """The slope of the top times the bottom, minus the top times the slope of the
        bottom, all over the bottom squared""",
    "chain rule": """The slope of the outer function, taken where the inner one has come to, times
        the slope of the inner one""",
    "general power rule": "The power itself comes back, times the slope of its logarithm",
    "power rule": "The exponent comes down in front, and is one less above",
    "identity rule": "The slope of x is one, wherever you are",
}

SCRIPT = Script(
    opening="""Some formulas look like beasts: products of functions of functions. Nobody can see
        their slope at a glance. Nobody has to.""",
    beats={
        "beast": Words(
            "Meet the beast",
            """Here is one. {beast}

            Do not try to differentiate it. Try something easier first. Ask
            only: what was done last? Make your guess before you look.

            That question takes the formula apart. The last operation comes off first, and leaves
            the parts that it worked on. Ask again for every part, until nothing can be taken apart.

            {there_are} {nodes} {parts}. Each part needs just one rule; colours and signs say which.
            And you know them all: those for sums, products and chains, and for a few memorable
            functions.""",
            "{f} taken apart into {nodes} parts.",
        ),
        "rules": Words(
            "The smallest parts first",
            """Start with the smallest parts. The slope of x is one, and the slope of a number is
            zero. Those are easy.

            Now put them together again. Every part uses the slopes that its own parts have just
            handed on. You never look at more than one part at a time. Watch which rule fires.

            In the end one rule is left: the {last_rule}.

            {last_says}. And the beast is tamed.""",
            "Every part with its slope; the last rule is the {last_rule}.",
        ),
        "result": Words(
            "Put together, then tidied",
            """{handed_over}

            {tidied}. {tamed}

            A word of advice: tidy up once, at the end. While the rules fire, leave everything as it
            is. Most mistakes are made by being clever too early.

            And if two answers look different, try a number in both. Where x is {trial}, {give}
            {trial_value}.""",
            "The derivative as the rules give it.",
        ),
        "verify": Words(
            "Three ways to be sure",
            """Do not trust it yet. Where x is {x0}, the formula says that the slope is {slope}.

            Dual numbers never write down a formula. Put in x and a mark, epsilon, for a tiny step.

            Every operation carries the mark along, and what stands before it in the end is the
            slope. It agrees, to all the digits shown.

            And the oldest way: a secant. Shrink its run, down to {run}. {missing} {missed:2}.
            Three ways, one slope. This is how programmers test a gradient.""",
            "The slope where x is {x0}, found in three ways: {slope}.",
        ),
        "tally": Words(
            "Many easy steps",
            """So what did it take? {nodes} {steps}. {favourite} {most} {times}.

            There was no hard step in it. A beast is only many easy steps, one on top of the
            other. Watch them once more.

            That is why a machine can do it too, for formulas with a million parts. Every network
            that learns is differentiated like this, again and again.""",
            "How often each rule was used.",
        ),
    },
    check=Check(
        "Another beast: {check_f}. What is its slope where x is {check_at}?",
        "{check_slope}. At zero almost every term vanishes; only one product is left.",
    ),
)
