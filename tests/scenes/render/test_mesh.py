"""Meshes: the right points in the right place, near over far, and what is behind is hidden."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from manim import (
    DEGREES,
    LEFT,
    RIGHT,
    UP,
    FadeIn,
    Mobject,
    Scene,
    Square,
    Surface,
    ThreeDScene,
    Transform,
)
from numpy.typing import NDArray

from scenes.render import Renderer, RenderError, StockRenderer
from scenes.render.mesh import Mesh
from scenes.render.view import CameraView, View

Floats = NDArray[np.float64]
SIZE = (320, 180, 10)
PLAIN: dict[str, Any] = {"shading": 0.0}
angles = st.floats(-3, 3)


def sphere(n: int = 32, radius: float = 1.0) -> Floats:
    u, v = np.meshgrid(
        np.linspace(0, 2 * np.pi, n + 1), np.linspace(0, np.pi, n + 1), indexing="ij"
    )
    return radius * np.stack([np.cos(u) * np.sin(v), np.sin(u) * np.sin(v), np.cos(v)], axis=-1)


def plane(z: float = 0.0, half: float = 1.0, n: int = 4) -> Floats:
    x, y = np.meshgrid(*(2 * [np.linspace(-half, half, n + 1)]), indexing="ij")
    return np.stack([x, y, np.full_like(x, z)], axis=-1)


def picture(*mobjects: Mobject, size: tuple[int, int, int] = SIZE) -> NDArray[np.uint8]:
    renderer = Renderer(*size, encode="off", background="#000000")
    Scene(renderer=renderer).add(*mobjects)
    return renderer.pixels()


# -- the view -------------------------------------------------------------------------------------


@settings(max_examples=30, deadline=None)
@given(angles, angles, angles, st.floats(0.3, 3), st.tuples(angles, angles, angles))
def test_the_view_of_a_camera_is_the_cameras(
    phi: float, theta: float, gamma: float, zoom: float, centre: tuple[float, float, float]
) -> None:
    scene = ThreeDScene(renderer=Renderer(*SIZE, encode="off"))
    scene.set_camera_orientation(phi, theta, gamma, zoom, frame_center=centre)
    scene.camera.reset_rotation_matrix()
    points = np.random.default_rng(1).normal(size=(20, 3))
    wanted = scene.camera.project_points(points)
    assert np.allclose(CameraView(scene.camera).project(points)[:, :2], wanted[:, :2])


@settings(max_examples=30, deadline=None)
@given(angles, angles, st.one_of(st.none(), st.floats(6, 40)))
def test_depth_is_affine_on_screen(phi: float, theta: float, distance: float | None) -> None:
    view = View(theta, phi, 1.3, (0.5, -0.2, 0), (0.1, 0.2, 0.3), distance)
    line = np.linspace(0, 1, 7)[:, None] * np.array([1.0, 2.0, -1.5]) + [0.3, -0.8, 0.4]
    seen = view.project(line)
    along = np.linalg.norm(seen[:, :2] - seen[0, :2], axis=1)
    if along[-1] > 1e-3:
        share = along / along[-1]
        assert np.allclose(seen[:, 2], seen[0, 2] + share * (seen[-1, 2] - seen[0, 2]), atol=1e-9)


def test_points_behind_the_eye_are_nowhere() -> None:
    view = View(0, 0, distance=5)
    assert np.isnan(view.project([[0, 0, 5], [0, 0, 6]])).all()
    assert np.isfinite(view.project([[0, 0, 4.9]])).all()


@pytest.fixture
def fine() -> None:
    """What is hidden is told to about three pixels: make them small."""
    Renderer(1920, 1080, 10, encode="off")


# -- hiding ---------------------------------------------------------------------------------------


@pytest.mark.usefixtures("fine")
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(angles, st.floats(0, 3), st.one_of(st.none(), st.floats(8, 40)))
def test_a_sphere_hides_its_back(theta: float, phi: float, distance: float | None) -> None:
    view = View(theta, phi, 2.0, distance=distance)
    mesh = Mesh(sphere(), view)
    points = np.random.default_rng(2).normal(size=(300, 3))
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    eye = view.rotation()[2]
    # A point of the unit sphere is in front if the tangent plane there leaves the eye outside.
    front = points @ eye - (0 if distance is None else 1 / distance)
    sure = np.abs(front) > 0.2
    assert np.array_equal(mesh.visible(points[sure]), front[sure] > 0)
    assert mesh.visible(1.2 * points[front > 0.2]).all()
    assert not mesh.visible(0.5 * points[front < -0.3]).any()


@pytest.mark.usefixtures("fine")
def test_a_path_is_cut_where_it_goes_behind() -> None:
    mesh = Mesh(sphere(64), View(0.0, 90 * DEGREES, 2.0))
    turn = np.linspace(0, 2 * np.pi, 200)
    ring = mesh.path(np.stack([np.cos(turn), np.sin(turn), 0 * turn], axis=1) * 1.001)
    for part in (ring.front, ring.back):
        x = part.points[:, 0]
        assert x.max() == pytest.approx(2.0, abs=0.04)
        assert x.min() == pytest.approx(-2.0, abs=0.04)
    # Half of it is seen; near the rim, where it runs along the line of sight, a little too much.
    assert 1 <= len(ring.front.points) / len(ring.back.points) < 1.6
    ring.set_shown(0.25)
    quarter = ring.front.points[-1, 0] if len(ring.front.points) else ring.back.points[-1, 0]
    assert quarter == pytest.approx(2.0, abs=0.04)
    ring.set_shown(0)
    assert not len(ring.front.points)
    assert not len(ring.back.points)


def test_dots_arrows_and_labels_follow_the_view() -> None:
    view = View(0.0, 90 * DEGREES, 2.0)  # the eye is far out on the x axis
    mesh = Mesh(sphere(), view)
    dots = mesh.dots([[1, 0, 0], [-1, 0, 0]], radius=0.1)
    arrows = mesh.arrows([[1, 0, 0], [-1, 0, 0]], [[1.5, 0, 0.5], [-1.5, 0, 0.5]])
    label = mesh.pin(Square(0.1), [0, 1, 0], direction=RIGHT)
    scene = Scene(renderer=Renderer(*SIZE, encode="off"))
    scene.add(mesh, dots, arrows, label)
    for half in (0, 180 * DEGREES):
        view.theta.set_value(half)
        scene.update_mobjects(0)
        assert len(dots.front.points) == len(dots.back.points) == 16
        assert len(arrows.front.points) == len(arrows.back.points) == 28
        assert label.get_left()[0] == pytest.approx(2 if half == 0 else -2, abs=0.3)
    dots.set_centres([[1.5, 0, 0]])
    assert not len(dots.front.points)  # now the eye looks from the other side
    mesh.set_grid(sphere(radius=0.3))
    scene.update_mobjects(0)
    assert len(arrows.front.points) == 56 or len(arrows.back.points) == 28


# -- the picture ----------------------------------------------------------------------------------


def test_near_covers_far_whichever_came_first() -> None:
    top, bottom = (1, ["#FF0000"]), (-1, ["#0000FF"])
    for first, second in ((top, bottom), (bottom, top)):
        mesh = Mesh(plane(first[0]), View(0.3, 0.2), ramp=first[1], **PLAIN)
        mesh.add_sheet(plane(second[0]), ramp=second[1], **PLAIN)
        assert picture(mesh)[90, 160].tolist() == [255, 0, 0, 255]
        mesh.view.phi.set_value(180 * DEGREES - 0.2)
        assert picture(mesh)[90, 160].tolist() == [0, 0, 255, 255]


def test_a_sheet_one_can_see_through() -> None:
    mesh = Mesh(plane(-1), View(0.3, 0.2), ramp=["#0000FF"], **PLAIN)
    mesh.add_sheet(plane(1), ramp=["#FF0000"], opacity=0.4, **PLAIN)
    seen = picture(mesh)[90, 160].astype(int)
    assert np.abs(seen - [102, 0, 153, 255]).max() <= 2
    assert mesh.visible([[0, 0, 0]]).all()  # what is that thin does not hide
    assert not mesh.visible([[0, 0, -2]]).any()


def test_colours_follow_the_values() -> None:
    mesh = Mesh(plane(), View(0, 0), values=plane()[..., 0], ramp=["#000000", "#FFFFFF"], **PLAIN)
    x = mesh.view.project(plane()[:, 2])[:, :2]
    seen = picture(mesh, size=(640, 360, 10))
    columns = np.rint(320 + x[:, 0] * 45).astype(int)
    rows = np.rint(180 - x[:, 1] * 45).astype(int)
    inner = slice(1, 4)
    wanted = 255 * (plane()[inner, 2, 0] + 1) / 2
    assert np.abs(seen[rows[inner], columns[inner], 0] - wanted).max() < 8


def test_edges_are_smooth_and_lit_sides_differ() -> None:
    seen = picture(Mesh(sphere(64), View(0, 1), ramp=["#FFFFFF"], shading=1.0))[..., 0].astype(int)
    assert len(np.unique(seen)) > 40
    flat = picture(Mesh(sphere(64), View(0, 1), ramp=["#FFFFFF"], **PLAIN))[..., 0].astype(int)
    edge = flat[(flat > 0) & (flat < 255)]
    assert len(edge) > 60  # the rim is drawn in steps between black and white
    area = flat.sum() / 255 / (180 / 8) ** 2
    assert area == pytest.approx(np.pi, rel=0.01)


def test_the_same_place_as_manims_surface() -> None:
    def f(u: float, v: float) -> Floats:
        return np.array([u, v, np.sin(u) * np.cos(v)])

    style: dict[str, Any] = {"fill_opacity": 1, "stroke_width": 0, "checkerboard_colors": False}
    surface = Surface(f, u_range=(-2, 2), v_range=(-2, 2), resolution=16, **style)
    grid = np.array([[f(u, v) for v in np.linspace(-2, 2, 17)] for u in np.linspace(-2, 2, 17)])
    masks = []
    for build in (
        lambda _: surface,
        lambda camera: Mesh(grid, CameraView(camera), ramp=["#FFFFFF"]),
    ):
        renderer = Renderer(*SIZE, encode="off", background="#000000")
        scene = ThreeDScene(renderer=renderer)
        scene.set_camera_orientation(60 * DEGREES, -40 * DEGREES)
        mobject = build(scene.camera)
        if isinstance(mobject, Mesh):
            scene.add_fixed_in_frame_mobjects(mobject)
        scene.add(mobject)
        masks.append(renderer.pixels()[..., :3].max(axis=2) > 100)
    assert masks[0].sum() > 3000
    assert (masks[0] != masks[1]).sum() < 0.015 * masks[0].sum()


def test_both_renderers_draw_the_same_mesh() -> None:
    pictures = []
    for kind in (Renderer, StockRenderer):
        renderer = kind(*SIZE, encode="off")
        mesh = Mesh(sphere(), View(0.4, 1, centre=2 * LEFT), wires=4, opacity=0.8)
        path = mesh.path(sphere()[:, 16] * 1.01)
        Scene(renderer=renderer).add(Square(5, fill_opacity=1), mesh, path)
        pictures.append(renderer.pixels())
    assert np.array_equal(pictures[0], pictures[1])
    assert len(np.unique(pictures[0].reshape(-1, 4), axis=0)) > 500


@pytest.mark.parametrize("width", [0.5, 1.0, 1.4, 3.0, 8.0])
def test_a_line_of_the_net_has_as_much_ink_as_its_width(width: float) -> None:
    style: dict[str, Any] = {"ramp": ["#000000"], "wires": 2, "wire_opacity": 1.0, **PLAIN}
    seen = picture(Mesh(plane(), View(0, 0, 2.0), wire_width=100 * width / 22.5, **style))
    assert seen[95, 130:190, 0].sum() == pytest.approx(255 * width, rel=0.02)  # the middle line


@pytest.mark.parametrize("turn", [0.0, np.pi])
def test_the_net_is_hidden_by_what_is_nearer(turn: float) -> None:
    mesh = Mesh(plane(1), View(0, turn, 2.0), ramp=["#0000FF"], **PLAIN)
    mesh.add_sheet(plane(-1), ramp=["#000000"], wires=1, **PLAIN)
    red = picture(mesh)[60:120, 130:190, 0]
    assert red.any() == (turn > 0)


def test_rims_are_soft_also_at_folds_and_stay_where_they_are() -> None:
    turn, length = np.linspace(0.7, 0.7 + 2 * np.pi, 65), np.linspace(-1, 1, 5)
    around, along = np.meshgrid(turn, length, indexing="ij")
    tube = np.stack([np.cos(around), along, np.sin(around)], axis=-1)
    seen = picture(Mesh(tube, View(-np.pi / 2, 0.4), ramp=["#FFFFFF"], **PLAIN))
    row = seen[90, :, 0].astype(float) / 255
    assert row.sum() == pytest.approx(2 * 22.5, abs=0.25)  # its width in pixels
    assert ((row > 0.02) & (row < 0.98)).any()
    assert (row[145:175] == 1).all()  # no seam where the grid meets itself


def test_meshes_of_more_vertices_than_skia_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    mesh = Mesh(sphere(), View(0, 1, 2.0), wires=1)
    whole = picture(mesh)
    monkeypatch.setattr("scenes.render.triangles.MAX_VERTICES", 300)
    assert np.array_equal(whole, picture(mesh))


# -- as a mobject ---------------------------------------------------------------------------------


def test_fading_and_transforming() -> None:
    renderer = Renderer(*SIZE, encode="off", background="#000000")
    scene = Scene(renderer=renderer)
    mesh = Mesh(plane(), View(0, 0), ramp=["#FFFFFF"], **PLAIN)
    levels = []
    mesh.add_updater(lambda m: levels.append(m.opacity))
    scene.play(FadeIn(mesh), run_time=0.5)
    assert renderer.pixels()[90, 160, 0] == 255
    other = Mesh(plane(half=2.0), mesh.view, ramp=["#FFFFFF"], **PLAIN)
    scene.play(Transform(mesh, other), run_time=0.5)
    assert mesh.sheets[0].points.max() == 2.0
    assert other.view is mesh.view
    assert mesh.copy().view is mesh.view
    halfway = mesh.copy()
    halfway.interpolate_color(Mesh(plane(), mesh.view), other, 0.5)
    assert halfway.sheets[0].points.max() == pytest.approx(1.5)


def test_a_copied_path_stays_on_its_mesh() -> None:
    mesh = Mesh(plane(), View(0, 0))
    path = mesh.path([[-1, -1, 0], [1, 1, 0]])
    assert path.copy().mesh is mesh


@pytest.mark.usefixtures("fine")
def test_it_is_placed_by_its_view() -> None:
    mesh = Mesh(sphere(), View(0, 1, zoom=1.0, centre=3 * RIGHT + UP))
    assert mesh.get_center() == pytest.approx([3, 1, 0], abs=0.1)
    assert mesh.width == pytest.approx(2, abs=0.1)


# -- what can go wrong ----------------------------------------------------------------------------


def test_points_that_are_not_finite_leave_holes() -> None:
    grid = plane(n=8)
    grid[4, 4] = np.nan
    seen = picture(Mesh(grid, View(0, 0), ramp=["#FFFFFF"], **PLAIN))
    assert seen[90, 160, 0] == 0
    assert seen[90, 160 - 15, 0] == 255


@pytest.mark.parametrize(
    "grid",
    [
        np.full((3, 3, 3), np.nan),
        np.zeros((3, 3, 3)),
        plane() * [1, 0, 0],
        plane() * 1e12,
        plane() + np.array([1e9, 0, 0]),
        plane() * 1e-12,
    ],
)
def test_degenerate_meshes_are_drawn_without_complaint(grid: Floats) -> None:
    mesh = Mesh(grid, View(0.1, 0.7, distance=20), wires=1)
    marks = (mesh.path(grid[0]), mesh.dots(grid[0]), mesh.arrows(grid[0], grid[1]))
    assert picture(mesh, *marks).shape == (180, 320, 4)


def test_fine_meshes_and_large_frames() -> None:
    seen = picture(Mesh(sphere(64), View(0, 1, 3.5), wires=8), size=(3840, 2160, 10))
    assert (seen[..., :3].max(axis=2) > 30).mean() == pytest.approx(
        np.pi * 3.5**2 / 113.8, rel=0.02
    )


@pytest.mark.parametrize(
    ("points", "said"),
    [
        (np.zeros((3, 3)), r"\(3, 3\)"),
        (np.zeros((1, 5, 3)), r"\(1, 5, 3\)"),
        (np.zeros((300, 300, 3)), "300×300"),
    ],
)
def test_what_is_no_grid_is_refused(points: Floats, said: str) -> None:
    with pytest.raises(RenderError, match=said):
        Mesh(points)
