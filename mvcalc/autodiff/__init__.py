"""Automatic differentiation: graphs of elementary steps, forward and reverse sweeps."""

from mvcalc.autodiff.counting import Costs, costs
from mvcalc.autodiff.graph import Graph, Op, Program
from mvcalc.autodiff.sweeps import Row, Trace, forward, reverse, trace

__all__ = [
    "Costs",
    "Graph",
    "Op",
    "Program",
    "Row",
    "Trace",
    "costs",
    "forward",
    "reverse",
    "trace",
]
