"""Update rules on a flat weight vector, in the conventions of the course.

Heavy ball v ← βv + g, w ← w − αv; Nesterov w ← w − α(g + βv); RMSprop and Adam divide by the root
of a running mean square and add ε outside the root, Adam after bias correction (Kingma & Ba 2015).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from mvcalc.autodiff.arithmetic import Floats
from mvcalc.errors import RangeError
from mvcalc.expr import rational

Rule = Callable[[Floats, Floats], Floats]
"""(weights, gradient) -> new weights; a rule remembers its own velocity."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Constants of the rules; each rule uses those it needs."""

    rate: float = 0.1
    beta: float = 0.9
    betas: tuple[float, float] = (0.9, 0.999)
    decay: float = 0.99
    eps: float = 1e-8

    @classmethod
    def of(cls, given: Mapping[str, object]) -> Settings:
        """Settings from exact or decimal numbers, such as ``rate="1/10"``.

        Raises:
            RangeError: an unknown setting, or a value outside its range.
        """
        read: dict[str, Any] = {}
        for name, value in given.items():
            if name not in cls.__dataclass_fields__:
                known = ", ".join(cls.__dataclass_fields__)
                raise RangeError(f"there is no setting {name}", hint=f"use {known}")
            if name != "betas":
                read[name] = float(rational(value))
            elif isinstance(value, tuple | list) and len(value) == 2:
                read[name] = (float(rational(value[0])), float(rational(value[1])))
            else:
                raise RangeError(
                    "two numbers are needed", param=name, value=value, hint="0.9, 0.999"
                )
        return cls(**read)

    def __post_init__(self) -> None:
        """Raises RangeError for a rate that is not positive, a memory outside [0, 1), ε < 0."""
        if not (np.isfinite(self.rate) and self.rate > 0):
            raise RangeError("the rate is not above 0", param="rate", value=self.rate, hint="0.1")
        memories = {"beta": self.beta, "betas": self.betas, "decay": self.decay}
        for name, given in memories.items():
            for value in given if isinstance(given, tuple) else (given,):
                if not 0 <= value < 1:
                    raise RangeError(
                        "a memory is not from 0 up to 1", param=name, value=given, hint="0.9"
                    )
        if not self.eps >= 0:
            raise RangeError("ε is negative", param="eps", value=self.eps, hint="1e-8")


def _gd(settings: Settings) -> Rule:
    return lambda w, g: w - settings.rate * g


def _momentum(settings: Settings) -> Rule:
    velocity = np.zeros(())

    def rule(w: Floats, g: Floats) -> Floats:
        nonlocal velocity
        velocity = settings.beta * velocity + g
        return w - settings.rate * velocity

    return rule


def _nesterov(settings: Settings) -> Rule:
    velocity = np.zeros(())

    def rule(w: Floats, g: Floats) -> Floats:
        nonlocal velocity
        velocity = settings.beta * velocity + g
        return w - settings.rate * (g + settings.beta * velocity)

    return rule


def _rmsprop(settings: Settings) -> Rule:
    square = np.zeros(())

    def rule(w: Floats, g: Floats) -> Floats:
        nonlocal square
        square = settings.decay * square + (1.0 - settings.decay) * g * g
        return w - settings.rate * g / (np.sqrt(square) + settings.eps)

    return rule


def _adam(settings: Settings) -> Rule:
    mean, square, step = np.zeros(()), np.zeros(()), 0
    first, second = settings.betas

    def rule(w: Floats, g: Floats) -> Floats:
        nonlocal mean, square, step
        step += 1
        mean = first * mean + (1.0 - first) * g
        square = second * square + (1.0 - second) * g * g
        size = np.sqrt(square / (1.0 - second**step)) + settings.eps
        return w - settings.rate * (mean / (1.0 - first**step)) / size

    return rule


_RULES: dict[str, Callable[[Settings], Rule]] = {
    "gd": _gd,
    "sgd": _gd,
    "momentum": _momentum,
    "nesterov": _nesterov,
    "rmsprop": _rmsprop,
    "adam": _adam,
}


def rule(name: str, settings: Settings) -> Rule:
    """A fresh update rule.

    Raises:
        RangeError: no such optimiser.
    """
    if name not in _RULES:
        raise RangeError(
            "there is no such optimiser",
            param="optimiser",
            value=name,
            hint=f"use one of {', '.join(_RULES)}",
        )
    return _RULES[name](settings)
