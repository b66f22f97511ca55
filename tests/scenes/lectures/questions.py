"""What tests ask of a lecture: its facts, its refusals, all that it says."""

from __future__ import annotations

from typing import Any

import pytest

from mvcalc.errors import MvcalcError
from scenes.catalogue import load
from scenes.stage.params import read_params


class Lecture:
    """A lecture as tests see it: words and numbers without pictures."""

    def __init__(self, slug: str) -> None:
        self.entry = load(slug)
        self.presets = self.entry.presets

    def facts(self, **values: Any) -> Any:
        """The facts for some parameters, the others at their defaults."""
        return self.entry.compute(read_params(self.entry.params, values))

    def refused(self, **values: Any) -> str:
        """The sentence with which parameters are refused."""
        with pytest.raises(MvcalcError) as caught:
            self.facts(**values)
        return caught.value.sentence

    def lines(self, found: Any) -> list[str]:
        """All lines of all beats as they are read."""
        beats = self.entry.script.beats.values()
        return [line.read for words in beats for line in words.lines(found)]
