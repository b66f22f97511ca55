"""The words: what is said, beat by beat."""

from __future__ import annotations

from scenes.stage import Check, Script, Words

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

            {there_are} {nodes} {parts}. Each part needs just one rule, and you know
            them all: those for sums, products and chains, and for a few memorable functions.""",
            "{f} taken apart into {nodes} parts.",
        ),
        "rules": Words(
            "The smallest parts first",
            """Start with the smallest parts. The slope of x is one, and the slope of a number is
            zero. Those are easy.

            Now put them together again. Every part uses the slopes that its own parts have just
            handed on. You never look at more than one part at a time. Watch which rule fires.

            In the end one rule is left: the {last_rule}. And the beast is tamed.""",
            "Every part with its slope; the last rule is the {last_rule}.",
        ),
        "result": Words(
            "Put together, then tidied",
            """This is what the rules hand over, exactly as it came out. It may look wild, but
            every piece of it has its place.

            {tidied}. {tamed}

            A word of advice: tidy up once, at the end. While the rules fire, leave everything as it
            is. Most mistakes are made by being clever too early. And if two answers look different,
            try a number in both.""",
            "The derivative as the rules give it, and tidied.",
        ),
        "verify": Words(
            "Three ways to be sure",
            """Do not trust it yet. Where x is {x0}, the formula says that the slope is {slope}.

            Dual numbers carry a slope along with every value, and never write down a formula. They
            agree, to all the digits shown.

            And the oldest way: a secant with a tiny run, of {run}. {missing} {missed:2}.
            Three ways, one slope.""",
            "The slope where x is {x0}, found in three ways: {slope}.",
        ),
        "tally": Words(
            "Many easy steps",
            """So what did it take? {nodes} {steps}. {favourite} {most} {times}.

            There was no hard step in it. A beast is only many easy steps, one on top of the
            other. That is why a machine can do it too, for formulas with a million parts.""",
            "How often each rule was used.",
        ),
    },
    check=Check(
        "Another beast: {check_f}. What is its slope where x is {check_at}?",
        "{check_slope}. At zero almost every term vanishes; only one product is left.",
    ),
)
