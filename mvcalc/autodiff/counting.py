"""What a gradient costs: forward sweeps take one per input, a reverse sweep one per result.

Griewank & Walther, "Evaluating Derivatives", 2008, chapter 3.
"""

from __future__ import annotations

from dataclasses import dataclass

from mvcalc.autodiff.sweeps import Trace
from mvcalc.errors import names_parameters


@dataclass(frozen=True, slots=True)
class Costs:
    """What the derivatives of a formula with n inputs and one result cost.

    ``steps`` counts operations of one evaluation, ``links`` arguments of steps that depend on an
    input: each is one multiplication in every sweep.
    """

    steps: int
    links: int
    forward_sweeps: int
    reverse_sweeps: int

    @property
    def forward_multiplications(self) -> int:
        """Multiplications for the whole gradient by forward sweeps, one sweep per input."""
        return self.links * self.forward_sweeps

    @property
    def reverse_multiplications(self) -> int:
        """Multiplications for the whole gradient by one reverse sweep."""
        return self.links * self.reverse_sweeps


@names_parameters
def costs(record: Trace) -> Costs:
    """Sweeps and multiplications that the whole gradient takes each way."""
    steps = record.rows[record.inputs :]
    return Costs(
        steps=len(steps),
        links=sum(isinstance(arg, str) for row in steps for arg in row.args),
        forward_sweeps=record.inputs,
        reverse_sweeps=1,
    )
