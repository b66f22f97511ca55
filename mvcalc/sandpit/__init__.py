"""The sandpit: find the lowest point of a landscape that cannot be seen."""

from mvcalc.sandpit.basins import BasinMap, basin_map
from mvcalc.sandpit.debrief import Debrief, debrief
from mvcalc.sandpit.dig import Verdict
from mvcalc.sandpit.hints import HINTS, Hint
from mvcalc.sandpit.levels import LEVELS, Level, custom_level, level
from mvcalc.sandpit.rivals import RIVALS, Rival, rival, rivals
from mvcalc.sandpit.session import Dip, Score, Session

__all__ = [
    "HINTS",
    "LEVELS",
    "RIVALS",
    "BasinMap",
    "Debrief",
    "Dip",
    "Hint",
    "Level",
    "Rival",
    "Score",
    "Session",
    "Verdict",
    "basin_map",
    "custom_level",
    "debrief",
    "level",
    "rival",
    "rivals",
]
