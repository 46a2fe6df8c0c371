"""Writes ``docs/requests.md``: thirty request lines of every category and what the code reads in them.

    python scripts/docs_requests.py           # writes the page
    python scripts/docs_requests.py --check   # exit status 1 if the committed page is not what the code makes

The lines are ``scripts/docs_requests.txt``: a category in square brackets, then its lines.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import imrnlp
from imrnlp.record import Determination, Drug

ROOT = Path(__file__).resolve().parent.parent
LINES = ROOT / "scripts" / "docs_requests.txt"
PAGE = ROOT / "docs" / "requests.md"

_HEAD = """# Request lines and the fields read from them

Made by `python scripts/docs_requests.py` from the lines of `scripts/docs_requests.txt`; do not edit by hand.
Each row is what `imrnlp.parse_request(line)` returns: the subcategory, the drugs with their strengths, and the fields
that the line states. A field that is not shown is null: the line does not state it, and nothing is guessed.

```python
>>> import imrnlp
>>> item = imrnlp.parse_request("Norco 10/325mg #120 with 2 refills")
>>> item.drugs[0].name, item.quantity, item.refills
('hydrocodone/acetaminophen', 120.0, 2)

```
"""
#: Fields in the order of the page, after subcategory and drugs.
_FIELDS = (
    "quantity", "quantity_unit", "refills", "sessions", "frequency", "times_per_day", "duration_days", "body_sites",
    "laterality", "spinal_levels", "cpt_codes", "retrospective", "date_of_service", "original_request", "authorized",
)  # fmt: skip


def lines_by_category(text: str) -> dict[str, list[str]]:
    """The lines of ``docs_requests.txt`` under their categories."""
    found: dict[str, list[str]] = {}
    category = ""
    for line in text.splitlines():
        if line.startswith("[") and line.endswith("]"):
            category = line[1:-1]
            found[category] = []
        elif line.strip() and not line.startswith("#"):
            found[category].append(line)
    return found


def fields_of(item: Determination) -> str:
    """The stated fields of ``item`` in one cell."""
    cells = [f"drug {_drug(drug)}" for drug in item.drugs]
    for name in _FIELDS:
        value = getattr(item, name)
        if value is None or value == [] or value is False:
            continue
        if isinstance(value, list):
            value = ", ".join(value)
        elif isinstance(value, float):
            value = f"{value:g}"
        cells.append(name if value is True else f"{name} {value}")
    cells += [f"*{warning.message}*" for warning in item.warnings]
    return "; ".join(cells)


def _drug(drug: Drug) -> str:
    words = [f"**{drug.name}**"]
    if drug.brand:
        words.append(f"({drug.brand})")
    words += [", ".join(repr(s)[len("Strength(") : -1] for s in drug.strengths), drug.form or ""]
    return " ".join(w for w in words if w)


def page() -> str:
    """The whole page."""
    parts = [_HEAD]
    for category, lines in lines_by_category(LINES.read_text(encoding="utf-8")).items():
        parts.append(f"\n## {category}\n\n| request line | subcategory | fields |\n| --- | --- | --- |\n")
        for line in lines:
            item = imrnlp.parse_request(line)
            shown = category if item.category == category else f"{item.category} "
            subcategory = item.subcategory if shown == category else f"{shown}/ {item.subcategory}"
            parts.append(f"| {_cell(line)} | `{subcategory}` | {_cell(fields_of(item))} |\n")
    return "".join(parts)


def _cell(words: str) -> str:
    return words.replace("|", "\\|")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit status 1 if the page is stale"
    )
    check = parser.parse_args(arguments).check
    made = page()
    if check:
        return 0 if PAGE.exists() and PAGE.read_text(encoding="utf-8") == made else 1
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(made, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
