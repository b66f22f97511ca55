"""What the stage promises to a lecture's beats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from manim import Circle, Mobject, Scene, Square, VGroup, VMobject

from scenes.render import Renderer
from scenes.stage import Check, LectureParams, LectureScene, Meta, Script, layout
from scenes.stage.layout import Slot


@dataclass(frozen=True)
class Nothing:
    """No facts."""


class Bare(LectureScene[LectureParams, Nothing]):
    """A stage without beats."""


@pytest.fixture
def stage() -> Bare:
    renderer: Any = Renderer(64, 36, 10, encode="off", background="#000000")
    renderer.skipping = True
    scene = Scene(renderer=renderer)
    script = Script(opening="Why?", beats={}, check=Check("Why?", "Because."))
    return Bare(LectureParams(), Nothing(), Meta("Bare", "Why?", 1, 1), script, scene)


def follower(stage: Bare) -> tuple[Any, VGroup]:
    """A part of two pieces that follows a tracker."""
    tracker = stage.tracker(0)
    part = VGroup(Square(), Circle())
    part.add_updater(lambda m: m[-1].set_x(tracker.get_value()), call_updater=True)
    return tracker, part


def test_a_part_stays_whole_when_a_piece_is_emphasised(stage: Bare) -> None:
    tracker, part = follower(stage)
    stage.appear(part)
    stage.emphasise(part[0])
    stage.drive(tracker, 3, 0.5)
    assert part in stage.scene.mobjects
    assert part[1].get_x() == pytest.approx(3)


def test_a_piece_that_vanishes_leaves_its_part_and_nothing_else(stage: Bare) -> None:
    tracker, part = follower(stage)
    below, above = Square(), Square()
    stage.add(below, part, above)
    piece = part[0]
    stage.vanish(piece)
    stage.drive(tracker, 2, 0.5)
    assert stage.scene.mobjects[:3] == [below, part, above]
    assert len(part.submobjects) == 1
    assert piece not in part.get_family()
    assert part[0].get_x() == pytest.approx(2)


def test_a_whole_part_vanishes(stage: Bare) -> None:
    _, part = follower(stage)
    other = Circle()
    stage.add(part, other)
    stage.vanish(part)
    assert stage.scene.mobjects == [other]


class Pictured(Bare):
    """A stage with a picture beside its title."""

    def motif(self, slot: Slot) -> Sequence[Mobject]:
        return (Square(slot.height).move_to((*slot.centre, 0)),)


@pytest.mark.parametrize("kind", [Bare, Pictured])
def test_the_title_leaves_room_for_a_picture(kind: type[Bare], stage: Bare) -> None:
    scene, long = stage.scene, " ".join(["Longer titles take another line"] * 3)
    kind(LectureParams(), Nothing(), Meta(long, "Why?", 1, 1), stage.script, scene).perform(
        "opening"
    )
    drawn = [
        m for m in scene.mobjects if isinstance(m, VMobject) and m.family_members_with_points()
    ]
    pictures = [m for m in drawn if isinstance(m, Square)]
    assert len(pictures) == (kind is Pictured)
    words = VGroup(*(m for m in drawn if m not in pictures))
    assert layout.SAFE.left <= words.get_left()[0]
    assert words.get_right()[0] <= layout.SAFE.right
    for picture in pictures:
        assert words.get_right()[0] < picture.get_left()[0]
