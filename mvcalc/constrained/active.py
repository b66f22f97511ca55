"""Every set of active fences tried: its candidates, found exactly or proved one by one, judged."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import flint
import sympy

from mvcalc.bounds.deadline import Deadline, OutOfTimeError, time_limit
from mvcalc.constrained.candidates import Candidate, Found, find
from mvcalc.constrained.kkt_result import ActiveSet, KKTPoint
from mvcalc.constrained.numeric import candidate
from mvcalc.constrained.problem import Problem
from mvcalc.constrained.starts import BITS, proved_solutions
from mvcalc.critical.field import PoleError
from mvcalc.critical.ideal import InfinitelyManyError
from mvcalc.descent.arithmetic import Balls, UndecidedError, UndefinedError
from mvcalc.descent.numbers import as_ball
from mvcalc.descent.path import Quantity
from mvcalc.descent.tape import Tape
from mvcalc.errors import BudgetError
from mvcalc.expr import Ball
from mvcalc.plain import plain
from mvcalc.show import show

MOST_SETS = 256
SHARE = 3  # one set may take a third of the time that is left
SOME = 0.3  # seconds for the points of a set that algebra did not finish
TOO_LARGE = "the equations are too large to solve"
LATE = "there was not enough time to solve the equations"
CONTINUUM = "the candidates are not isolated"


@dataclass(frozen=True, slots=True)
class Judged:
    """A candidate and, where algebra found it, the exact numbers behind it."""

    told: KKTPoint
    value: Ball
    found: Found | None = None


@dataclass(frozen=True)
class ActiveSets:
    """The search over all sets of fences that can be held at once."""

    whole: Problem
    equations: tuple[sympy.Expr, ...]
    inequalities: tuple[sympy.Expr, ...]

    def run(self, clock: Deadline) -> tuple[tuple[ActiveSet, ...], list[Judged]]:
        """Exact candidates of every set while there is time, smallest sets first.

        Raises:
            BudgetError: too many sets.
        """
        told: list[ActiveSet] = []
        judged: list[Judged] = []
        for active in self.sets():
            here, note = self._exact(active, clock)
            told.append(ActiveSet(active, tuple(j.told for j in here), note))
            judged += here
        return tuple(told), judged

    def sets(self) -> list[tuple[int, ...]]:
        free = len(self.whole.symbols) - len(self.equations)
        every = [
            active
            for size in range(min(free, len(self.inequalities)) + 1)
            for active in itertools.combinations(range(len(self.inequalities)), size)
        ]
        if len(every) > MOST_SETS:
            raise BudgetError(
                "there are too many sets of fences to try",
                param="ineqs",
                value=len(self.inequalities),
                limit=MOST_SETS,
                needed=len(every),
                hint="use at most 6 inequalities",
            )
        return every

    def further(self, sets: Sequence[ActiveSet], clock: Deadline) -> list[Judged]:
        """Proved candidates of the sets that algebra did not finish; never claimed to be all."""
        judged: list[Judged] = []
        for unfinished in sets:
            if unfinished.note not in (LATE, TOO_LARGE) or clock.expired:
                continue
            problem = self._held(unfinished.active)
            count = len(problem.symbols)
            with flint.ctx.workprec(BITS):
                for x in proved_solutions(problem, Deadline(min(SOME, clock.left))):
                    point = candidate(problem, x[:count])
                    told = point and self._by_balls(unfinished.active, point)
                    if told:
                        judged.append(told)
        return judged

    def _held(self, active: tuple[int, ...]) -> Problem:
        held = (*self.equations, *(self.inequalities[i] for i in active))
        return Problem(self.whole.f, held, self.whole.symbols)

    def _exact(self, active: tuple[int, ...], clock: Deadline) -> tuple[list[Judged], str]:
        if clock.expired:
            return [], LATE
        problem = self._held(active)
        try:
            with time_limit(clock.left / SHARE):
                judged = [self._by_algebra(problem, active, f) for f in find(problem)]
        except OutOfTimeError:
            return [], LATE
        except InfinitelyManyError:
            return [], CONTINUUM
        except BudgetError:
            return [], TOO_LARGE
        return [j for j in judged if j is not None], ""

    def _by_algebra(self, problem: Problem, active: tuple[int, ...], found: Found) -> Judged | None:
        at = found.at
        try:
            slacks = [at.at(h) for h in self.inequalities]
        except PoleError:
            return None
        count = len(self.equations)
        zero = at.coordinates[0] * 0
        forces = [zero] * len(self.inequalities)
        for i, m in zip(active, (found.multipliers or ())[count:], strict=False):
            forces[i] = -m
        broken = [i for i, h in enumerate(slacks) if at.sign(h) > 0]
        pulling = [i for i, m in enumerate(forces) if at.sign(m) < 0]
        regular = found.multipliers is not None
        kind = "irregular" if not regular else "" if broken else found.kind(problem)
        told = KKTPoint(
            active,
            at.point,
            tuple(at.exact(m) for m in (found.multipliers or ())[:count]),
            tuple(at.exact(m) for m in forces) if regular else (),
            at.exact(found.value),
            tuple(at.exact(h) for h in slacks),
            kind,
            not broken and not pulling,
            self._reason(
                [(i, at.exact(slacks[i])) for i in broken[:1]],
                [(i, at.exact(forces[i])) for i in pulling[:1]],
                regular,
            ),
            tuple(at.enclosure(x) for x in at.coordinates),
        )
        return Judged(told, at.enclosure(found.value), found)

    def _by_balls(self, active: tuple[int, ...], point: Candidate) -> Judged | None:
        """None where a ball does not tell on which side of a fence the point lies."""
        try:
            values = Tape.of(self.inequalities, self.whole.symbols).run(
                Balls(BITS), [b.arb for b in point.enclosure]
            )
        except (UndefinedError, UndecidedError):
            return None
        count, zero = len(self.equations), sympy.Integer(0)
        slacks: list[Quantity] = [zero if i in active else as_ball(v) for i, v in enumerate(values)]
        forces: list[Quantity] = [zero] * len(slacks)
        for i, m in zip(active, point.multipliers[count:], strict=True):
            forces[i] = Ball(-m.upper, -m.lower) if isinstance(m, Ball) else -m
        told = [b for b in (*slacks, *forces) if isinstance(b, Ball)]
        if any(b.lower <= 0 <= b.upper for b in told):
            return None
        broken = [(i, b) for i, b in enumerate(slacks) if isinstance(b, Ball) and b.lower > 0]
        pulling = [(i, b) for i, b in enumerate(forces) if isinstance(b, Ball) and b.upper < 0]
        judged = KKTPoint(
            active,
            point.point,
            point.multipliers[:count],
            tuple(forces),
            point.value,
            tuple(slacks),
            "" if broken else point.kind,
            not broken and not pulling,
            self._reason(broken, pulling, regular=True),
            point.enclosure,
        )
        assert isinstance(point.value, Ball)
        return Judged(judged, point.value)

    def _reason(
        self,
        broken: Sequence[tuple[int, Quantity]],
        pulling: Sequence[tuple[int, Quantity]],
        regular: bool,
    ) -> str:
        if broken:
            i, value = broken[0]
            return f"not feasible: {plain(self.inequalities[i])} is {show(value)}, above 0"
        if pulling:
            i, force = pulling[0]
            return (
                f"the fence {plain(self.inequalities[i])} would have to pull with force "
                f"{show(force)}, but a fence can only push"
            )
        if not regular:
            return "feasible, but the fences held here have gradients that depend on each other"
        return "feasible, and no fence pulls"
