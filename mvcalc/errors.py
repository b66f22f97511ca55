"""The error tree: what is wrong with an input, in one sentence a lecturer understands.

Every error carries machine-readable parts beside its sentence, so that the command line, a web
form and a test can each show what they need. A method that fails on good input (divergence, a
spent budget) is not an error but an ``Outcome`` in the result; see ``mvcalc.outcome``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, ClassVar, TypeVar

_T = TypeVar("_T")


class MvcalcError(ValueError):
    """Base of everything ``mvcalc`` raises on purpose.

    Attributes:
        code: stable short code such as ``E-PARSE``.
        message: one plain sentence.
        param: name of the offending parameter ("" when the caller has not named it yet).
        value: the offending value as text.
        hint: a value or action that would work.
        context: further machine-readable facts (points, slopes, limits).
    """

    code: ClassVar[str] = "E-MVCALC"

    def __init__(
        self, message: str, *, param: str = "", value: object = "", hint: str = "", **context: Any
    ) -> None:
        self.message = message.rstrip(".")
        self.param = param
        self.value = str(value)
        self.hint = hint.rstrip(".")
        self.context = context
        super().__init__(self.sentence)

    @property
    def sentence(self) -> str:
        """The whole story in one line: parameter, value, what is wrong, what would work."""
        head = f"{self.param} = {self.value}: " if self.param and self.value else ""
        tail = f"; {self.hint}" if self.hint else ""
        end = "" if tail.endswith("?") else "."
        return f"{head}{self.message}{tail}{end}"

    def __str__(self) -> str:
        return self.sentence

    def named(self, param: str, value: object = "") -> MvcalcError:
        """The same error, attributed to a parameter (kept if it already names one)."""
        if not self.param:
            self.param = param
            self.value = self.value or str(value)
            self.args = (self.sentence,)
        return self


class ParseError(MvcalcError):
    """Unknown word or syntax; ``context["column"]`` counts from 1."""

    code = "E-PARSE"


class FreeSymbolError(MvcalcError):
    """A variable that does not belong here."""

    code = "E-FREE"


class RangeError(MvcalcError):
    """A value outside its allowed range or of the wrong shape."""

    code = "E-RANGE"


class DomainError(MvcalcError):
    """Undefined somewhere it is needed; ``context["point"]`` says where."""

    code = "E-DOMAIN"


class NonDifferentiableError(MvcalcError):
    """A kink, jump or vertical tangent; ``left`` and ``right`` are the one-sided slopes."""

    code = "E-NONDIFF"

    def __init__(
        self, message: str, *, left: object = None, right: object = None, **rest: Any
    ) -> None:
        self.left = left
        self.right = right
        super().__init__(message, **rest)


class SingularError(MvcalcError):
    """A matrix that cannot be inverted (``matrix``) at ``point``."""

    code = "E-SINGULAR"

    def __init__(
        self, message: str, *, matrix: object = None, point: object = None, **rest: Any
    ) -> None:
        self.matrix = matrix
        self.point = point
        super().__init__(message, **rest)


class DegenerateError(MvcalcError):
    """Nothing to show: constant data, an empty interval, no critical point."""

    code = "E-DEGENERATE"


class RankError(DegenerateError):
    """Columns that depend on each other; ``context["columns"]`` names them."""

    code = "E-DEGENERATE"


class InfeasibleError(MvcalcError):
    """Constraints that no point satisfies."""

    code = "E-INFEASIBLE"


class UnboundedError(MvcalcError):
    """No optimum exists, or none can be proved to exist."""

    code = "E-UNBOUNDED"


class SeparableError(MvcalcError):
    """Perfectly separable classes: the best slope is infinite."""

    code = "E-SEPARABLE"


class UncertifiedError(MvcalcError):
    """A guarantee was asked for and could not be proved; ``best_known`` is what is known."""

    code = "E-UNCERTIFIED"

    def __init__(self, message: str, *, best_known: object = None, **rest: Any) -> None:
        self.best_known = best_known
        super().__init__(message, **rest)


class BudgetError(MvcalcError):
    """Too big to compute or to fit on the screen; needed against limit."""

    code = "E-BUDGET"

    def __init__(
        self, message: str, *, limit: object = None, needed: object = None, **rest: Any
    ) -> None:
        self.limit = limit
        self.needed = needed
        super().__init__(message, **rest)


def first_that_works(candidates: Iterable[_T], attempt: Callable[[_T], object]) -> _T | None:
    """A value for the hint of a refusal: the first candidate that ``attempt`` does not refuse.

    Args:
        candidates: values to try, in order of preference; finitely many.
        attempt: raises an ``MvcalcError`` for a value that would not do; what it returns is not
            looked at.

    Returns:
        The first candidate that works, or None.
    """
    for candidate in candidates:
        try:
            attempt(candidate)
        except MvcalcError:
            continue
        return candidate
    return None
