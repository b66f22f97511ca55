from .arrow import Arrow, VectorField
from .bars import Bars
from .bend import Bend, BendWave
from .bowl_axes import BowlAxes
from .box import Box
from .cards import CheckCard, TitleCard, panel
from .coin import Coin
from .compass import Compass
from .contour_plot import ContourPlot, LevelLine
from .convergence import Convergence
from .crossing import Crossing, SideView
from .curve import Curve, graph
from .damping_dial import DampingDial
from .data_plot import DataDots, Residuals
from .derivation_map import DerivationMap
from .derivation_tree import DerivationTree
from .descent_path import DescentPath
from .display import Display
from .doubt_view import DoubtView
from .eigen_axes import EigenAxes
from .ellipse import Ellipse
from .equation import Equation
from .error_plot import ErrorPlot, PromisePlot
from .factor_plot import FactorPlot
from .fence_hill import FenceHill
from .fence_map import FenceMap
from .fence_slide import FenceSlide
from .fence_walk import FenceWalk, HeightGraph
from .fit_view import FitView, walk_along
from .flow_network import FlowNetwork
from .forecast import Forecast
from .glide import glide
from .grid_map import GridMap, MappedFigure, Parallelogram, PlaneMap, letter_f, square_about
from .heights import Heights
from .hidden_place import HiddenPlace
from .implicit_curve import ImplicitCurve
from .jacobian_work import jacobian_sums
from .ledger import Ledger, number_cell
from .lens import Lens
from .limit_work import RISE_OVER_RUN, LimitWork
from .loss_map import LossMap
from .map_window import UnitCells, places_of, plot_over
from .marks import Guide, Point, SlopeLine
from .matrix import Matrix
from .meeting_walls import MeetingWalls
from .misfit import Misfit
from .miss_table import miss_table
from .neighbourhood import Neighbourhood
from .network import Network
from .neuron_work import edge_gradient, network_cost, output_blame, shared_blame, weighted_sum
from .normal_plane import NormalPlane
from .nudge_work import nudge_quotient, nudged_costs
from .number_line import NumberLine
from .outlook import outlook
from .part import Part, SolidPart
from .plot import Plot, stacked
from .polar_curve import PolarCurve
from .pretended_bowl import PretendedBowl
from .price_graph import PriceGraph
from .projection import Projection
from .pulses import Pulses
from .reciprocal_work import ReciprocalWork
from .resampling import Resampling
from .rolling_tangent import RollingTangent, SlopeTrace
from .rule_board import PartBoard, RuleBoard, RuleLegend, rule_role
from .secant_plot import SecantPlot
from .shaded import Shaded
from .shadow import Shadow
from .slope_plot import SlopePlot
from .slope_triangle import SlopeTriangle
from .stacks import column, room_beside, row
from .stride import Stride
from .surface import SurfaceView
from .surface_marks import SurfaceArrow, SurfaceCurve, SurfacePath, SurfacePoint
from .tag import Tag
from .tagged import Tagged
from .terrain import PairedTerrain, Terrain
from .trace import Trace
from .wheel import Wheel
from .window import height_of, padded, turning_range, window_around, window_over
from .worked import brief, linear_equation, worked
from .zoomed_map import LinearMap, NearSquare, Speck, ZoomedMap

__all__ = [
    "RISE_OVER_RUN",
    "Arrow",
    "Bars",
    "Bend",
    "BendWave",
    "BowlAxes",
    "Box",
    "CheckCard",
    "Coin",
    "Compass",
    "ContourPlot",
    "Convergence",
    "Crossing",
    "Curve",
    "DampingDial",
    "DataDots",
    "DerivationMap",
    "DerivationTree",
    "DescentPath",
    "Display",
    "DoubtView",
    "EigenAxes",
    "Ellipse",
    "Equation",
    "ErrorPlot",
    "FactorPlot",
    "FenceHill",
    "FenceMap",
    "FenceSlide",
    "FenceWalk",
    "FitView",
    "FlowNetwork",
    "Forecast",
    "GridMap",
    "Guide",
    "HeightGraph",
    "Heights",
    "HiddenPlace",
    "ImplicitCurve",
    "Ledger",
    "Lens",
    "LevelLine",
    "LimitWork",
    "LinearMap",
    "LossMap",
    "MappedFigure",
    "Matrix",
    "MeetingWalls",
    "Misfit",
    "NearSquare",
    "Neighbourhood",
    "Network",
    "NormalPlane",
    "NumberLine",
    "PairedTerrain",
    "Parallelogram",
    "Part",
    "PartBoard",
    "PlaneMap",
    "Plot",
    "Point",
    "PolarCurve",
    "PretendedBowl",
    "PriceGraph",
    "Projection",
    "PromisePlot",
    "Pulses",
    "ReciprocalWork",
    "Resampling",
    "Residuals",
    "RollingTangent",
    "RuleBoard",
    "RuleLegend",
    "SecantPlot",
    "Shaded",
    "Shadow",
    "SideView",
    "SlopeLine",
    "SlopePlot",
    "SlopeTrace",
    "SlopeTriangle",
    "SolidPart",
    "Speck",
    "Stride",
    "SurfaceArrow",
    "SurfaceCurve",
    "SurfacePath",
    "SurfacePoint",
    "SurfaceView",
    "Tag",
    "Tagged",
    "Terrain",
    "TitleCard",
    "Trace",
    "UnitCells",
    "VectorField",
    "Wheel",
    "ZoomedMap",
    "brief",
    "column",
    "edge_gradient",
    "glide",
    "graph",
    "height_of",
    "jacobian_sums",
    "letter_f",
    "linear_equation",
    "miss_table",
    "network_cost",
    "nudge_quotient",
    "nudged_costs",
    "number_cell",
    "outlook",
    "output_blame",
    "padded",
    "panel",
    "places_of",
    "plot_over",
    "room_beside",
    "row",
    "rule_role",
    "shared_blame",
    "square_about",
    "stacked",
    "turning_range",
    "walk_along",
    "weighted_sum",
    "window_around",
    "window_over",
    "worked",
]
