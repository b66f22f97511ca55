from .arrow import Arrow, VectorField
from .box import Box
from .cards import CheckCard, panel, title_card
from .contour_plot import ContourPlot, LevelLine
from .curve import Curve, graph
from .derivation_tree import DerivationTree
from .descent_path import DescentPath
from .heights import Heights
from .ledger import Ledger, number_cell
from .lens import Lens
from .marks import Guide, Point, SlopeLine
from .network import Network
from .part import Part, SolidPart
from .plot import Plot, stacked
from .pulses import Pulses
from .rolling_tangent import RollingTangent, SlopeTrace
from .secant_plot import SecantPlot
from .slope_triangle import SlopeTriangle
from .stacks import column, row
from .surface import SurfaceView
from .surface_marks import SurfaceArrow, SurfaceCurve, SurfacePath, SurfacePoint
from .tag import Tag
from .tagged import Tagged
from .wheel import Wheel
from .window import height_of, window_around, window_over

__all__ = [
    "Arrow",
    "Box",
    "CheckCard",
    "ContourPlot",
    "Curve",
    "DerivationTree",
    "DescentPath",
    "Guide",
    "Heights",
    "Ledger",
    "Lens",
    "LevelLine",
    "Network",
    "Part",
    "Plot",
    "Point",
    "Pulses",
    "RollingTangent",
    "SecantPlot",
    "SlopeLine",
    "SlopeTrace",
    "SlopeTriangle",
    "SolidPart",
    "SurfaceArrow",
    "SurfaceCurve",
    "SurfacePath",
    "SurfacePoint",
    "SurfaceView",
    "Tag",
    "Tagged",
    "VectorField",
    "Wheel",
    "column",
    "graph",
    "height_of",
    "number_cell",
    "panel",
    "row",
    "stacked",
    "title_card",
    "window_around",
    "window_over",
]
