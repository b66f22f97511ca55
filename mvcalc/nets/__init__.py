"""Neural networks: exact back-propagation, training in machine numbers, loss surfaces."""

from mvcalc.nets.network import MLP, Activation
from mvcalc.nets.propagation import (
    Activations,
    Edge,
    Flow,
    Loss,
    Node,
    NudgeCheck,
    backprop,
    cost,
    forward,
    nudge_check,
    step,
)

__all__ = [
    "MLP",
    "Activation",
    "Activations",
    "Edge",
    "Flow",
    "Loss",
    "Node",
    "NudgeCheck",
    "backprop",
    "cost",
    "forward",
    "nudge_check",
    "step",
]
