"""Rules of a derivation: what their signs mean, and the one that fires now with what it says."""

from __future__ import annotations

from typing import Final

import numpy as np
from manim import ValueTracker, VGroup

from mvcalc.rules import Derivation, Rule
from scenes.stage import theme
from scenes.stage.formula import Formula, Words
from scenes.stage.layout import Slot
from scenes.stage.parts.cards import panel
from scenes.stage.parts.derivation_text import ROLES, SIGNS, extent, typst
from scenes.stage.parts.part import Part
from scenes.stage.theme import Role

SAYINGS: Final[dict[Rule, str]] = {
    Rule.CONSTANT_MULTIPLE: "(c u)' = c u'",
    Rule.SUM: "(u + v)' = u' + v'",
    Rule.PRODUCT: "(u v)' = u' v + u v'",
    Rule.QUOTIENT: "(u / v)' = frac(u' v - u v', v^2)",
    Rule.POWER: "(x^n)' = n x^(n - 1)",
    Rule.CHAIN: "(f(u))' = f'(u) u'",
    Rule.GENERAL_POWER: "(u^v)' = u^v (v' ln u + v frac(u', u))",
}


# The same for a part whose formula is too long: what it is, and its slope.
PATTERNS: Final[dict[Rule, tuple[str, str]]] = {
    Rule.CONSTANT_MULTIPLE: ("c u", "c u'"),
    Rule.SUM: ("u + v + dots", "u' + v' + dots"),
    Rule.PRODUCT: ("u v dots", "u' v dots + u v' dots + dots"),
    Rule.QUOTIENT: ("u / v", "frac(u' v - u v', v^2)"),
    Rule.CHAIN: ("f(u)", "f'(u) u'"),
    Rule.GENERAL_POWER: ("u^v", "u^v (v ln u)'"),
}


def rule_role(rule: str) -> Role:
    """Colour of a rule; rules without parts are quiet."""
    return ROLES.get(Rule(rule), Role.SECONDARY)


class RuleLegend(Part):
    """The signs of a ``DerivationTree`` with the names of their rules, from the root downwards.

    Args:
        slot: where it stands, in the middle.
        derivation: from ``mvcalc.derive``.
    """

    def __init__(self, slot: Slot, derivation: Derivation) -> None:
        super().__init__()
        nodes = [step.node for step in derivation.steps("root_first")]
        rules = dict.fromkeys(node.rule for node in nodes if node.children)
        signs = [Formula(SIGNS[rule], size=theme.FORMULA, role=ROLES[rule]) for rule in rules]
        names = [Words(str(rule), size=theme.LABEL, role=ROLES[rule]) for rule in rules]
        left = max((sign.width for sign in signs), default=0.0)
        for row, sign, name in zip(slot.rows(max(len(rules), 1)), signs, names, strict=False):
            y = slot.centre[1] + (row.centre[1] - slot.centre[1]) * min(1.0, 0.8 / row.height)
            sign.move_to((slot.left + left / 2, y, 0))
            name.move_to((slot.left + left + 0.4 + name.width / 2, y, 0))
            self.add(VGroup(sign, name))
        slot.place(self)


class RuleBoard(Part):
    """Follows the rules of a ``DerivationTree`` as they fire.

    Rules about one function say what they say of that function; the others speak of parts u, v.

    ::

        board = RuleBoard(layout.LEDGER, facts.derivation, fired)

    Args:
        slot: where it stands, in the middle.
        derivation: from ``mvcalc.derive``.
        fired: tracker of how many rules have fired, leaves first.
    """

    tall = 2.2  # frame units

    def __init__(self, slot: Slot, derivation: Derivation, fired: ValueTracker) -> None:
        super().__init__()
        self.fired = fired
        height = min(self.tall, slot.height)
        y = slot.centre[1]
        inner = Slot(slot.left, y - height / 2, slot.right, y + height / 2)
        self.texts = [self._written(step.node, inner.inset(0.25)) for step in derivation.steps()]
        self.add(panel(inner), *self.texts)
        self.follow(fired)

    def _written(self, node: Derivation, slot: Slot) -> VGroup:
        """What the board says of a node."""
        return _text(node, slot)

    def redraw(self) -> None:
        fired = self.fired.get_value()
        now = int(np.ceil(fired)) - 1
        # A rule comes in quickly as its node begins to change, and the one before goes.
        come = float(np.clip(6 * (fired - now), 0, 1))
        shares = {now: come, now - 1: 1 - come}
        for index, text in enumerate(self.texts):
            text.set_opacity(shares.get(index, 0.0))


class PartBoard(RuleBoard):
    """A reading glass for a ``DerivationMap``: the part that is worked on, its rule, its slope.

    What is too long for the board is written in letters u, v for its parts.
    """

    tall = 4.2

    def _written(self, node: Derivation, slot: Slot) -> VGroup:
        role = ROLES.get(node.rule, Role.TEXT)
        both = typst(node.before), typst(node.simplified)
        if node.rule in PATTERNS and any(not _fits(text, slot) for text in both):
            both = PATTERNS[node.rule]
        text = VGroup(
            Formula(both[0], size=theme.FORMULA, role=Role.FUNCTION),
            Words(str(node.rule), size=theme.LABEL, role=role),
            Formula(both[1], size=theme.FORMULA, role=Role.DERIVATIVE),
        )
        for line in text:
            line.scale(min(1.0, slot.width / line.width))
        text.arrange((0, -1, 0), buff=0.45)
        slot.place(text)
        return text


def _fits(text: str, slot: Slot) -> bool:
    """Whether Typst mathematics can be read in a third of the slot."""
    width, height = (size * theme.SMALLEST * theme.EM for size in extent(text))
    return width <= slot.width and height <= slot.height / 3


def _text(node: Derivation, slot: Slot) -> VGroup:
    """Name and saying of the rule of a node."""
    role = ROLES.get(node.rule, Role.TEXT)
    before = typst(node.before) if node.before.is_Symbol else f"({typst(node.before)})"
    saying = SAYINGS.get(node.rule, f"{before}' = {typst(node.simplified)}")
    text = VGroup(
        Words(str(node.rule), size=theme.LABEL, role=role),
        Formula(saying, size=theme.WORKING),
    ).arrange((0, -1, 0), buff=0.35)
    slot.place(text)
    return text
