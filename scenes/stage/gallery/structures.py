"""Demos: numbers in order, trees, networks, cards."""

from __future__ import annotations

import numpy as np
import sympy

from mvcalc.expr import parse
from mvcalc.limits import limit_steps
from mvcalc.rules import derive
from scenes.stage import layout
from scenes.stage.formula import Formula, Words
from scenes.stage.gallery.wall import Wall, demo
from scenes.stage.parts import (
    Bars,
    CheckCard,
    DerivationMap,
    DerivationTree,
    Display,
    Equation,
    FlowNetwork,
    Ledger,
    LimitWork,
    Matrix,
    Network,
    PartBoard,
    Pulses,
    ReciprocalWork,
    RuleBoard,
    RuleLegend,
    Wheel,
    column,
    edge_gradient,
    row,
    shared_blame,
    weighted_sum,
)
from scenes.stage.theme import Role

HALF = sympy.Rational(1, 2)


@demo("Network", "Pulses")
def network(wall: Wall) -> None:
    names = {(0, 0): "x_1", (0, 1): "x_2", (2, 0): "y_1", (2, 1): "y_2"}
    weights = [[[0.15, 0.2], [-0.25, 0.3], [0.1, 0.6]], [[0.4, 0.45, -0.2], [0.5, 0.55, 0.9]]]
    net = Network(layout.SAFE, (2, 3, 2), weights, names=names)
    at = wall.tracker(0.4)
    numbers = net.node_numbers(1, [HALF ** (k + 1) for k in range(3)])
    slopes = {edge: sympy.Rational(k - 5, 7) for k, edge in enumerate(net.all_edges())}
    wall.hang(net, numbers, Pulses(net, at), *net.edge_numbers(slopes).values())
    wall.still()
    wall.hang(Pulses(net, at, backward=True), net.highlight_edge((2, 0, 0)))
    wall.still((at, 1.5))


@demo("FlowNetwork", "weighted_sum", "shared_blame", "edge_gradient")
def flow(wall: Wall) -> None:
    head, body = layout.SAFE.split_y(0.2)
    weights = [[[0.15, 0.2], [-0.25, 0.3]], [[0.4, 0.45], [0.5, 0.55]]]
    values, blames = (((HALF * k, HALF / k) for k in (1, 2, 3)) for _ in range(2))
    net = FlowNetwork(body, (2, 2, 2), weights, [*values], [*blames])
    z = weighted_sum(head.width / 3, [(HALF, 3), (-HALF, 2)], 1, 1 + HALF)
    delta = shared_blame(head.width / 3, [(HALF, 3)], HALF, HALF**2)
    wall.hang(net, *net.values, row(head, z, delta, edge_gradient(3, HALF, -HALF, -(HALF**2))))
    wall.still()


@demo("RuleBoard", "RuleLegend")
def rule_board(wall: Wall) -> None:
    fired, tree = wall.tracker(3), derive(parse("x*exp(2*x)"), "x")
    above, below = layout.LEDGER.split_y(0.5)
    wall.hang(DerivationTree(layout.PICTURE, tree, fired))
    wall.hang(RuleLegend(above, tree), RuleBoard(below, tree, fired))
    wall.still((fired, 5))


@demo("DerivationTree")
def derivation(wall: Wall) -> None:
    fired = wall.tracker(0)
    tree = DerivationTree(layout.SAFE, derive(parse("exp(-x)*sin(x^2 + x)"), "x"), fired)
    wall.hang(tree)
    wall.still((fired, 6))
    wall.still((fired, tree.count))


@demo("DerivationMap", "PartBoard")
def derivation_map(wall: Wall) -> None:
    fired = wall.tracker(9)
    large = derive(parse("sqrt(1 + x^2)*log(x^2 + 1)*atan(x)/(1 + exp(-x*sin(3*x)))"), "x")
    wall.hang(DerivationMap(layout.PICTURE, large, fired), PartBoard(layout.LEDGER, large, fired))
    wall.still((fired, 15))


@demo("Equation")
def equation(wall: Wall) -> None:
    slope = derive(parse("exp(-x)*sin(x^2 + x)*cos(7*x)"), "x").simplified
    name = "frac(dif f, dif x)"
    wall.hang(column(layout.SAFE, *(Equation(name, slope, width) for width in (12, 7))))
    wall.still()


@demo("LimitWork")
def limit(wall: Wall) -> None:
    wall.hang(LimitWork(layout.SAFE, limit_steps(parse("x^3 - x"), 1), 1))
    wall.still()


@demo("ReciprocalWork")
def reciprocal(wall: Wall) -> None:
    wall.hang(ReciprocalWork(layout.SAFE, "f'(x)"))
    wall.still()


@demo("Ledger")
def ledger(wall: Wall) -> None:
    table = Ledger(layout.LEDGER, ('"run"', '"slope"'), 4, roles=(Role.DATA, Role.DERIVATIVE))
    wall.hang(table, *(table.row(HALF**k, 2 + HALF**k) for k in range(4)))
    wall.still()


@demo("Matrix")
def matrix(wall: Wall) -> None:
    colours = (Role.GRADIENT, Role.CURVATURE)
    entries = ((2, -1), (HALF, sympy.sqrt(2)))
    wall.hang(Matrix(entries, before="J =", roles=lambda _, j: colours[j]))
    wall.still()


@demo("Bars")
def bars(wall: Wall) -> None:
    grown = wall.tracker(1)
    names, roles = ("product rule", "chain rule", "sum rule"), (Role.GRADIENT, Role.OPTIMUM)
    wall.hang(Bars(layout.PICTURE, names, (1, 2, 1), (*roles, Role.FUNCTION), grown=grown))
    wall.still()


@demo("Wheel", "Display")
def wheel(wall: Wall) -> None:
    turn = wall.tracker(1)
    names = ("sin x", "cos x", "- sin x", "- cos x")
    wall.hang(Wheel(layout.PICTURE, names, turn, hub=("f", "f'", "f^((2))", "f^((3))")))
    here = Display([Formula(name) for name in names], turn, np.array([*layout.LEDGER.centre, 0]))
    wall.hang(here)
    wall.still()


@demo("CheckCard")
def check(wall: Wall) -> None:
    card = CheckCard("Your turn", "Which way is steepest?", "Along the gradient.")
    wall.hang(card.question, card.clock, card.answer)
    wall.still()


@demo("column", "row")
def stacks(wall: Wall) -> None:
    upper, lower = layout.SAFE.split_y(0.6)
    lines = (Formula("(f g)' = f' g + f g'"), Formula("(f + g)' = f' + g'"))
    wall.hang(column(upper, *lines, align=0))
    wall.hang(row(lower, Formula("f"), Formula("f'"), Words("and so on")))
    wall.still()
