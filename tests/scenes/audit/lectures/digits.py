"""A lecture whose script holds literal digits."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.stage import LectureParams, LectureScene, Meta, Script, beat
from scenes.stage.script import Words

META = Meta(title="Digits", goal="Are they found?", module=1, order=97)


class Params(LectureParams):
    """Only what every lecture has."""


@dataclass(frozen=True)
class Facts:
    one: int = 1


def compute(params: Params) -> Facts:
    del params
    return Facts()


SCRIPT = Script(
    opening="Here {one} is filled in, {one:3} too.",
    beats={"only": Words("In 3 parts", "There are 12 of them.", "A picture of {one}.")},
)


class Digits(LectureScene[Params, Facts]):
    @beat
    def only(self) -> None:
        with self.line():
            self.appear(self.formula("{one}", one=self.facts.one))
