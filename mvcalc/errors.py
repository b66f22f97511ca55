"""The error tree: what is wrong with an input, in one sentence a lecturer understands.

Every error carries machine-readable parts beside its sentence, so that the command line, a web
form and a test can each show what they need. A method that fails on good input (divergence, a
spent budget) is not an error but an ``Outcome`` in the result; see ``mvcalc.outcome``.
"""

from __future__ import annotations

import functools
import inspect
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar, ParamSpec, TypeVar

_T = TypeVar("_T")
_P = ParamSpec("_P")


class _Inside(threading.local):
    """Whether this thread runs a public function."""

    public = False


_inside = _Inside()
_LONGEST = 60  # characters of a value in a sentence


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
        self.value = said(value)
        self._guessed_from: str | None = None  # the value before the parameter was guessed
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
        """The same error, attributed to a parameter (kept if it was raised with one)."""
        if not self.param or self._guessed_from is not None:
            given = self.value if self._guessed_from is None else self._guessed_from
            self.param, self.value = param, given or said(value)
            self._guessed_from = None
            self.args = (self.sentence,)
        return self

    def attribute(self, arguments: Mapping[str, object]) -> None:
        """Name the argument that holds the offending value, or else the first one.

        A guess gives way to whoever knows better: see ``named``.
        """
        if self.param or not arguments:
            return
        given = self.value
        holder = next((name for name, v in arguments.items() if given in _texts(v)), None)
        name = holder or next(iter(arguments))
        self.named(name, _shortened(said(arguments[name])))
        self._guessed_from = given


def names_parameters(function: Callable[_P, _T]) -> Callable[_P, _T]:
    """Let the errors of a public function name the parameter that is to blame.

    Only the outermost call does so: its parameters are the ones that the user knows, and what
    is caught on the way costs nothing.
    """

    @functools.wraps(function)
    def named(*args: _P.args, **kwargs: _P.kwargs) -> _T:
        if _inside.public:
            return function(*args, **kwargs)
        _inside.public = True
        try:
            return function(*args, **kwargs)
        except MvcalcError as error:
            error.attribute(inspect.signature(function).bind(*args, **kwargs).arguments)
            raise
        finally:
            _inside.public = False

    return named


def said(value: object) -> str:
    """A value as the text of a sentence: formulas as a teacher writes them."""
    if isinstance(value, str):
        return value
    if isinstance(value, Sequence):
        return f"({', '.join(map(said, value))})"
    if not hasattr(value, "free_symbols"):
        return _text(value)
    from mvcalc.plain import plain  # only when there is a formula: it loads SymPy

    try:
        return plain(value)
    except (MvcalcError, AttributeError):
        return _text(value).replace("**", "^")


def _text(value: object) -> str:
    try:
        return str(value)
    except ValueError:  # Python does not write whole numbers of more than 4300 digits
        return "a number of very many digits"


def _texts(value: object) -> Iterator[str]:
    """How an argument, or a part of it, may have been quoted."""
    yield from {said(value), _text(value), said(value)[:40], _text(value)[:40]}
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, Sequence) and not isinstance(value, str):
        for part in value:
            yield from _texts(part)


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


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
