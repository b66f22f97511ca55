from .arrow import Arrow, VectorField
from .box import Box
from .cards import CheckCard, panel, title_card
from .contour_plot import ContourPlot, LevelLine
from .curve import Curve, graph
from .data_plot import DataDots, Residuals
from .derivation_tree import DerivationTree
from .descent_path import DescentPath
from .ellipse import Ellipse
from .fitted_curve import FittedCurve
from .heights import Heights
from .ledger import Ledger, number_cell
from .lens import Lens
from .marks import Guide, Point, SlopeLine
from .network import Network
from .part import Part, SolidPart
from .plot import Plot, stacked
from .polar_curve import PolarCurve
from .pulses import Pulses
from .rolling_tangent import RollingTangent, SlopeTrace
from .secant_plot import SecantPlot
from .shaded import Shaded
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
    "DataDots",
    "DerivationTree",
    "DescentPath",
    "Ellipse",
    "FittedCurve",
    "Guide",
    "Heights",
    "Ledger",
    "Lens",
    "LevelLine",
    "Network",
    "Part",
    "Plot",
    "Point",
    "PolarCurve",
    "Pulses",
    "Residuals",
    "RollingTangent",
    "SecantPlot",
    "Shaded",
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
