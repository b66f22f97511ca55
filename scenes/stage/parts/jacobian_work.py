"""A Jacobian matrix in numbers: its columns, the slopes they are, their determinant."""

from __future__ import annotations

from typing import Any, Final

from manim import VGroup

from scenes.stage import theme
from scenes.stage.formula import Formula
from scenes.stage.layout import Slot
from scenes.stage.parts.stacks import column
from scenes.stage.say import Said
from scenes.stage.theme import Role

_SLOPES: Final = "J = mat({}, {}; {}, {}, gap: #0.3em)".format(
    *(
        f"{{{{ display(frac(partial {f}, partial {x})) : {role} }}}}"
        for f in "uv" for x, role in (("x", Role.GRADIENT), ("y", Role.CURVATURE))
    )
)  # fmt: skip
_NUMBERS: Final = (
    "J {r_is} mat({{ {a:4} : gradient }}, {{ {b:4} : curvature }};"
    "{{ {c:4} : gradient }}, {{ {d:4} : curvature }})"
)


def jacobian_sums(
    slot: Slot, columns: tuple[tuple[Any, ...], ...], written: tuple[Said, ...], det: Any,
    digits: int,
) -> VGroup:  # fmt: skip
    """Both columns, the matrix in slopes, the matrix in numbers, its determinant.

    Args:
        columns: two pairs of numbers.
        written: the same as they are written.
    """
    a, b, c, d = (x for pair in zip(*columns, strict=True) for x in pair)
    return column(
        slot,
        Formula("bold(a) {a_is} {{ {a} : gradient }}", digits=digits, a=written[0]),
        Formula("bold(b) {b_is} {{ {b} : curvature }}", digits=digits, b=written[1]),
        Formula(_SLOPES, size=theme.WORKING),
        Formula(_NUMBERS, digits=digits, a=a, b=b, c=c, d=d, r=(a, b, c, d)),
        Formula("det J {d_is} {{ {d} : derivative }}", digits=digits, d=det),
    )
