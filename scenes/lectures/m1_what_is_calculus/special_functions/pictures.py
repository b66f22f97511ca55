"""Curves above their slopes, in windows that suit any parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mvcalc
from scenes.stage import layout, parts, said

if TYPE_CHECKING:
    from .facts import Facts


def reciprocal_plot(facts: Facts) -> parts.SlopePlot:
    """One over x with its slopes; the places and their slopes are in the picture at any scale.

    Heights go like one over the width, slopes like one over its square.
    """
    place = abs(float(facts.x0))
    reach = min(max(3.0, 2.4 * place), 6.0 * place)
    deep = 72 / reach**2
    return parts.SlopePlot(
        layout.PICTURE, facts.reciprocal, facts.reciprocal_slope, (-reach, reach),
        ((-9.6 / reach, 9.6 / reach), (-deep, 0.2 * deep)), name="1 \\/ x",
    )  # fmt: skip


def power_plot(facts: Facts) -> parts.SlopePlot:
    """The power with its slopes, both from a little below zero to their ends."""
    factor = float(facts.factor)
    reach = 0.8 * min(3.0, 3.0 / abs(factor))
    top = float(mvcalc.sample(facts.power, (-reach, reach)).max())
    low, high = sorted((-0.15 * top * factor, top * factor))
    return parts.SlopePlot(
        layout.PICTURE, facts.power, facts.power_slope, (-reach, reach),
        ((-0.15 * top, top), (low, high)), name=said(facts.power).flat.typst,
    )  # fmt: skip
