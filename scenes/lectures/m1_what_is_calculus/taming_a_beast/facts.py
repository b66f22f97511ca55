"""A derivation, its tally, and the slope at a place found in three ways."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import mvcalc
from scenes.stage import said

from .trouble import refuse_trouble
from .words import WHAT_IT_SAYS

if TYPE_CHECKING:
    from sympy import Expr

    from . import Params

TOO_WIDE = 120  # characters; a longer derivative is a list of steps
TOO_LONG = 26  # words; a longer formula is shown but not read out


@dataclass(frozen=True)
class Facts:
    """Every number and formula seen or heard."""

    f: mvcalc.Function
    derivation: mvcalc.Derivation
    rules: tuple[str, ...]
    counts: tuple[int, ...]
    trial: Expr
    trial_raw: Expr
    trial_tidy: Expr
    x0: Expr
    y0: Expr
    slope: Expr
    dual: mvcalc.Ball
    run: Expr
    secant: Expr
    miss: Expr
    check_f: mvcalc.Function
    check_at: Expr
    check_slope: Expr

    @property
    def nodes(self) -> int:
        return sum(self.counts)

    @property
    def steepness(self) -> Expr:
        return abs(self.slope)

    @property
    def raw(self) -> mvcalc.Function:
        return mvcalc.Function.of(self.derivation.after, ("x",))

    @property
    def simplified(self) -> mvcalc.Function:
        return mvcalc.Function.of(self.derivation.simplified, ("x",))

    @property
    def beast(self) -> str:
        return "" if is_long(self.f) else f"It reads: {said(self.f).speech}."

    @property
    def spelled(self) -> bool:
        """Whether the derivative is short enough to be written as one formula."""
        return all(len(said(f).text) <= TOO_WIDE for f in (self.raw, self.simplified))

    @property
    def handed_over(self) -> str:
        if self.spelled:
            return """This is what the rules hand over, exactly as it came out. It may look wild,
                but every piece of it has its place."""
        return """Written as one formula, the slope would not fit on this screen. So here it is as a
            list: every line has a name, and its slope uses only lines that came before."""

    @property
    def tamed(self) -> str:
        if not self.spelled:
            return "With numbers in place of letters, each of them is one short sum."
        long = is_long(self.simplified)
        return (
            "Such a line is for the eye, not for the ear."
            if long
            else f"{said(self.simplified).speech}."
        )

    @property
    def there_are(self) -> str:
        return "There is" if self.nodes == 1 else "There are"

    @property
    def parts(self) -> str:
        return "part" if self.nodes == 1 else "parts"

    @property
    def steps(self) -> str:
        return "small step" if self.nodes == 1 else "small steps"

    @property
    def last_rule(self) -> str:
        return str(self.derivation.rule)

    @property
    def last_says(self) -> str:
        """The last rule in a teacher's words."""
        return WHAT_IT_SAYS.get(self.last_rule, "That is one of the memorable functions")

    @property
    def favourite(self) -> str:
        """The rule used most, if one is used more than once."""
        if self.counts[0] == 1:
            return "No rule was needed more than once"
        if self.counts[:2].count(self.counts[0]) == 2:
            return f"No rule was needed more often than the {self.rules[0]}: "
        return f"The {self.rules[0]} was needed most often: "

    @property
    def most(self) -> int | str:
        """How often it was used, in words up to twice."""
        return ("", "twice")[self.counts[0] - 1] if self.counts[0] < 3 else self.counts[0]

    @property
    def times(self) -> str:
        return "" if self.counts[0] < 3 else "times"

    @property
    def missing(self) -> str:
        return "It does not miss at all" if self.miss == 0 else "It misses by"

    @property
    def missed(self) -> Expr | str:
        return "" if self.miss == 0 else self.miss

    @property
    def order(self) -> tuple[int, ...]:
        """For every part, from the whole formula down, the number of its rule in ``rules``."""
        steps = reversed(self.derivation.steps())
        return tuple(self.rules.index(str(step.rule)) for step in steps)

    @property
    def trial_value(self) -> mvcalc.Shown:
        return mvcalc.show(self.trial_tidy, 4, "decimal")

    @property
    def give(self) -> str:
        return "both give" if self.untidy and self.spelled else "this one gives"

    @property
    def tidied(self) -> str:
        """Whether tidying changed anything, or is not needed."""
        if not self.spelled:
            return "A machine keeps just these lines, and never writes the whole formula down"
        return "Now collect what belongs together" if self.untidy else "There is nothing to tidy up"

    @property
    def untidy(self) -> bool:
        """Whether tidying changes what is written."""
        return said(self.raw).typst != said(self.simplified).typst


def is_long(f: mvcalc.Function) -> bool:
    """Whether a formula is too long to be read out."""
    return len(said(f).speech.split()) > TOO_LONG


def compute(params: Params) -> Facts:
    """The facts of the lecture.

    Raises:
        BudgetError: more parts than ``max_nodes``.
        DomainError: no value at ``x0``, or a power whose base is not positive in the part shown.
        NonDifferentiableError: no slope at ``x0``, or a kink in the part shown.
    """
    f = mvcalc.parse(params.f)
    derivation = mvcalc.derive(f, "x")
    tally = derivation.tally()
    nodes = sum(tally.values())
    if nodes > params.max_nodes:
        raise mvcalc.BudgetError(
            f"the formula has {nodes} parts and would not fit on the screen",
            param="f", value=params.f, limit=params.max_nodes, needed=nodes,
            hint=f"allow max_nodes = {nodes} or shorten it" if nodes <= 80 else "shorten it",
        )  # fmt: skip
    x0, run = mvcalc.number(params.x0), mvcalc.number("1/1000000")
    refuse_trouble(f, derivation, x0, params)
    secant = mvcalc.secant(f, x0, run)
    trial, trial_raw, trial_tidy = a_trial(derivation, x0)
    asked = mvcalc.parse("sin(2*x^5 + 3*x)*exp(-7*x)")
    zero = mvcalc.number(0)
    return Facts(
        f=f,
        derivation=derivation,
        rules=tuple(map(str, tally)),
        counts=tuple(tally.values()),
        trial=trial,
        trial_raw=trial_raw,
        trial_tidy=trial_tidy,
        x0=x0,
        y0=mvcalc.evaluate(f, x0),
        slope=secant.tangent,
        dual=mvcalc.dual_slope(f.expr, f.symbols[0], {f.symbols[0]: x0}),
        run=run,
        secant=secant.slope,
        miss=abs(secant.error),
        check_f=asked,
        check_at=zero,
        check_slope=mvcalc.partial(asked, "x", point=zero),
    )


def a_trial(derivation: mvcalc.Derivation, x0: Expr) -> tuple[Expr, Expr, Expr]:
    """A place near ``x0``, and what the derivative gives there before and after tidying."""
    forms = [mvcalc.Function.of(form, ("x",)) for form in (derivation.after, derivation.simplified)]

    def values(place: Expr) -> list[Expr]:
        return [mvcalc.evaluate(form, place) for form in forms]

    near = (x0 + mvcalc.number(step) for step in ("1/2", "1", "-1/2", "1/10"))
    place = mvcalc.first_that_works(near, values)
    place = x0 if place is None else place
    raw, tidy = values(place)
    return place, raw, tidy
