"""One page that shows every part: a picture, what it is, and the few lines that draw it."""

from scenes.stage.gallery.page import run_gallery

__all__ = ["run_gallery"]
