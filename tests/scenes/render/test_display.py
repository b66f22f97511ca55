"""Mobjects are listed as Manim lists them, and what did not change is kept."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from manim import RIGHT, Circle, Mobject, Scene, Square, VGroup
from manim.utils.family import extract_mobject_family_members

from scenes.render import Renderer
from scenes.render.display import Display, family


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_families_are_manims(data: st.DataObject) -> None:
    leaves: list[Mobject] = [Circle() for _ in range(4)]
    groups: list[Mobject] = []
    for _ in range(data.draw(st.integers(0, 4))):
        members = data.draw(st.permutations(leaves + groups))[: data.draw(st.integers(0, 3))]
        group: Mobject = VGroup() if data.draw(st.booleans()) else Square()
        group.submobjects = list(members)
        groups.append(group)
    shown = data.draw(st.permutations(leaves + groups))[: data.draw(st.integers(0, 6))]
    wanted = extract_mobject_family_members(shown, only_those_with_points=True)
    assert [id(m) for m in family(shown)] == [id(m) for m in wanted]


def test_marks_are_kept_until_something_changes() -> None:
    scene = Scene(renderer=Renderer(160, 90, 10, encode="off"))
    display = Display(scene.camera)  # type: ignore[arg-type]
    display.follow_camera()
    circle, square = Circle(), Square()
    first = display.marks([circle, square])
    assert display.marks([circle, square]) == first
    circle.shift(RIGHT)
    moved = display.marks([circle, square])
    assert moved[0] is not first[0]
    assert moved[1] is first[1]
    square.set_stroke(width=9)
    restyled = display.marks([circle, square])
    assert restyled[0] is moved[0]
    assert restyled[1] is not first[1]
    circle.points[0, 0] += 0.1  # in place, as careless updaters do
    assert display.marks([circle, square])[0] is not moved[0]
