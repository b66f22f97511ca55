"""The palette keeps its promises: contrast by WCAG, no two roles alike."""

from __future__ import annotations

import itertools

import pytest

from scenes.stage import layout, theme
from scenes.stage.theme import Role


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.GRID])
def test_every_role_reads_as_text_on_background_and_panel(role: Role) -> None:
    assert contrast(role.colour, theme.BACKGROUND) >= 4.5
    assert contrast(role.colour, theme.PANEL) >= 4.5


def test_roles_have_different_colours() -> None:
    assert all(a.colour != b.colour for a, b in itertools.combinations(Role, 2))


def test_slots_lie_in_the_frame_and_leave_the_caption_band_free() -> None:
    bottom = -theme.FRAME_HEIGHT / 2 + theme.CAPTION_BAND
    for slot in (layout.PICTURE, layout.LEDGER, layout.STRIP, layout.BELOW_STRIP):
        assert slot.bottom >= bottom
        assert abs(slot.left) <= theme.FRAME_WIDTH / 2 - theme.MARGIN + 1e-9
        assert slot.top <= theme.FRAME_HEIGHT / 2 - theme.MARGIN
    assert layout.PICTURE.right < layout.LEDGER.left
    assert layout.BELOW_STRIP.top < layout.STRIP.bottom
