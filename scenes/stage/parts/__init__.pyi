from .cards import CheckCard, panel, title_card
from .contour_plot import ContourPlot, LevelLine
from .curve import Curve, graph
from .heights import Heights
from .ledger import Ledger, number_cell
from .lens import Lens
from .marks import Guide, Point, SlopeLine
from .part import Part, SolidPart
from .plot import Plot
from .slope_triangle import SlopeTriangle
from .stacks import column, row
from .window import height_of, window_around

__all__ = [
    "CheckCard",
    "ContourPlot",
    "Curve",
    "Guide",
    "Heights",
    "Ledger",
    "Lens",
    "LevelLine",
    "Part",
    "Plot",
    "Point",
    "SlopeLine",
    "SlopeTriangle",
    "SolidPart",
    "column",
    "graph",
    "height_of",
    "number_cell",
    "panel",
    "row",
    "title_card",
    "window_around",
]
