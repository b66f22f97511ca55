"""The words: what is said, beat by beat."""

from __future__ import annotations

from scenes.stage import Check, Script, Words

SCRIPT = Script(
    opening="""Most laws of nature are not straight lines. Their formulas bend in the very numbers
        we are looking for. How do you find the numbers that fit the data best?""",
    beats={
        "misses": Words(
            "A landscape over two unknowns",
            """Here are {main.count} measurements, and the law we believe in: {model}. Two numbers
            in it are unknown. Our first guess for them is {main.start}. The bars show how far it
            misses.

            Square the bars and add them up: {search.total:4}. Every guess is one point on this
            map, and its total is the height there. For a straight line that landscape was a bowl.

            {bowl} Move the point, and watch its curve.""",
            "The data with the curve of the first guess, and a map of the sum of squares.",
        ),
        "pretend": Words(
            "Pretend that it is straight",
            """Look closely at one guess. Change both unknowns a little, and every height of the
            curve changes in proportion. So pretend that this goes on for ever: the dashed curve
            is the pretence.

            {parting}

            What do we gain? {target}""",
            "The curve, its linear pretence, and the ellipses of the pretended bowl.",
        ),
        "walk": Words(
            "Pretend, jump, look again",
            """{search.plan}

            {search.journey} {search.count}. {search.ending} {search.end:4}.

            {search.rescued} {search.rescued_total:4}.""",
            "The path on the map after {search.count} steps, and the curve it led to.",
        ),
        "cliff": Words(
            "When the pretence lies",
            """{introduction} The law rises and levels off: the first unknown says how high, the
            second how fast. From the innocent guess {second.bad.start}, the full step wants to
            land at {second.refused:4}. There the formula explodes.

            So be careful: take a step back whenever it makes things worse, and try a shorter one.
            That is the method of Levenberg and Marquardt. It never goes uphill. And yet, look
            where it ends.

            A flat line at {second.stuck_at:4}, the mean of the data, with a total of
            {second.stuck_total:5}. Move the second unknown: the curve does not answer. All slopes
            are zero here, to the last digit of the machine. No step can see the way out.""",
            "A refused step beyond the cliff, and a path that stalls on a plateau.",
        ),
        "restart": Words(
            "A better guess",
            """What helps? No cleverer step, but a better guess. The data level off beyond two
            hundred or so. Start at {second.good.start}, and let both methods run.

            Both arrive, at {second.best.params:4}. The total falls to
            {second.best.rss:4}. The laboratory publishes the same digits.""",
            "From {second.good.start} both methods reach {second.best.params:4}.",
        ),
        "dial": Words(
            "A dial between two methods",
            """How does one shorten a step wisely? {dialled} There is a dial, called lambda.
            At zero it gives the full jump to the bottom of the pretended bowl.

            Turn it up. Being far away now has a price, so the step gets shorter. But watch its
            direction: it swings round.

            Turn it all the way, and a short step is left that runs straight downhill, each unknown
            measured by how much the curve answers to it. That is gradient descent.

            So here is the whole method on one curve. Bold at one end, careful at the other. A step
            that helps turns the dial down; a step that fails turns it up.""",
            "The tip of the step for every damping, from Gauss-Newton to gradient descent.",
        ),
        "doubt": Words(
            "How sure can we be?",
            """{back} Close to it the pretence is nearly the truth, so all we know about straight
            lines holds here too. There is a covariance, and an ellipse of doubt. {tilt}

            The first unknown is {fit.params[0]:5}, give or take {fit.se[0]:2}. The second is
            {fit.params[1]:5}, give or take {fit.se[1]:2}.

            Every point of the ellipse is a curve. Take the fit away from all of them, to see them
            enlarged: together they fill this band, very nearly. Where it is narrow, we know.""",
            "The ellipse of doubt, and the band of curves about what is left over.",
        ),
    },
    check=Check(
        "The model is the exponential of b times x. At one, the height is two. Start at zero: "
        "where do the first two steps land?",
        "At {check[0]}, then at {check[1]}.",
    ),
)
