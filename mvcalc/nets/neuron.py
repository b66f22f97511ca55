"""One neuron a = σ(w·a0 + b) and how its value answers to each of its three inputs."""

from __future__ import annotations

from dataclasses import dataclass

from mvcalc.autodiff.mixed import Number
from mvcalc.errors import names_parameters
from mvcalc.nets.arithmetic import Arithmetic, in_arithmetic
from mvcalc.nets.network import Activation, read_activation, read_number


@dataclass(frozen=True, slots=True)
class Neuron:
    """A neuron's weighted sum, value, slope σ′(z) and the three derivatives of its value."""

    activation: Activation
    z: Number
    a: Number
    slope: Number
    by_weight: Number
    by_bias: Number
    by_input: Number
    exact: bool


@names_parameters
def neuron(activation: str, weight: object, bias: object, a0: object) -> Neuron:
    """Value and derivatives of one neuron; the slope of relu at 0 is 0 by convention.

    Raises:
        RangeError: an unknown activation, or numbers that are not finite.
        UncertifiedError: a relu neuron whose sign cannot be decided.
    """
    kind = read_activation(activation)
    given = [
        read_number(v, what)
        for v, what in ((weight, "the weight"), (bias, "the bias"), (a0, "the input"))
    ]

    def work(do: Arithmetic) -> Neuron:
        w, b, x = (do.read(v) for v in given)
        z = w * x + b
        value, slope = do.activate(kind, z)
        return Neuron(
            activation=kind,
            z=do.give(z),
            a=do.give(value),
            slope=do.give(slope),
            by_weight=do.give(slope * x),
            by_bias=do.give(slope),
            by_input=do.give(slope * w),
            exact=do.exact,
        )

    result: Neuron = in_arithmetic(work)
    return result
