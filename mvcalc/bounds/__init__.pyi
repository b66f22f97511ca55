from .maximum import Enclosure, max_abs

__all__ = ["Enclosure", "max_abs"]
