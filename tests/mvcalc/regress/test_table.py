"""Tables: what is read, what is refused, and that nothing hangs or escapes."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mvcalc.errors import BudgetError, DegenerateError, MvcalcError, ParseError, RangeError
from mvcalc.regress import PRESETS, Data, parse_csv, preset, read_csv


@pytest.mark.parametrize(
    "text",
    [
        "x,y\n1,2\n3,4.5\n",
        "x;y\n1;2\n3;4.5\n",
        "x\ty\n1\t2\n3\t4.5\n",
        "x y\n1 2\n3   4.5\n",
        "x|y\r\n1|2\r\n3|4.5",
        '"x","y"\n"1","2"\n"3","4.5"\n',
        "# a comment\n\nx, y\n1, 2\n\n3, 9/2\n",
        "1,2\n3,45e-1\n",
    ],
)
def test_delimiters_and_headers(text: str) -> None:
    data = parse_csv(text)
    assert data.names == ("x", "y")
    assert data.column("y") == (Fraction(2), Fraction(9, 2))


def test_decimals_are_exact() -> None:
    assert parse_csv("x,y\n0.1,1e-3\n").columns == ((Fraction(1, 10),), (Fraction(1, 1000),))


def test_columns_can_be_renamed() -> None:
    data = parse_csv("hours,age,pass\n1,20,0\n2,30,1\n", {"x": "hours", "y": "pass"})
    assert data.names == ("x", "y")
    with pytest.raises(RangeError, match="columns are hours, age, pass"):
        parse_csv("hours,age,pass\n1,20,0\n", {"x": "time"})


def test_default_names() -> None:
    assert parse_csv("1,2,3\n").names == ("x", "y", "sigma")
    assert parse_csv("1,2,3,4\n").names == ("c1", "c2", "c3", "c4")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x,y\n1,2\n3,abc\n", "line 3, column y: 'abc'"),
        ("x,y\n1,2\n3,\n", "line 3, column y: ''.*empty"),
        ("x,y\n1,2\n3\n", "line 3 has 1 entries instead of 2"),
        ("# c\nx,y\n1,nan\n", "line 3, column y: 'nan'"),
        ("x,y\n1,inf\n", "line 2"),
        ("x,y\n1,1/0\n", "line 2"),
        ("x;y\n1;2,5\n3;4,5\n", "write 2.5 with a point"),
        ("x,y\n1,1e999999999\n", "line 2"),
        ("x,x\n1,2\n", "same name"),
        ('x,y\n"1,2\n', "line 2"),
        ("x,y\n1,__import__('os')\n", "line 2"),
    ],
)
def test_bad_rows_are_named(text: str, words: str) -> None:
    with pytest.raises(ParseError, match=words):
        parse_csv(text)


def test_sizes_are_bounded() -> None:
    with pytest.raises(BudgetError, match="5001 rows"):
        parse_csv("x,y\n" + "1,2\n" * 5001)
    with pytest.raises(BudgetError, match="columns"):
        parse_csv(",".join("1" * 60) + "\n")
    with pytest.raises(BudgetError):
        parse_csv("1,2\n" * 600_000)
    with pytest.raises(DegenerateError):
        parse_csv("# nothing\n")
    with pytest.raises(DegenerateError):
        parse_csv("x,y\n")


def test_files(tmp_path: Path) -> None:
    good = tmp_path / "good.csv"
    good.write_bytes("\ufeffx,y\n1,2\n".encode())
    assert read_csv(good).column("x") == (Fraction(1),)
    with pytest.raises(RangeError, match="no such file"):
        read_csv(tmp_path / "none.csv")
    with pytest.raises(RangeError):
        read_csv(tmp_path)
    bad = tmp_path / "bad.csv"
    bad.write_bytes(b"x,y\n1,\xff\n")
    with pytest.raises(ParseError, match="UTF-8"):
        read_csv(bad)
    big = tmp_path / "big.csv"
    big.write_bytes(b"1" * 2_000_001)
    with pytest.raises(BudgetError):
        read_csv(big)


def test_sequences() -> None:
    data = Data.of(x=[0.1, "1/3", 2], y=[Fraction(1, 2), 3, "4"])
    assert data.column("x") == (Fraction(1, 10), Fraction(1, 3), Fraction(2))
    with pytest.raises(RangeError, match="different lengths"):
        Data.of(x=[1], y=[1, 2])
    with pytest.raises(RangeError, match="no column z"):
        data.column("z")
    with pytest.raises(RangeError, match="row 2 of x"):
        Data.of(x=[1, True])


def test_presets_have_the_published_sizes() -> None:
    sizes = {"norris": 36, "longley": 16, "danwood": 6, "boxbod": 6, "hours": 20, "heights": 12}
    for name in PRESETS:
        assert len(preset(name)) == sizes.get(name, 11)
    assert sum(preset("heights").column("y")) == 928 - 5 - 14
    with pytest.raises(RangeError, match="norris"):
        preset("../../etc/passwd")


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.text(max_size=60),
        st.text(alphabet='0123456789.,;eE+-/ \n\t"#xy', max_size=60),
        st.binary(max_size=40).map(lambda b: b.decode("latin-1")),
    )
)
def test_nothing_escapes_the_error_tree(text: Any) -> None:
    try:
        data = parse_csv(text)
    except MvcalcError:
        return
    assert all(len(column) == len(data) for column in data.columns)
