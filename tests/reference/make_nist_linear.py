# ruff: noqa: SIM905 -- columns of numbers are easier to compare with the source as text
"""Write the NIST StRD linear sets as JSON, numbers as decimal text exactly as certified.

    python tests/reference/make_nist_linear.py

Norris is read from SciPy's copy of NIST's file and Longley's data from ``mvcalc/data``; the others
stand below, transcribed from P. Kienzle's public-domain test of wpolyfit (Octave Forge), which
quotes NIST's data and certified values.  Wampler's five sets differ only in y: W1 is the sum of
x^0…x^5, W2 the same with x/10, and W3, W4, W5 add 1, 100 and 10000 times one fixed disturbance;
the disturbance is tabulated here and the quoted y of W3, W4 and W5 were compared with it.
"""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import scipy

HERE = Path(__file__).parent
LICENCE = "public domain (work of the US government)"

FILIP = """
0.8116 -6.860120914 0.9072 -4.324130045 0.9052 -4.358625055 0.9039 -4.358426747
0.8053 -6.955852379 0.8377 -6.661145254 0.8667 -6.355462942 0.8809 -6.118102026
0.7975 -7.115148017 0.8162 -6.815308569 0.8515 -6.519993057 0.8766 -6.204119983
0.8885 -5.853871964 0.8859 -6.109523091 0.8959 -5.79832982 0.8913 -5.482672118
0.8959 -5.171791386 0.8971 -4.851705903 0.9021 -4.517126416 0.909 -4.143573228
0.9139 -3.709075441 0.9199 -3.499489089 0.8692 -6.300769497 0.8872 -5.953504836
0.89 -5.642065153 0.891 -5.031376979 0.8977 -4.680685696 0.9035 -4.329846955
0.9078 -3.928486195 0.7675 -8.56735134 0.7705 -8.363211311 0.7713 -8.107682739
0.7736 -7.823908741 0.7775 -7.522878745 0.7841 -7.218819279 0.7971 -6.920818754
0.8329 -6.628932138 0.8641 -6.323946875 0.8804 -5.991399828 0.7668 -8.781464495
0.7633 -8.663140179 0.7678 -8.473531488 0.7697 -8.247337057 0.77 -7.971428747
0.7749 -7.676129393 0.7796 -7.352812702 0.7897 -7.072065318 0.8131 -6.774174009
0.8498 -6.478861916 0.8741 -6.159517513 0.8061 -6.835647144 0.846 -6.53165267
0.8751 -6.224098421 0.8856 -5.910094889 0.8919 -5.598599459 0.8934 -5.290645224
0.894 -4.974284616 0.8957 -4.64454848 0.9047 -4.290560426 0.9129 -3.885055584
0.9209 -3.408378962 0.9219 -3.13200249 0.7739 -8.726767166 0.7681 -8.66695597
0.7665 -8.511026475 0.7703 -8.165388579 0.7702 -7.886056648 0.7761 -7.588043762
0.7809 -7.283412422 0.7961 -6.995678626 0.8253 -6.691862621 0.8602 -6.392544977
0.8809 -6.067374056 0.8301 -6.684029655 0.8664 -6.378719832 0.8834 -6.065855188
0.8898 -5.752272167 0.8964 -5.132414673 0.8963 -4.811352704 0.9074 -4.098269308
0.9119 -3.66174277 0.9228 -3.2644011
""".split()

PONTIUS = """
.11019 .21956 .32949 .43899 .54803 .65694 .76562 .87487 .98292 1.09146
1.20001 1.30822 1.41599 1.52399 1.63194 1.73947 1.84646 1.95392 2.06128 2.16844
.11052 .22018 .32939 .43886 .54798 .65739 .76596 .87474 .98300 1.09150
1.20004 1.30818 1.41613 1.52408 1.63159 1.73965 1.84696 1.95445 2.06177 2.16829
""".split()

DISTURBANCE = """
759 -2048 2048 -2048 2523 -2048 2048 -2048 1838 -2048 2048 -2048 1838 -2048 2048 -2048 2523
-2048 2048 -2048 759
""".split()

WAMPLER_ERRORS = """
2152.32624678170 2363.55173469681 779.343524331583 101.475507550350 5.64566512170752
0.112324854679312
""".split()


