"""Looks at lectures as a careful viewer would, and says what is wrong.

Only ``scenes.audit.finding`` is free of manim; lectures never import this package.
"""
