"""What a second worker brings is measured on the real command."""

from __future__ import annotations

import json
import os

import pytest

from scripts.bench.command import Run
from scripts.bench.workers import Gain, report
from tests.scripts.conftest import Lecture


def test_a_lecture_is_rendered_in_every_way(lecture: Lecture) -> None:
    ended = lecture("bench", "tiny", "--workers", "--runs", "1", "--quality", "480p", "--json")
    assert ended.status == 0, ended.err
    (row,) = json.loads(ended.out)["workers"]
    several = len(os.sched_getaffinity(0)) > 1 if hasattr(os, "sched_getaffinity") else False
    ways = ["one", "two", "single"] if several else ["one", "two"]
    assert all(row[way]["seconds"] > 0.5 and row[way]["cpu"] > 0.5 for way in ways)
    assert row["ratio"] == row["one"]["seconds"] / row["two"]["seconds"]
    if several:  # everything on one core cannot use more than that core
        assert row["single"]["cpu"] <= 1.05 * row["single"]["seconds"]


def test_a_lecture_that_fails_is_named(lecture: Lecture) -> None:
    ended = lecture("bench", "tiny", "--workers", "--beat", "one")
    assert ended.status == 2
    assert "whole lectures" in ended.err


@pytest.mark.parametrize("single", [Run(40.0, 38.0, 200.0), None])
def test_report(single: Run | None) -> None:
    text = report(Gain("hills", Run(30.0, 36.0, 200.0), Run(20.0, 38.0, 200.0), single, 2))
    assert "2 workers are 1.50x as fast as 1" in text
    assert ("2.00x as fast as 1 on a single core" in text) is (single is not None)
