"""Writes what README and docs take from elsewhere: the accuracy table, the list of warnings.

    python scripts/derived.py            # writes the parts between <!-- derived: NAME --> and <!-- end -->
    python scripts/derived.py --measure  # measures the accuracy anew (half a minute), then writes
    python scripts/derived.py --check    # exit status 1 if a committed page is not what this would write

The figures stand in ``docs/figures/accuracy.json``: a page never holds a number that no run gave.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from imrnlp.record import WarningCode

ROOT = Path(__file__).resolve().parent.parent
ACCURACY = ROOT / "docs" / "figures" / "accuracy.json"
PAGES = ("README.md", "docs/accuracy.md", "docs/lexicons.md", "docs/record.md", "docs/warnings.md")
#: Heading of a block of the table -> its gold, development and sealed.
GOLD = {
    "letters": ("data/letters/dev", "data/letters/sealed"),
    "request lines": ("data/gold/request_lines.dev.jsonl", "data/gold/request_lines.sealed.jsonl"),
    "citation passages": ("data/gold/citations.dev.jsonl", "data/gold/citations.sealed.jsonl"),
}
#: The parts that README shows; docs/accuracy.md shows all.
SHORT = {
    "letters": (
        "layout", "case fields", "patient", "reviewer", "determinations", "outcome", "item exact", "rationale",
        "diagnoses", "diagnoses with assertion", "diagnoses lenient", "medications", "medications with status",
        "utilization review", "guideline reference exact",
    ),
    "request lines": ("item exact", "drug name", "strength", "quantity", "refills", "sessions", "frequency", "category"),
    "citation passages": ("source and title", "chapter", "topics", "pages", "year", "reference exact"),
}  # fmt: skip
_BLOCK = re.compile(r"(<!-- derived: (\w+) -->\n).*?(<!-- end -->)", re.S)


def measure() -> dict[str, Any]:
    """Counts and F1 of every part, for both halves of the gold of ``data/``."""
    from imrnlp.evaluation import evaluate_path

    blocks = {
        heading: {
            half: evaluate_path(str(ROOT / path)).as_dict()
            for half, path in zip(("dev", "sealed"), paths, strict=True)
        }
        for heading, paths in GOLD.items()
    }
    for halves in blocks.values():
        for scores in halves.values():
            scores["name"] = Path(scores["name"]).name
    return {"measured": dt.date.today().isoformat(), "blocks": blocks}


def accuracy() -> str:
    """The table of README: F1 of the chief parts, with the number of gold values in brackets."""
    return _table(lambda heading, part: part in SHORT[heading])


def all_accuracy() -> str:
    """The table of docs/accuracy.md: F1 of every part."""
    return _table(lambda heading, part: True)


def _table(shown: Callable[[str, str], bool]) -> str:
    figures = json.loads(ACCURACY.read_text(encoding="utf-8"))
    lines = [f"Measured on {figures['measured']}.", "", "| | development | sealed |", "| --- | ---: | ---: |"]
    for heading, halves in figures["blocks"].items():
        lines.append(f"| **{heading}** | {halves['dev']['cases']} | {halves['sealed']['cases']} |")
        for part in filter(
            lambda p: shown(heading, p), {**halves["dev"]["parts"], **halves["sealed"]["parts"]}
        ):
            cells = (_cell(halves[half]["parts"].get(part)) for half in ("dev", "sealed"))
            lines.append(f"| {part} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _cell(score: dict[str, Any] | None) -> str:
    return f"{score['f1']:.3f} ({score['gold']})" if score and (score["gold"] or score["predicted"]) else "–"


def warnings() -> str:
    """The table of docs/warnings.md."""
    rows = [f"| `{code.value}` | {code.meaning} |" for code in WarningCode]
    return "\n".join(["| code | meaning |", "| --- | --- |", *rows])


def lexicons() -> str:
    """The table of docs/lexicons.md: every table with its columns."""
    from imrnlp.lexicons.schema import TABLES

    lines = ["| table | columns |", "| --- | --- |"]
    for name, model in TABLES.items():
        columns = (field.alias or key for key, field in model.model_fields.items())
        lines.append(f"| `{name}` | {', '.join(f'`{column}`' for column in columns)} |")
    return "\n".join(lines)


def record() -> str:
    """The tables of docs/record.md: every field of every part, with its meaning and an example."""
    from imrnlp import record as parts

    lines = []
    for model in (
        parts.Letter, parts.Case, parts.Patient, parts.Reviewer, parts.Panel, parts.Diagnosis, parts.Medication, parts.UrDecision,
        parts.Determination, parts.Drug, parts.Strength, parts.GuidelineReference, parts.Rationale, parts.Warning, parts.Source,
    ):  # fmt: skip
        lines += [f"## {model.__name__}", "", str(model.__doc__).split("\n")[0], ""]
        lines += ["| field | type | meaning | example |", "| --- | --- | --- | --- |"]
        for name, field in model.model_fields.items():
            example = json.dumps(field.examples[0], ensure_ascii=False) if field.examples else ""
            lines.append(f"| `{name}` | {_type(field.annotation)} | {field.description} | `{example}` |")
        lines.append("")
    return "\n".join(lines).rstrip()


def _type(kind: Any) -> str:
    """A field's type in words that a reader of JSON knows."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _type(inner[0])
    if origin is Literal:
        return "one of " + ", ".join(f"`{value}`" for value in inner)
    if origin in (Union, UnionType):
        return ", or ".join("null" if one is type(None) else _type(one) for one in inner)
    if origin in (list, tuple):
        return f"{origin.__name__} of {_type(inner[0])}"
    if origin is dict:
        return f"object of {_type(inner[1])}"
    return {"str": "text", "int": "whole number", "float": "number", "bool": "true or false"}.get(
        kind.__name__, kind.__name__
    )


BLOCKS: dict[str, Callable[[], str]] = {
    "accuracy": accuracy,
    "all_accuracy": all_accuracy,
    "lexicons": lexicons,
    "record": record,
    "warnings": warnings,
}


def derived(page: str) -> str:
    """The text of a page with its derived parts made anew."""
    return _BLOCK.sub(lambda m: m[1] + BLOCKS[m[2]]() + "\n" + m[3], page)


def main(arguments: list[str] | None = None) -> int:
    """Writes the pages, or checks them with ``--check``; returns the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--measure", action="store_true", help="measure the accuracy anew first")
    parser.add_argument("--check", action="store_true", help="write no page; exit status 1 if one is stale")
    args = parser.parse_args(arguments)
    if args.measure:
        ACCURACY.parent.mkdir(exist_ok=True)
        ACCURACY.write_text(json.dumps(measure(), indent=1) + "\n", encoding="utf-8")
    status = 0
    for name in PAGES:
        path = ROOT / name
        page = path.read_text(encoding="utf-8")
        if not args.check:
            path.write_text(derived(page), encoding="utf-8")
        elif derived(page) != page:
            print(f"{name} is stale: run python scripts/derived.py")
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
