"""Convert the NIST StRD nonlinear files (folder NIST_STRD of lmfit's source archive) to JSON.

    python tests/reference/make_nist_nonlinear.py path/to/NIST_STRD

Numbers stay decimal text, exactly as certified.  The models are rewritten in the course's grammar;
Nelson's response is log(y), as NIST prescribes.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

SOURCE = {
    "source": "NIST StRD, nonlinear regression (public domain), from NIST_STRD of lmfit 1.3.4",
    "licence": "BSD-3-Clause (lmfit, Copyright 2025 Matthew Newville and others)",
    "obtained": "converted by tests/reference/make_nist_nonlinear.py; no number was changed",
}
_NUMBER = r"[+-]?\d*\.?\d+(?:[Ee][+-]?\d+)?"


def convert(path: Path) -> dict[str, object]:
    lines = path.read_text().splitlines()
    certified: dict[str, list[str]] = {}
    for line in lines[:60]:
        match = re.match(r"\s*(b\d)\s*=" + rf"\s+({_NUMBER})" * 4, line)
        if match:
            certified[match[1]] = list(match.groups()[1:])
    start = max(k for k, line in enumerate(lines) if line.startswith("Data:"))
    names = lines[start].split()[1:]
    rows = [line.split() for line in lines[start + 1 :] if line.strip()]
    columns = {name: [row[k] for row in rows] for k, name in enumerate(names)}
    return {
        **SOURCE,
        "name": path.stem,
        "model": _model(lines),
        "parameters": list(certified),
        "start1": [entry[0] for entry in certified.values()],
        "start2": [entry[1] for entry in certified.values()],
        "certified": [entry[2] for entry in certified.values()],
        "standard_errors": [entry[3] for entry in certified.values()],
        "rss": _labelled(lines, "Residual Sum of Squares"),
        "residual_sd": _labelled(lines, "Residual Standard Deviation"),
        "dof": int(_labelled(lines, "Degrees of Freedom")),
        "columns": columns,
    }


def _model(lines: list[str]) -> str:
    first = next(k for k, line in enumerate(lines) if re.match(r"\s+(y|log\[y\])\s*=", line))
    text = ""
    for line in lines[first:]:
        text += line.split("=", 1)[-1]
        if re.search(r"\+\s*e\s*$", text):
            break
    text = re.sub(r"\+\s*e\s*$", "", text)
    for old, new in (("[", "("), ("]", ")"), ("**", "^"), ("arctan", "atan"), (" ", "")):
        text = text.replace(old, new)
    return text


def _labelled(lines: list[str], label: str) -> str:
    return next(line.split(":")[1].strip() for line in lines if line.strip().startswith(label))


def main(folder: Path) -> None:
    target = Path(__file__).parent / "nist_nonlinear"
    target.mkdir(exist_ok=True)
    for path in sorted(folder.glob("*.dat")):
        text = json.dumps(convert(path), indent=1)
        text = re.sub(r"\[\s+([^\]]+?)\s+\]", lambda m: "[" + re.sub(r"\s+", " ", m[1]) + "]", text)
        (target / f"{path.stem}.json").write_text(text + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
