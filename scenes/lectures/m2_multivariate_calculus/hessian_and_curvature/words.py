"""The words: level places, a walk across one, a coin, a matrix, and a test that falls silent."""

from __future__ import annotations

from scenes.stage import Check, Script, Words

SCRIPT = Script(
    opening="""You stand on level ground. The gradient is zero, so it tells you nothing. Is this
        the bottom of a valley, a summit, or a mountain pass?""",
    beats={
        "level": Words(
            "Where the ground is level",
            """Here is a landscape, {f}, seen from above. Lighter is higher. Can you guess where
            the ground is level?

            Draw all the places where the slope in x is zero.

            And those where the slope in y is zero. Where the two meet, there is no slope at all,
            in any direction.

            In this square that happens at {count} {places}. {surely} But what are they? The slopes
            cannot say: all of them are zero.""",
            "Lines of zero slope meet at {count} {places}.",
        ),
        "cut": Words(
            "Walk across it",
            """Take the level place at {main.point:4}. Walk straight across it, and watch your path
            on the hill beside the map. At the place itself it is level. But it bends.

            Now turn, and walk across in other directions. Does the path always bend in the same
            way? {turning}""",
            "A straight path across {main.point:4} on the map, and the same path on the hill.",
        ),
        "coin": Words(
            "How strong is a bend?",
            """Look at the path from the side, very close to the place, and lay coins against it.
            {fitting}

            A sharp bend takes a small coin, a gentle bend a large one. So divide one by the radius.
            That is the curvature. Let us count it negative where the coin lies below.

            Turn slowly, and write the curvature down for every direction. Predict: what kind of
            curve will this be?

            {wave} {extremes}. {verdict}""",
            "A coin laid against the path, and its curvature in every direction: a {shape}.",
        ),
        "matrix": Words(
            "Two special directions",
            """Do we need infinitely many numbers for all these bends? No: three are enough. They
            stand in one small table of second derivatives, the Hessian matrix. Put in our place,
            and the table becomes numbers.

            The smallest and the largest bend are its eigenvalues. They are worked out from the
            table, without turning at all.

            The directions that belong to them are its eigenvectors, always at right angles to
            each other. {special}

            {nearby}""",
            "The Hessian with eigenvalues {bends[0]:4} and {bends[1]:4}: a {shape}.",
        ),
        "other": Words(
            "The other kind of place",
            """{second_look} Here it is, at {other.point:4}. Turn once
            more, and write down every bend.

            The eigenvalues are {other_values[0]:4} and {other_values[1]:4}. So this is a
            {other_shape}.

            See it on the hill. {other_verdict}""",
            "Map and hill; the place at {other.point:4} is a {other_shape}.",
        ),
        "silent": Words(
            "When the test is silent",
            """One warning. {quartics[0]}, and {quartics[1]}. Both are level at the origin, and both
            have the same Hessian there: every entry is zero. So to the test both look like this:
            perfectly flat. Predict what they really are.

            The first is a bowl, the second a saddle. Where an eigenvalue vanishes, curvature does
            not decide. Only higher derivatives can.""",
            "Two surfaces with zero Hessian at the origin: a bowl and a saddle.",
        ),
        "many": Words(
            "Why machines meet saddles",
            """A machine that learns does not search in two directions, but in millions. There is
            one eigenvalue for each. In a bowl every single one must be positive. One that is
            negative is enough for a saddle.

            Suppose the toss of a coin decides each sign. In {tosses[1][0]} directions, one pattern
            in {tosses[1][1]} is a bowl. In {tosses[2][0]}, one in {tosses[2][1]}. So it is mostly
            saddles that machines meet.""",
            "Of all patterns of signs only one makes a bowl: in {tosses[2][0]} directions, one in "
            "{tosses[2][1]}.",
        ),
    },
    check=Check(
        "The function {check} is level at the origin. What are the two eigenvalues of its Hessian, "
        "and what is it?",
        "{check_values}: one of each sign, so it is a {check_kind}.",
    ),
)
