"""A derivation, its tally, and the slope at a place found in three ways."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import mvcalc
from scenes.stage import said

from .words import WHAT_IT_SAYS

if TYPE_CHECKING:
    from sympy import Expr

    from . import Params

REACH = "9/5"  # how far the picture goes to each side of x0
TOO_LONG = 26  # words; a longer formula is shown but not read out
REFUSALS = (mvcalc.DomainError, mvcalc.NonDifferentiableError, mvcalc.UncertifiedError)


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
    def tamed(self) -> str:
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
        return "both give" if self.untidy else "this one gives"

    @property
    def tidied(self) -> str:
        """Whether tidying changed anything."""
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


def examine(f: mvcalc.Function, derivation: mvcalc.Derivation, x0: Expr) -> None:
    """Raise what is wrong at a place or in the picture around it.

    An absolute value may have no kink there, and a power with a variable exponent needs a base
    that is proved to be positive.
    """
    reach = mvcalc.number(REACH)
    try:
        mvcalc.slope_at(f, x0)
    except REFUSALS as error:
        raise error.named("x0", x0) from None
    for node in (step.node for step in derivation.steps()):
        power = node.rule == mvcalc.Rule.GENERAL_POWER
        if node.var == "x" and (power or node.before.func.__name__ == "Abs"):
            try:
                part = mvcalc.Function.of(node.before, ("x",))
                part = replace(part, source=said(part).text)
                mvcalc.check_smooth(part, (x0 - reach, x0 + reach))
            except REFUSALS as error:
                error.message = f"in the part shown, {error.message}"
                raise error.named("f", f.source) from None


def refuse_trouble(
    f: mvcalc.Function, derivation: mvcalc.Derivation, x0: Expr, params: Params
) -> None:
    """Refuse what has no slope somewhere in the picture, with a place that would do.

    Raises:
        DomainError, NonDifferentiableError, UncertifiedError: see ``compute``.
    """
    try:
        examine(f, derivation, x0)
    except REFUSALS as found:
        places = [mvcalc.number(value) for value in (1, 3, 5, -3, 10, "1/2")]
        working = mvcalc.first_that_works(places, lambda x: examine(f, derivation, x))
        if working is not None:
            found.hint = f"it works at x0 = {mvcalc.show(working).text}"
        if found.param == "x0":
            found.value = params.x0
        raise
