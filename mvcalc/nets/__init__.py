"""Neural networks: exact back-propagation, training in machine numbers, loss surfaces."""

from mvcalc.nets.datasets import DATASETS, Dataset, figure_eight, from_table, spiral, two_moons
from mvcalc.nets.landscape import Slice, loss_slice
from mvcalc.nets.loss import Loss
from mvcalc.nets.network import MLP, Activation
from mvcalc.nets.neuron import Neuron, neuron
from mvcalc.nets.nudge import NudgeCheck, nudge_check
from mvcalc.nets.propagation import (
    Activations,
    Edge,
    Flow,
    Node,
    backprop,
    cost,
    forward,
    step,
)
from mvcalc.nets.training import Epoch, TrainingPath, train

__all__ = [
    "DATASETS",
    "MLP",
    "Activation",
    "Activations",
    "Dataset",
    "Edge",
    "Epoch",
    "Flow",
    "Loss",
    "Neuron",
    "Node",
    "NudgeCheck",
    "Slice",
    "TrainingPath",
    "backprop",
    "cost",
    "figure_eight",
    "forward",
    "from_table",
    "loss_slice",
    "neuron",
    "nudge_check",
    "spiral",
    "step",
    "train",
    "two_moons",
]
