"""One player's game: dips, hints, digs, their cost, and the score; saved as JSON and replayed."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import sympy

from mvcalc.errors import BudgetError, DegenerateError, MvcalcError, ParseError, RangeError
from mvcalc.expr import enclose_number, evaluate
from mvcalc.sandpit.dig import Finding, Verdict, find
from mvcalc.sandpit.hints import HINTS, Hint, hint
from mvcalc.sandpit.levels import GRADIENT, Level
from mvcalc.sandpit.levels import level as built_in
from mvcalc.sandpit.record import FORMAT, VERSION, is_point, read_record
from mvcalc.sandpit.rivals import Rival, rivals, spot
from mvcalc.show import show

WRONG_DIG = 3
PAR_IF_NONE = 12
GRAIN = 10**6

Point = tuple[sympy.Expr, ...]


@dataclass(frozen=True, slots=True)
class Dip:
    """One dip.

    Attributes:
        k: number of the dip, from 1.
        point: where, exact, in metres.
        depth: the height of the floor there, exact.
        gradient: its slopes (uphill), exact unless the level is noisy; None if not shown.
    """

    k: int
    point: Point
    depth: sympy.Expr
    gradient: tuple[sympy.Expr, ...] | None


@dataclass(frozen=True, slots=True)
class Score:
    """The score card.

    Attributes:
        found: whether the lowest point was dug up.
        cost: dips + hint costs + 3 for each wrong dig.
        dips, hints, wrong: the three parts (hints in dips, wrong digs counted).
        par: fewest dips of a rival that found it from the same first dip; 12 if none did.
        points: min(1000, 1000·(par + 1)/(cost + 1)), and 100 more without a wrong dig.
        stars: 3 if cost ≤ par, 2 if ≤ 2·par, 1 if found, else 0.
    """

    found: bool
    cost: int
    dips: int
    hints: int
    wrong: int
    par: int
    points: int
    stars: int


class Session:
    """A game in progress.

    Args:
        level: a pit, or the number of a built-in one.
        seed: for a built-in one.
        hints: whether hints may be bought.
    """

    def __init__(self, level: Level | int = 1, seed: int = 1, *, hints: bool = True) -> None:
        self.level = level if isinstance(level, Level) else built_in(level, seed)
        self.hints_allowed = hints
        self.dips: list[Dip] = []
        self.hints: list[Hint] = []
        self.verdicts: list[Verdict] = []
        self.events: list[dict[str, Any]] = []

    @property
    def cost(self) -> int:
        return len(self.dips) + sum(h.cost for h in self.hints) + sum(v.cost for v in self.verdicts)

    @property
    def found(self) -> bool:
        return bool(self.verdicts) and self.verdicts[-1].won

    def dip(self, x: object, y: object) -> Dip:
        """Put the stick in at (x, y).

        Raises:
            RangeError: outside the pit.
            BudgetError: no dips left.
            DegenerateError: the game is over.
        """
        place = spot(self.level, (x, y))
        self._pay(1)
        made = Dip(len(self.dips) + 1, place, evaluate(self.level.function, place), None)
        if GRADIENT in self.level.shows:
            made = Dip(made.k, place, made.depth, self._slopes(made.k, place))
        self.dips.append(made)
        self._note("dip", place)
        return made

    def _slopes(self, k: int, place: Point) -> tuple[sympy.Expr, ...]:
        exact = [evaluate(self.level.function.with_expr(d), place) for d in self.level.gradient]
        if not self.level.noise:
            return tuple(exact)
        chance = random.Random(f"noise/{self.level.seed}/{k}")
        spread = float(self.level.noise)
        return tuple(
            d + sympy.Rational(round(chance.gauss(0, spread) * GRAIN), GRAIN) for d in exact
        )

    def hint(self, kind: str) -> Hint:
        """Buy a hint about the last dip: "curvature", "ellipse", "newton" or "glimpse".

        Raises:
            RangeError: no such hint, or hints are off.
            BudgetError: not enough dips left.
            DegenerateError: no dip yet, or the game is over.
        """
        if not self.hints_allowed:
            raise RangeError("hints are switched off", param="hints", value=kind, hint="turn on")
        if kind not in HINTS:
            names = ", ".join(HINTS)
            raise RangeError("there is no such hint", param="hint", value=kind, hint=f"use {names}")
        last = self._last("a hint")
        self._pay(HINTS[kind])
        bought = hint(self.level, kind, last.point)
        self.hints.append(bought)
        self._note("hint", kind)
        return bought

    def dig(self, x: object, y: object) -> Verdict:
        """Claim that the lowest point is within the radius of (x, y).

        Raises:
            RangeError: outside the pit.
            DegenerateError: no dip yet, or the game is over.
            BudgetError: the budget is spent.
        """
        place = spot(self.level, (x, y))
        self._last("a dig")
        self._pay(0)
        finding = find(self.level, tuple(_fraction(v) for v in place))
        won = finding is Finding.LOWEST
        verdict = Verdict(won, finding, self._reason(finding, place), place, 0 if won else 3)
        self.verdicts.append(verdict)
        self._note("dig", place)
        return verdict

    def _reason(self, finding: Finding, place: Point) -> str:
        where = show(place).text
        if finding is Finding.LOWEST:
            certificate = self.level.certificate
            goal, depth = show(certificate.point_box.mid).text, show(certificate.value).text
            return f"found: the lowest point is near {goal}, where the depth is {depth}"
        return f"at {where}: {finding}"

    def _last(self, what: str) -> Dip:
        if not self.dips:
            raise DegenerateError(f"{what} needs a dip first", param="dips", value="none")
        return self.dips[-1]

    def _pay(self, price: int) -> None:
        if self.found:
            raise DegenerateError("the lowest point has been found; start a new game")
        budget = self.level.budget
        if self.cost + price > budget or self.cost >= budget + (price == 0):
            raise BudgetError(
                f"{_count(self.cost)} of {_count(budget)} dips are spent",
                param="budget",
                value=budget,
                limit=budget,
                needed=self.cost + price,
                hint="dig, or start a new game",
            )

    @cached_property
    def _field(self) -> tuple[Rival, ...]:
        return rivals(self.level, self.dips[0].point)

    def rivals(self) -> tuple[Rival, ...]:
        """The rivals from the player's own first dip; raises DegenerateError before it."""
        self._last("a comparison")
        return self._field

    def score(self) -> Score:
        """The score card so far; raises DegenerateError before the first dip."""
        self._last("a score")
        par = min((r.dips for r in self.rivals() if r.found), default=PAR_IF_NONE)
        wrong = sum(not v.won for v in self.verdicts)
        cost, found = self.cost, self.found
        points = stars = 0
        if found:
            share = Fraction(1000 * (par + 1), cost + 1)
            points = min(1000, int(share + Fraction(1, 2))) + (100 if wrong == 0 else 0)
            stars = 3 if cost <= par else 2 if cost <= 2 * par else 1
        hints = sum(h.cost for h in self.hints)
        return Score(found, cost, len(self.dips), hints, wrong, par, points, stars)

    def _note(self, kind: str, what: Point | str) -> None:
        value = what if isinstance(what, str) else [str(v) for v in what]
        self.events.append({kind: value})

    def to_json(self) -> str:
        """The game as text: the level, its seed and every event, numbers as exact text."""
        record = {
            "format": FORMAT,
            "version": VERSION,
            "level": self.level.id,
            "seed": self.level.seed,
            "function": self.level.function.source,
            "events": self.events,
        }
        return json.dumps(record, indent=1)

    @classmethod
    def from_json(cls, text: str, level: Level | None = None) -> Session:
        """Play a saved game again, event by event.

        Args:
            text: what ``to_json`` wrote.
            level: the pit it must belong to; needed for a lecturer's own pit.

        Raises:
            ParseError: not a session.
            RangeError: another level, seed or function; or an event that is not allowed.
        """
        record = read_record(text)
        if level is None:
            if record["level"] == 0:
                raise RangeError(
                    "this game was played in a pit of its own; give that level", param="level"
                )
            level = built_in(record["level"], record["seed"])
        same = (level.id, level.seed, level.function.source)
        if same != (record["level"], record["seed"], record["function"]):
            raise RangeError(
                f"this game belongs to level {record['level']} with seed {record['seed']}",
                param="replay",
                value=f"level {level.id}, seed {level.seed}",
                hint="replay it on its own level",
            )
        session = cls(level)
        for number, event in enumerate(record["events"], start=1):
            try:
                session._play(event)
            except MvcalcError as bad:
                raise bad.named("replay", f"event {number}") from None
        return session

    def _play(self, event: Any) -> None:
        if not isinstance(event, dict) or len(event) != 1:
            raise ParseError("an event is a dip, a hint or a dig", value=str(event)[:40])
        [(kind, value)] = event.items()
        if kind == "hint" and isinstance(value, str):
            self.hint(value)
        elif kind in ("dip", "dig") and is_point(value):
            (self.dip if kind == "dip" else self.dig)(*value)
        else:
            raise ParseError("an event is a dip, a hint or a dig", value=str(event)[:40])


def _fraction(v: sympy.Expr) -> Fraction:
    if v.is_Rational:
        return Fraction(int(v.p), int(v.q))
    return enclose_number(v).mid


def _count(n: int) -> str:
    return show(sympy.Integer(n)).text
