"""The test of a slope by a nudge to either side, in numbers."""

from __future__ import annotations

from typing import Final

from mvcalc import NudgeCheck
from scenes.stage.formula import Formula

_UP: Final = "{{ C(w + h) : plus }}"
_DOWN: Final = "{{ C(w - h) : minus }}"


def nudged_costs(nudge: NudgeCheck, digits: int = 9) -> Formula:
    """Both costs side by side; the parts ``up`` and ``down`` can come in one after the other."""
    return Formula(
        f"{{{{ {_UP} {{u_is}} {{u}} : up }}}} wide wide {{{{ {_DOWN} {{d_is}} {{d}} : down }}}}",
        digits=digits, u=nudge.cost_up, d=nudge.cost_down,
    )  # fmt: skip


def nudge_quotient(nudge: NudgeCheck, digits: int = 6) -> Formula:
    """Their difference, divided by the width of the nudge; both costs keep their labels."""
    return Formula(
        f"frac({_UP} - {_DOWN}, 2 h) {{q_is}} {{{{ {{q}} : derivative }}}}",
        digits=digits, q=nudge.quotient,
    )  # fmt: skip
