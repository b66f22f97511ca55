"""The words: a flow, a microscope, a matrix and what it foretells, a letter, polar tiles."""

from __future__ import annotations

from scenes.stage import Check, Script, Words

SCRIPT = Script(
    opening="""A map can bend the whole plane. Straight lines become curves, squares become leaves.
        Yet there is a way to see that it is quite simple.""",
    beats={
        "flow": Words(
            "A map bends the plane",
            """Here is a grid, and a rule that sends every point somewhere else: the first
            coordinate becomes {u}, the second {v}.

            Watch the grid flow to its image, and keep an eye on the yellow square. Lines may bend,
            and squares may become strange shapes. Some grow, some shrink.

            How could one number, or a few numbers, describe such a mess? They cannot, for the whole
            plane. But close to one place they can.""",
            "The image of a square grid under the map.",
        ),
        "zoom": Words(
            "Under the microscope",
            """Put a microscope over one place, {point}. On the left is a square about it, and half
            of its side is {zooms[0]:3}. On the right is its image. {scales}

            Now make the square smaller, and enlarge its image as much. What will happen to the
            sides of the image?

            They straighten, if they were not straight before. The smaller the square, {shape},
            every smooth map is linear.""",
            "A small square and its image, whose sides are nearly straight.",
        ),
        "matrix": Words(
            "Two arrows, one matrix",
            """So let us keep only the linear map. It sends a square grid to another even grid. One
            step in x goes along {first:3}. One step in y goes along {second:3}.

            Where do these arrows come from? Change x alone, a little, and see how much both
            coordinates of the image change. Those are slopes, with respect to x. Then the same
            with y.

            Write the two arrows side by side as columns. That is the Jacobian matrix: all the
            slopes of the map at this place.

            And the area of the yellow figure? It is the determinant: {det:3}. {counted}.""",
            "The Jacobian with columns {first:3} and {second:3}; its determinant is {det:3}.",
        ),
        "foretell": Words(
            "What the matrix foretells",
            """What is such a matrix good for? It foretells. Take a step from our place. Send it
            through the matrix, and you know where you should arrive: at the tip of this arrow.

            And this is the way the map really takes you. {gap}.

            Now make the step smaller, and enlarge the pictures as much. Predict: does the error
            shrink just as fast, or faster?

            {halved} {times}. {faster}

            Every layer of a neural network is such a map, of hundreds of variables. When it
            learns, its Jacobian matrix foretells what each small change will do.""",
            "Where the matrix sends a step, and where the map really takes it.",
        ),
        "flip": Words(
            "The sign of the determinant",
            """A determinant also has a sign. Print a letter F on the little square.

            Send it through the map. {handed}.

            {swapped}. So the size says how much area grows, and the sign says whether the plane is
            turned over.""",
            "The letter F, through the map, and through the map with its coordinates swapped.",
        ),
        "polar": Words(
            "Polar tiles",
            """One map is used every day: polar coordinates. A radius and an angle become a point.
            A grid of radii and angles becomes rings and spokes.

            All these tiles were equal squares once. Those far from the centre are larger now. By
            how much? The determinant says: {polar_det}.

            At radius one the area is unchanged; at three it is three times as large. Keep that in
            mind for integrals.""",
            "Polar tiles grow in proportion to their radius.",
        ),
    },
    check=Check(
        "By what factor do polar coordinates enlarge a tiny area at radius {check_radius}?",
        "By {check_factor}: the determinant is the radius.",
    ),
)