def case(
    name: str, y: list[str], x: list[str], powers: list[int], **certified: Any
) -> dict[str, Any]:
    return {
        "source": "NIST StRD linear regression, see tests/reference/make_nist_linear.py",
        "licence": LICENCE,
        "name": name,
        "powers": powers,
        "y": y,
        "x": x,
        **certified,
    }


def norris() -> dict[str, Any]:
    folder = Path(scipy.__file__).parent / "stats/tests/data/nist_linregress"
    rows = [line.split() for line in (folder / "Norris.dat").read_text().splitlines()[60:]]
    pairs = [row for row in rows if row]
    return case(
        "Norris",
        [y for y, _ in pairs],
        [x for _, x in pairs],
        [0, 1],
        params=["-0.262323073774029", "1.00211681802045"],
        standard_errors=["0.232818234301152", "0.429796848199937E-03"],
        residual_sd="0.884796396144373",
        r2="0.999993745883712",
    )


def polynomials() -> list[dict[str, Any]]:
    loads = [str(150_000 * k) for k in range(1, 21)] * 2
    xs = [str(k) for k in range(21)]
    one = [sum(k**p for p in range(6)) for k in range(21)]
    two = [Decimal(sum(k**p * 10 ** (5 - p) for p in range(6))) / 10**5 for k in range(21)]
    sets = [
        case(
            "Filip",
            FILIP[0::2],
            FILIP[1::2],
            list(range(11)),
            params="""-1467.48961422980 -2772.17959193342 -2316.37108160893 -1127.97394098372
                -354.478233703349 -75.1242017393757 -10.8753180355343 -1.06221498588947
                -0.670191154593408E-01 -0.246781078275479E-02 -0.402962525080404E-04""".split(),
            standard_errors="""298.084530995537 559.779865474950 466.477572127796 227.204274477751
                71.6478660875927 15.2897178747400 2.23691159816033 0.221624321934227
                0.142363763154724E-01 0.535617408889821E-03 0.896632837373868E-05""".split(),
            residual_sd="0.334801051324544E-02",
            r2="0.996727416185620",
        ),
        case(
            "Pontius",
            PONTIUS,
            loads,
            [0, 1, 2],
            params=["0.673565789473684E-03", "0.732059160401003E-06", "-0.316081871345029E-14"],
            standard_errors=[
                "0.107938612033077E-03",
                "0.157817399981659E-09",
                "0.486652849992036E-16",
            ],
            residual_sd="0.205177424076185E-03",
            r2="0.999999900178537",
        ),
        case(
            "NoInt1",
            [str(k) for k in range(130, 141)],
            [str(k) for k in range(60, 71)],
            [1],
            params=["2.07438016528926"],
            standard_errors=["0.165289256198347E-01"],
        ),
        case(
            "Wampler1",
            [str(v) for v in one],
            xs,
            list(range(6)),
            params=["1"] * 6,
            standard_errors=["0"] * 6,
        ),
        case(
            "Wampler2",
            [str(v) for v in two],
            xs,
            list(range(6)),
            params=["1", "0.1", "0.01", "0.001", "0.0001", "0.00001"],
            standard_errors=["0"] * 6,
        ),
    ]
    for name, size in (("Wampler3", 1), ("Wampler4", 100), ("Wampler5", 10_000)):
        y = [str(v + size * int(d)) for v, d in zip(one, DISTURBANCE, strict=True)]
        errors = [str(Decimal(e) * size) for e in WAMPLER_ERRORS]
        sets.append(case(name, y, xs, list(range(6)), params=["1"] * 6, standard_errors=errors))
    return sets


def longley() -> dict[str, Any]:
    text = (HERE.parents[1] / "mvcalc/data/longley.csv").read_text().splitlines()[2:]
    rows = [line.split(",") for line in text]
    return {
        "source": "NIST StRD linear regression, Longley; data as carried by statsmodels",
        "licence": LICENCE,
        "name": "Longley",
        "rows": [["1", *row[1:]] for row in rows],
        "y": [row[0] for row in rows],
        "params": {"0": "-3482258.63459582", "6": "1829.15146461355"},
        "standard_errors": {"0": "890420.383607373", "6": "455.478499142212"},
        "residual_sd": "304.854073561965",
    }


if __name__ == "__main__":
    for content in [norris(), *polynomials(), longley()]:
        target = HERE / "nist_linear" / f"{content['name']}.json"
        target.parent.mkdir(exist_ok=True)
        target.write_text(json.dumps(content) + "\n")
