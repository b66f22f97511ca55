"""Exact derivatives, gradient paths, Taylor series, backprop flows and regression fits.

Importing the package costs nothing: each name is loaded when it is first used.
"""

import sys
from types import ModuleType

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)


class _Package(ModuleType):
    """``mvcalc.show`` is the function, whichever of the two was imported first."""

    def __setattr__(self, name: str, value: object) -> None:
        # Python sets a submodule on its package when it is first imported.
        if isinstance(value, ModuleType) and name in ("show", "sample", "typst", "latex", "speech"):
            value = getattr(value, name, value)
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
