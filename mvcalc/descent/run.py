"""The walk itself: exact while it can be, enclosed after that, and always with a budget."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, ClassVar

import flint
import sympy

from mvcalc.descent import judge
from mvcalc.descent.arithmetic import (
    Balls,
    Exact,
    NotExactError,
    SingularHereError,
    UndecidedError,
    UndefinedError,
    along,
)
from mvcalc.descent.bounds import outside, reached
from mvcalc.descent.numbers import euclidean, recorded, told
from mvcalc.descent.objective import Here, Objective, Tally
from mvcalc.descent.path import (
    ENCLOSED,
    EXACT,
    ROUNDED,
    Path,
    Quantity,
    Step,
    Stop,
    approximate,
)
from mvcalc.descent.rule import Move, Rule
from mvcalc.descent.trail import Trail
from mvcalc.errors import DomainError, SingularError
from mvcalc.outcome import Outcome

DIGITS = 200
LONGEST = 10**DIGITS
PRECISIONS = (192, 1024, 6144)
PINNED_BITS = 256

Batches = Callable[[int], tuple[int, ...] | None]


@dataclass
class Walk:
    """One descent: the objective, the rule, the start and when to stop."""

    objective: Objective
    rule: Rule
    start: tuple[sympy.Expr, ...]
    stop: Stop
    batches: Batches
    tally: Tally = field(default_factory=Tally)
    level: ClassVar[str] = "the Hessian has no inverse"

    def path(self) -> Path:
        """Walk to the end.

        Raises:
            DomainError: the function has no value at the start.
            SingularError: the rule needs an inverse that does not exist at the start.
        """
        self.deadline = time.monotonic() + self.stop.seconds
        self.switch = ""
        self.safe = Trail([], list(self.start), {})
        for arithmetic in self._arithmetics():
            bits = arithmetic.bits if isinstance(arithmetic, Balls) else PINNED_BITS
            trail = self.safe.copy()
            self.tally = Tally(trail.counts.value, trail.counts.gradient, trail.counts.hessian)
            with flint.ctx.workprec(bits):
                try:
                    trail.x = [self._enter(arithmetic, v) for v in trail.x]
                    trail.memory = {
                        name: [self._enter(arithmetic, v) for v in vector]
                        for name, vector in trail.memory.items()
                    }
                    outcome, reason = self._follow(arithmetic, trail)
                except OverflowError:
                    outcome, reason = self._too_large(trail)
                except NotExactError:
                    self.switch = self.switch or "the next numbers are not fractions"
                    continue
                except UndecidedError:
                    continue
            return self._finished(trail.steps, outcome, reason)
        raise AssertionError("the last arithmetic decides everything")

    def _too_large(self, trail: Trail) -> judge.Verdict:
        """Numbers beyond 2^100000, which nobody can use."""
        if not trail.steps:
            raise DomainError(
                "the numbers at the start are too large to write down",
                param="x0",
                value=judge.said(self.start),
                hint="start closer to 0",
            )
        last = trail.steps[-1]
        return Outcome.DIVERGED, f"from {judge.said(last.point)} the numbers grow beyond all bounds"

    def _arithmetics(self) -> Iterator[Exact | Balls]:
        yield Exact()
        for bits in PRECISIONS:
            yield Balls(bits)
        yield Balls(PINNED_BITS, pinned=True)

    def _enter(self, arithmetic: Exact | Balls, v: Any) -> Any:
        if isinstance(v, flint.fmpq):
            return v if arithmetic.exact else flint.arb(v)
        here = Here(self.objective, arithmetic, 0, [], self.tally)
        return here.number(v)

    def _finished(self, steps: list[Step], outcome: Outcome, reason: str) -> Path:
        inexact = [step.k for step in steps if step.numbers != EXACT]
        return Path(
            self.rule.name,
            tuple(steps),
            outcome,
            reason,
            self.tally.frozen(),
            inexact[0] if inexact else None,
            self.switch if inexact else "",
        )

    def _follow(self, arithmetic: Exact | Balls, trail: Trail) -> judge.Verdict:
        drawn = [tuple(approximate(v) for v in step.point) for step in trail.steps]
        while True:
            k = len(trail.steps)
            here = Here(self.objective, arithmetic, k, trail.x, self.tally, self.batches(k))
            try:
                here.value, here.gradient, here.sampled  # noqa: B018 - found undefined here
            except UndefinedError:
                return self._nowhere(trail, here)
            bare = self._bare(here)
            drawn.append(tuple(approximate(v) for v in bare.point))
            verdict = self._ended(here, bare, trail, drawn)
            if verdict:
                trail.steps.append(bare)
                return verdict
            try:
                move = self._move(here, trail)
            except SingularHereError:
                trail.steps.append(bare)
                return self._singular(here, bare)
            except UndefinedError:
                trail.steps.append(bare)
                return Outcome.LEFT_DOMAIN, (
                    f"from {judge.said(bare.point)} the next step has no value"
                )
            self._advance(here, bare, move, trail)

    def _move(self, here: Here, trail: Trail) -> Move:
        move = self.rule.move(here, trail.memory)
        arithmetic = here.arithmetic
        if isinstance(arithmetic, Balls):
            point = [arithmetic.kept(v) for v in move.point]
            memory = move.memory
            if arithmetic.pinned:
                memory = {n: [v.mid() for v in vector] for n, vector in memory.items()}
            return Move(point, memory, move.extra)
        if any(abs(int(v.p)) > LONGEST or int(v.q) > LONGEST for v in move.point):
            self.switch = (
                f"the fractions grow longer than {judge.said(sympy.Integer(DIGITS))} digits"
            )
            raise NotExactError
        return move

    def _advance(self, here: Here, bare: Step, move: Move, trail: Trail) -> None:
        one = here.number(sympy.Integer(1))
        shift = tuple(recorded(v) for v in along(move.point, -one, here.x))
        extra: dict[str, Any] = {name: told(v) for name, v in move.extra.items()}
        if here.batch is not None:
            extra["batch"] = here.batch
            extra["batch_gradient"] = tuple(recorded(g) for g in here.sampled)
        trail.steps.append(
            Step(
                bare.k,
                bare.point,
                bare.value,
                bare.gradient,
                shift,
                euclidean(shift),
                bare.numbers,
                MappingProxyType(extra),
            )
        )
        trail.x, trail.memory = move.point, move.memory
        trail.counts = self.tally.frozen()
        if here.arithmetic.exact:
            self.safe = trail.copy()

    def _bare(self, here: Here) -> Step:
        """The stop without a move."""
        arithmetic = here.arithmetic
        point: tuple[Quantity, ...]
        if len(self.safe.steps) == here.k:
            point = tuple(recorded(v) if isinstance(v, flint.fmpq) else v for v in self.safe.x)
        else:
            point = tuple(recorded(v) for v in here.x)
        numbers = EXACT if arithmetic.exact else ENCLOSED
        if isinstance(arithmetic, Balls) and arithmetic.pinned:
            numbers = ROUNDED
        value, gradient = recorded(here.value), tuple(recorded(g) for g in here.gradient)
        return Step(here.k, point, value, gradient, numbers=numbers)

    def _ended(
        self, here: Here, bare: Step, trail: Trail, drawn: Sequence[Sequence[float]]
    ) -> judge.Verdict | None:
        if outside(here, self.stop):
            where = judge.said(bare.point)
            return Outcome.LEFT_DOMAIN, f"step {judge.said(sympy.Integer(here.k))} leads to {where}"
        if reached(here, self.stop):
            return Outcome.CONVERGED, (
                f"after {judge.steps_said(here.k)} it is at {judge.said(bare.point)}, near enough"
            )
        rest = self.rest(here, bare, trail)
        if rest:
            return rest
        size, origin = max(map(abs, drawn[-1])), max(map(abs, drawn[0]))
        if size > float(self.stop.escape) * (1 + origin):
            return judge.escaped(here.k, bare)
        period = self._period(here, trail, drawn)
        if period:
            return judge.cycled(period, [*trail.steps, bare])
        if trail.steps and trail.steps[-1].size == 0 and here.batch is None:
            return Outcome.STALLED, f"no step from {judge.said(bare.point)} makes progress"
        if here.k >= self.stop.max_steps or time.monotonic() > self.deadline:
            return self.spent([*trail.steps, bare], drawn)
        return None

    def rest(self, here: Here, bare: Step, trail: Trail) -> judge.Verdict | None:
        """Whether the method is done here: for descent, every slope is within the tolerance."""
        del trail
        tol = here.number(sympy.Rational(self.stop.tol))
        if any(here.arithmetic.less(tol, abs(g)) for g in here.gradient):
            return None
        hessian = [[approximate(recorded(h)) for h in row] for row in here.hessian]
        return judge.at_rest(here.k, bare, hessian, self.stop)

    def spent(self, steps: Sequence[Step], drawn: Sequence[Sequence[float]]) -> judge.Verdict:
        """The verdict when the budget ends first."""
        return judge.spent(steps, drawn)

    def singular_start(self, where: str, bare: Step, here: Here) -> SingularError:
        return SingularError(
            f"the Hessian has no inverse at the start {where}",
            param="x0",
            value=where,
            hint="start elsewhere, or use hybrid",
            point=bare.point,
            matrix=tuple(tuple(recorded(h) for h in row) for row in here.hessian),
        )

    def _period(self, here: Here, trail: Trail, drawn: Sequence[Sequence[float]]) -> int:
        if here.batch is not None:
            return 0
        if here.arithmetic.exact:
            key = (tuple(here.x), tuple((n, tuple(v)) for n, v in sorted(trail.memory.items())))
            if self.rule.name != "adam" and key in trail.seen:
                return here.k - trail.seen[key]
            trail.seen[key] = here.k
        return judge.repeating(drawn)

    def _nowhere(self, trail: Trail, here: Here) -> judge.Verdict:
        if not trail.steps:
            where = judge.said(self.start)
            raise DomainError(
                f"the function has no value or no slope at the start {where}",
                param="x0",
                value=where,
                point=self.start,
            )
        last = trail.steps[-1]
        step = judge.said(sympy.Integer(here.k))
        return Outcome.LEFT_DOMAIN, (
            f"step {step}, from {judge.said(last.point)}, leads to where there is no value"
        )

    def _singular(self, here: Here, bare: Step) -> judge.Verdict:
        where = judge.said(bare.point)
        if here.k == 0:
            raise self.singular_start(where, bare, here)
        return Outcome.SINGULAR, f"at {where} {self.level}"
