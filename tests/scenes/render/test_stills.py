"""Every family of Manim's mobjects: both renderers draw them alike, bit for bit."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import manim as m
import numpy as np
import pytest
from manim import DEGREES, DOWN, LEFT, ORIGIN, OUT, RIGHT, UL, UP, UR
from manim.utils.color import BLUE, GREEN, ORANGE, PINK, RED, TEAL, WHITE, YELLOW
from PIL import Image

from scenes.render import Renderer, StockRenderer

SIZE = (320, 180, 10)
Build = Callable[[m.Scene], None]
STILLS: dict[str, tuple[type[m.Scene], Build]] = {}


def still(kind: type[m.Scene] = m.Scene) -> Callable[[Build], Build]:
    """Enter a picture into the gallery."""

    def enter(build: Build) -> Build:
        STILLS[build.__name__] = (kind, build)
        return build

    return enter


def spread(*mobjects: m.Mobject, columns: int = 4) -> m.Group:
    """Put mobjects side by side."""
    group = m.Group(*mobjects)
    group.arrange_in_grid(cols=columns, buff=0.3)
    return group.scale_to_fit_height(min(7.4, group.height)).center()


@still()
def plain_shapes(scene: m.Scene) -> None:
    filled = {"fill_opacity": 0.6, "stroke_width": 6}
    scene.add(
        spread(
            m.Circle(color=RED, **filled),
            m.Square(color=BLUE, **filled),
            m.Triangle(color=GREEN, **filled),
            m.RegularPolygon(7, color=ORANGE),
            m.Star(5, color=YELLOW, fill_opacity=1),
            m.Ellipse(2, 1, color=PINK),
            m.RoundedRectangle(corner_radius=0.3, height=1.2, width=2),
            m.Polygon(LEFT, UP, RIGHT, 0.2 * UP, color=TEAL, fill_opacity=0.3),
        )
    )


@still()
def arcs(scene: m.Scene) -> None:
    scene.add(
        spread(
            m.Arc(angle=2),
            m.Sector(radius=1, angle=1.2, color=GREEN),
            m.Annulus(0.4, 0.9, color=BLUE),
            m.AnnularSector(0.5, 1, angle=2.2, color=RED),
            m.ArcBetweenPoints(LEFT, RIGHT, angle=1.4),
            m.CurvedArrow(LEFT, RIGHT),
            m.Angle(m.Line(ORIGIN, RIGHT), m.Line(ORIGIN, UR), radius=0.6),
            m.CubicBezier(LEFT, UP, DOWN, RIGHT),
        )
    )


@still()
def lines_and_arrows(scene: m.Scene) -> None:
    circle = m.Circle(0.8)
    scene.add(
        spread(
            m.Line(LEFT, UR, stroke_width=1),
            m.DashedLine(LEFT, RIGHT, dash_length=0.1),
            m.Arrow(LEFT, RIGHT, buff=0),
            m.DoubleArrow(LEFT, UR, buff=0, color=YELLOW),
            m.DashedVMobject(m.Circle(0.8), num_dashes=20),
            m.VGroup(circle, m.TangentLine(circle, 0.3, length=2)),
            m.Vector((1, 0.6)),
            m.Elbow(width=0.6),
        )
    )


@still()
def joints_and_caps(scene: m.Scene) -> None:
    zigzag = [2 * LEFT, 1.2 * LEFT + UP, 0.4 * LEFT, 0.3 * LEFT + 1.2 * UP, RIGHT]
    rows = []
    for joint in m.LineJointType:
        for cap in m.CapStyleType:
            line = m.VMobject(stroke_width=22, color=BLUE, stroke_opacity=0.7)
            line.set_points_as_corners([np.array(p) for p in zigzag])
            line.joint_type = joint
            rows.append(line.set_cap_style(cap))
    scene.add(spread(*rows))


@still()
def thin_and_faint(scene: m.Scene) -> None:
    lines = [
        m.Line(5 * LEFT + y * UP, 5 * RIGHT + (y + 0.3) * UP, stroke_width=2**y, stroke_opacity=o)
        for y, o in zip(range(-3, 4), np.linspace(0.2, 1, 7), strict=True)
    ]
    scene.add(*lines)


@still()
def text(scene: m.Scene) -> None:
    words = m.Text("Gradient descent fi ß Ω", font_size=60)
    marked = m.MarkupText("a <b>bold</b> <i>slope</i> <span fgcolor='yellow'>1/3</span>")
    scene.add(
        m.VGroup(words, marked, m.Paragraph("two lines", "of text", font_size=30)).arrange(DOWN)
    )


@still()
def text_with_outline(scene: m.Scene) -> None:
    words = m.Text("Outlined", font_size=120, weight="BOLD").set_fill(RED, 0.8)
    words.set_stroke(WHITE, 3)
    words.set_stroke(BLUE, 12, background=True)
    scene.add(m.Square(3, fill_opacity=1, color=GREEN), words)


@still()
def formula(scene: m.Scene) -> None:
    scene.add(m.Typst("$ integral_0^1 x^2 dif x = 1/3, quad nabla f = vec(2 x, 2 y) $").scale(2))


@still()
def svg(scene: m.Scene) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "shape.svg"
        path.write_text(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 40">'
            '<path d="M5 5 H55 V35 H5 Z M15 12 V28 H45 V12 Z" fill="#FC6255"/>'
            '<path d="M10 20 Q30 -10 50 20 T55 30" fill="none" stroke="#58C4DD" stroke-width="2"/>'
            '<circle cx="30" cy="20" r="5" fill="yellow" fill-opacity="0.5" stroke="white"/></svg>'
        )
        scene.add(m.SVGMobject(path, height=5))


@still()
def gradients(scene: m.Scene) -> None:
    scene.add(
        spread(
            m.Square(fill_opacity=1).set_color_by_gradient(RED, BLUE),
            m.Square(fill_opacity=1, color=[RED, GREEN, BLUE]),
            m.Square(fill_opacity=1, color=[YELLOW, PINK]).set_sheen_direction(UP),
            m.Line(LEFT, RIGHT, stroke_width=30).set_color([RED, YELLOW]),  # type: ignore[arg-type]
            m.Circle(fill_opacity=1, color=BLUE).set_sheen(0.6, UL),
            m.Circle(fill_opacity=0.5, color=BLUE).set_sheen(-0.5, DOWN),
            m.VGroup(*(m.Square(0.4, fill_opacity=1) for _ in range(5)))
            .arrange(RIGHT, buff=0.05)
            .set_color_by_gradient(RED, YELLOW),
            m.Circle(fill_opacity=0.0, stroke_width=20).set_stroke([RED, TEAL]),  # type: ignore[arg-type]
        )
    )


@still()
def z_index_and_opacity(scene: m.Scene) -> None:
    discs = [
        m.Circle(1.4, fill_opacity=o, color=c, stroke_width=8).shift(0.9 * k * RIGHT + 0.4 * k * UP)
        for k, (o, c) in enumerate(((1, RED), (0.5, GREEN), (0.8, BLUE), (0.3, YELLOW)))
    ]
    discs[0].set_z_index(3)
    discs[3].set_z_index(-1)
    group = m.VGroup(*discs).center()
    group[1].set_opacity(0.4)
    scene.add(group)
    scene.add_foreground_mobject(m.Square(1, fill_opacity=1, color=PINK).shift(UP))


@still()
def boolean_shapes(scene: m.Scene) -> None:
    one, two = m.Circle(), m.Square().shift(0.7 * RIGHT)
    style = {"fill_opacity": 0.7, "color": GREEN}
    scene.add(
        spread(
            m.Union(one, two, **style),
            m.Intersection(one, two, **style),
            m.Difference(one, two, **style),
            m.Exclusion(one, two, **style),
            m.Cutout(m.Square(3), m.Circle(0.5), m.Triangle().shift(RIGHT), fill_opacity=1),
        )
    )


@still()
def axes_and_graphs(scene: m.Scene) -> None:
    axes = m.Axes(x_range=[-3, 3], y_range=[-2, 2], x_length=6, y_length=4)
    curve = axes.plot(lambda x: np.sin(2 * x), color=YELLOW)
    area = axes.get_area(curve, x_range=(0, 2), color=[BLUE, GREEN], opacity=0.5)
    bars = axes.get_riemann_rectangles(curve, x_range=[-3, 0], dx=0.25, stroke_width=0.5)
    implicit = m.ImplicitFunction(lambda x, y: x * x + y * y - 1.5, color=PINK)
    scene.add(axes, area, bars, curve, implicit)


@still()
def planes(scene: m.Scene) -> None:
    scene.add(m.NumberPlane(), m.PolarPlane(size=5).shift(3 * RIGHT).set_opacity(0.6))


@still()
def numbers_and_tables(scene: m.Scene) -> None:
    line = m.NumberLine(x_range=[-2, 2], length=4, include_numbers=False)
    table = m.Table([["1", "2"], ["3", "4"]], element_to_mobject=m.Text).scale(0.5)
    brace = m.Brace(m.Line(LEFT, RIGHT), DOWN)
    box = m.SurroundingRectangle(m.Text("boxed", font_size=30), buff=0.2)
    under = m.Underline(m.Text("under"))
    cross = m.Cross(m.Square())
    scene.add(spread(line, table, brace, box, under, cross, columns=3))


@still()
def fields(scene: m.Scene) -> None:
    def swirl(p: np.ndarray) -> np.ndarray:
        return np.array([p[1], -p[0], 0]) / 2

    scene.add(m.ArrowVectorField(swirl, x_range=[-4, 4, 1], y_range=[-3, 3, 1]))


@still()
def graphs_of_nodes(scene: m.Scene) -> None:
    edges = [(1, 2), (2, 3), (3, 4), (1, 3), (4, 1)]
    scene.add(m.Graph([1, 2, 3, 4], edges, layout="circular", vertex_config={"radius": 0.2}))


@still()
def points_and_images(scene: m.Scene) -> None:
    cloud = m.PMobject(stroke_width=6)
    angles = np.linspace(0, 6, 60)
    cloud.add_points(np.stack([2 * np.cos(angles), np.sin(angles), 0 * angles], axis=1), color=RED)
    shades = (np.arange(64).reshape(8, 8) * 4).astype(np.uint8)
    image = m.ImageMobject(shades).scale_to_fit_height(2).shift(3 * RIGHT).rotate(0.3)
    scene.add(cloud, m.Square().shift(3 * LEFT), image, m.Circle().shift(2 * RIGHT))


@still()
def coloured_by_image(scene: m.Scene) -> None:
    shades = np.zeros((180, 320, 4), np.uint8)
    shades[..., 0] = np.arange(320) % 256
    shades[..., 3] = 255
    square = m.Square(4, fill_opacity=1)
    square.color_using_background_image(Image.fromarray(shades))
    scene.add(m.Circle(3, fill_opacity=1, color=BLUE), square, m.Dot())


@still()
def beyond_the_frame(scene: m.Scene) -> None:
    scene.add(m.Circle(9, stroke_width=40), m.Square(30, color=RED), m.Line(40 * LEFT, 40 * UR))
    scene.add(m.Rectangle(height=0.01, width=200, fill_opacity=1))


@still()
def huge_and_not_finite(scene: m.Scene) -> None:
    partly, endless = m.Star(6, fill_opacity=0.5), m.Square(2, color=RED)
    partly.points[5] = np.nan
    endless.points[3] = np.inf
    scene.add(partly.shift(2 * LEFT), endless)
    scene.add(m.Line(1e7 * LEFT, 1e7 * UR), m.Circle(1e5, color=BLUE), m.Dot(1e12 * RIGHT))
    scene.add(m.Square(1e-9, fill_opacity=1), m.Circle(1, stroke_width=700, stroke_opacity=0.1))


@still()
def nothing_to_see(scene: m.Scene) -> None:
    broken = m.Square()
    broken.points = np.full_like(broken.points, np.nan)
    scene.add(m.VMobject(), m.VGroup(), m.ValueTracker(3), broken, m.Mobject())
    scene.add(m.Arrow(ORIGIN, ORIGIN), m.Line(ORIGIN, ORIGIN), m.Circle(0), m.Dot(radius=0))
    scene.add(m.Square(stroke_width=0), m.Circle(fill_opacity=0, stroke_opacity=0))


@still()
def opened_and_partial(scene: m.Scene) -> None:
    curve = m.Circle(2, fill_opacity=0.5, stroke_width=10)
    part = m.VMobject(stroke_width=10, fill_opacity=0.5, color=GREEN).pointwise_become_partial(
        m.Star(7, outer_radius=2), 0.1, 0.8
    )
    scene.add(curve.pointwise_become_partial(curve.copy(), 0.2, 0.7).shift(3 * LEFT), part)


@still()
def more_families(scene: m.Scene) -> None:
    hull = m.ConvexHull(LEFT, 0.2 * UP, RIGHT, DOWN, UP, color=TEAL, fill_opacity=0.4)
    boxed = m.Text("boxed", font_size=40)
    scene.add(
        spread(
            hull,
            m.Polygram([LEFT, UP, RIGHT], [DOWN, UR, UL], color=PINK),
            m.RegularPolygram(7, density=3, color=YELLOW, fill_opacity=0.5),
            m.ArcPolygon(LEFT, RIGHT, UP, fill_opacity=0.6),
            m.VGroup(m.BackgroundRectangle(boxed, color=BLUE), boxed),
            m.FunctionGraph(np.cos, x_range=(-2, 2), color=GREEN),
            m.ParametricFunction(lambda t: np.array([np.sin(3 * t), np.cos(2 * t), 0]), (0, 7)),
            m.DiGraph([1, 2, 3], [(1, 2), (2, 3)], layout="circular"),
            m.Code(code_string="def f(x):\n    return x**2", language="python"),
            m.DashedVMobject(m.Square(color=[RED, BLUE]), num_dashes=11),
            m.VGroup(*(m.Dot(color=c) for c in (RED, GREEN))).arrange(RIGHT).set_opacity(0.5),
            m.StealthTip().scale(3),
        )
    )


@still(m.ThreeDScene)
def curves_and_polyhedra(scene: m.Scene) -> None:
    orient(scene, zoom=0.8)
    scene.add(
        m.ParametricFunction(lambda t: np.array([np.cos(t), np.sin(t), t / 6]), (-9, 9)),
        m.Tetrahedron().shift(2 * LEFT),
        m.Octahedron().shift(2 * RIGHT),
        m.Icosahedron().shift(2 * UP),
        m.Text("z").rotate(90 * DEGREES, axis=RIGHT),
    )


@still(m.MovingCameraScene)
def moved_camera(scene: m.Scene) -> None:
    plain_shapes(scene)
    scene.camera.frame.scale(0.5).shift(RIGHT + 0.3 * UP)  # type: ignore[union-attr]


def orient(scene: m.Scene, gamma: float = 0.0, zoom: float = 1.0) -> m.ThreeDScene:
    assert isinstance(scene, m.ThreeDScene)
    scene.set_camera_orientation(65 * DEGREES, -50 * DEGREES, gamma, zoom)
    return scene


@still(m.ThreeDScene)
def solids(scene: m.Scene) -> None:
    orient(scene, zoom=0.7)
    scene.add(
        m.Cube().shift(3 * LEFT),
        m.Cone(resolution=8).shift(3 * RIGHT),
        m.Prism((1, 2, 0.5)).shift(2 * UP),
        m.Cylinder(resolution=8).shift(2 * DOWN),
        m.Dodecahedron(),
    )


@still(m.ThreeDScene)
def surfaces(scene: m.Scene) -> None:
    orient(scene)
    surface = m.Surface(
        lambda u, v: np.array([u, v, np.sin(u) * np.cos(v)]),
        u_range=(-2, 2),
        v_range=(-2, 2),
        resolution=12,
    )
    scene.add(m.ThreeDAxes(), surface)


@still(m.ThreeDScene)
def round_solids(scene: m.Scene) -> None:
    orient(scene, gamma=0.2)
    scene.add(
        m.Sphere(resolution=(12, 12)).shift(2 * LEFT),
        m.Torus(resolution=(12, 12)).scale(0.5).shift(2 * RIGHT),
        m.Arrow3D(ORIGIN, 2 * OUT, resolution=6),
        m.Line3D(DOWN, UP, resolution=6),
        m.Dot3D(2 * UP),
    )


@still(m.ThreeDScene)
def fixed_in_frame(scene: m.Scene) -> None:
    space = orient(scene)
    title, label = m.Text("fixed").to_corner(UL), m.Text("upright").shift(2 * RIGHT)
    space.add_fixed_in_frame_mobjects(title)
    space.add_fixed_orientation_mobjects(label)
    space.add(m.Square(3), m.Circle(fill_opacity=0.4))


@still(m.ThreeDScene)
def moved_frame_centre(scene: m.Scene) -> None:
    space = orient(scene)
    space.set_camera_orientation(frame_center=(0.7, -0.4, 0.2))
    space.add(m.NumberPlane(), m.Cube())


@pytest.mark.parametrize("name", STILLS)
def test_stills(name: str) -> None:
    kind, build = STILLS[name]
    if name == "formula":
        build(m.Scene(renderer=Renderer(*SIZE, encode="off")))  # Manim's first one is different
    pictures = []
    for renderer in (Renderer(*SIZE, encode="off"), StockRenderer(*SIZE, encode="off")):
        scene = kind(renderer=renderer)
        build(scene)
        pictures.append(renderer.pixels())
    assert np.array_equal(pictures[0], pictures[1])
    empty = bool((pictures[0] == pictures[0][0, 0]).all())
    assert empty == (name == "nothing_to_see")
