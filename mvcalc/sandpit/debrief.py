"""After the game: the rivals beside the player, and what the player's style was."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import sympy

from mvcalc.descent.path import approximate
from mvcalc.errors import names_parameters
from mvcalc.expr import enclose_number, evaluate
from mvcalc.sandpit.hints import newton_arrow
from mvcalc.sandpit.levels import Level
from mvcalc.sandpit.rivals import Rival
from mvcalc.sandpit.session import Dip, Score, Session
from mvcalc.show import show

LIKE = math.cos(math.radians(30))


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: a name, its dips, whether it found the point, and how it ended."""

    name: str
    dips: int
    found: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Debrief:
    """What the reveal tells.

    Attributes:
        score: the score card.
        rivals: every rival's run.
        table: the player first, then the rivals.
        gradient_cosine: mean cosine between the player's moves and −∇f; None without moves.
        newton_cosine: mean cosine between the moves and Newton's step; None if it never exists.
        style: one sentence about it (cosines are machine values; only counts are said).
    """

    score: Score
    rivals: tuple[Rival, ...]
    table: tuple[Row, ...]
    gradient_cosine: float | None
    newton_cosine: float | None
    style: str


@names_parameters
def debrief(session: Session) -> Debrief:
    """Compare the player with the rivals; raises DegenerateError before the first dip."""
    score, field = session.score(), session.rivals()
    table = [Row("player", score.dips, score.found, _ending(score))]
    table += [Row(r.name, r.dips, r.found, r.path.reason) for r in field]
    downhill, newton = [], []
    for here, there in zip(session.dips, session.dips[1:], strict=False):
        move = _floats([b - a for a, b in zip(here.point, there.point, strict=True)])
        downhill.append(_cosine(move, [-g for g in _slope(session.level, here)]))
        newton.append(_cosine(move, _arrow(session.level, here)))
    return Debrief(
        score,
        field,
        tuple(table),
        _mean(downhill),
        _mean(newton),
        _style(session, downhill, newton),
    )


def _ending(score: Score) -> str:
    if not score.found:
        return "not found"
    return f"found at a cost of {_n(score.cost)}"


def _style(
    session: Session, downhill: Sequence[float | None], newton: Sequence[float | None]
) -> str:
    if not downhill:
        return "one dip, no moves"
    along = sum(c is not None and c >= LIKE for c in downhill)
    curved = sum(c is not None and c >= LIKE for c in newton)
    kind, count = ("gradient-like", along) if along >= curved else ("Newton-like", curved)
    text = f"{_n(count)} of {_n(len(downhill))} moves were {kind}"
    arrival = next((d.k for d in session.dips if _newton_arrives(session.level, d)), None)
    if arrival is not None:
        text += f"; on dip {_n(arrival)} Newton would have arrived"
    return text


def _newton_arrives(level: Level, dip: Dip) -> bool:
    """Whether one Newton step from the dip ends within the radius."""
    arrow = _arrow(level, dip)
    if not arrow:
        return False
    goal = _floats(level.goal)
    gaps = [a + s - g for a, s, g in zip(_floats(dip.point), arrow, goal, strict=True)]
    return math.hypot(*gaps) <= float(level.radius)


def _slope(level: Level, dip: Dip) -> list[float]:
    return _floats([evaluate(level.function.with_expr(d), dip.point) for d in level.gradient])


def _arrow(level: Level, dip: Dip) -> list[float]:
    arrow = newton_arrow(level, dip.point)
    return [] if arrow is None else [approximate(v) for v in arrow]


def _floats(values: Sequence[sympy.Expr]) -> list[float]:
    return [approximate(enclose_number(v)) for v in values]


def _cosine(a: Sequence[float], b: Sequence[float]) -> float | None:
    size = math.hypot(*a) * math.hypot(*b) if a and b else 0.0
    if size == 0 or not math.isfinite(size):
        return None
    return sum(x * y for x, y in zip(a, b, strict=True)) / size


def _mean(values: Sequence[float | None]) -> float | None:
    known = [v for v in values if v is not None]
    return sum(known) / len(known) if known else None


def _n(count: int) -> str:
    return show(sympy.Integer(count)).text
