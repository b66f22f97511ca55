"""Looking at frames and accepting them: ``lecture review`` and ``lecture accept``."""

from scripts.pipeline.review.accept import run_accept
from scripts.pipeline.review.page import run_review

__all__ = ["run_accept", "run_review"]
