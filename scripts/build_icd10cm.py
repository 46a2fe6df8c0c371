"""Makes ``imrnlp/lexicons/icd10cm_keys.tsv.gz`` from the official tabular list and the clinicians' phrases.

    python scripts/build_icd10cm.py

Needs the extra ``imrnlp[icd]``: the package simple-icd-10-cm carries the release (2026) of the National Center for
Health Statistics.  Kept are the codes that a work injury's letter can speak of: not pregnancy, the newborn, nor
external causes; of injury codes that differ by encounter only the initial one.
"""

from __future__ import annotations

import argparse
import gzip
import re
from bisect import bisect_left
from pathlib import Path

from imrnlp import lexicons
from imrnlp.link.icd10cm import phrase_key

TARGET = Path(__file__).parent.parent / "imrnlp" / "lexicons" / "icd10cm_keys.tsv.gz"
SOURCE = (
    "# Keys (see imrnlp/link/icd10cm.py), side and code. Source: ICD-10-CM tabular list, release 2026 (National Center\n"
    "# for Health Statistics, public domain) as simple-icd-10-cm carries it, and icd10cm_phrases.tsv. Made by scripts/build_icd10cm.py.\n"
)
CHAPTERS = set("ABCDEFGHIJKLMNRST")
SIDED = re.compile(r"\b(left|right|bilateral)\b", re.I)
# What a residual class is called says nothing of the condition itself.
RESIDUAL = re.compile(r"^other\b|\bother specified\b", re.I)

Row = tuple[str, str, str]


def codes() -> dict[str, tuple[bool, str, list[str]]]:
    """Code -> (billable, description, inclusion terms)."""
    import simple_icd_10_cm as cm

    kept = {}
    for code in cm.get_all_codes(with_dots=True):
        if not re.fullmatch(r"[A-Z]\d[A-Z0-9](\.[A-Z0-9]{1,4})?", code) or code[0] not in CHAPTERS:
            continue
        plain = code.replace(".", "")
        if len(plain) == 7 and plain[6] != "A":
            continue
        kept[code] = (cm.is_leaf(code), cm.get_description(code), cm.get_inclusion_term(code))
    return kept


def side_of(description: str) -> str:
    found = {m.group().lower() for m in SIDED.finditer(description)}
    return found.pop() if len(found) == 1 else ""


def under(root: str, ordered: list[str]) -> list[str]:
    """The codes that begin with ``root``."""
    return ordered[bisect_left(ordered, root) : bisect_left(ordered, root + "~")]


def sided_children(root: str, table: dict[str, tuple[bool, str, list[str]]]) -> list[tuple[str, str]]:
    """(side, code) of the billable codes below ``root`` that differ by side only."""
    below = [(c, table[c][1]) for c in under(root, sorted(table)) if table[c][0]]
    sides: dict[str, list[str]] = {}
    for code, description in below:
        sides.setdefault(side_of(description), []).append(code)
    return [
        (side, found[0])
        for side, found in sides.items()
        if len(found) == 1 or (side == "" and "unspecified" in table[found[0]][1].lower()) or side
    ]


def rows() -> list[Row]:
    table = codes()
    found: dict[tuple[str, str], str] = {}
    blocked: set[str] = set()

    def add(phrase: str, side: str, code: str) -> None:
        words, _ = phrase_key(phrase)
        if words and words not in blocked:
            found.setdefault((words, side), code)

    for row in lexicons.table("icd10cm_phrases.tsv"):
        code = row["code"]
        if code == "-":
            blocked.update(phrase_key(phrase)[0] for phrase in row["phrase"].split("|"))
            continue
        if not any(c == code or c.startswith(code) for c in table):
            raise SystemExit(f"icd10cm_phrases.tsv: the release has no code {code}")
        targets = [("", code)] if table.get(code, (False,))[0] else sided_children(code, table)
        if not targets:
            raise SystemExit(f"icd10cm_phrases.tsv: {code} has no billable codes by side")
        for phrase in row["phrase"].split("|"):
            for side, target in targets:
                add(phrase, side, target)
    billable = {c: v for c, v in table.items() if v[0]}
    # "unspecified" first: where two codes share their words, the one that claims least.
    for code, (_, description, _) in sorted(
        billable.items(), key=lambda i: "unspecified" not in i[1][1].lower()
    ):
        if not RESIDUAL.search(description):
            add(description, side_of(description), code)
    for code, (_, description, terms) in billable.items():
        for term in terms:
            if not RESIDUAL.search(term):
                add(term, side_of(term) or side_of(description), code)
    ordered = sorted(billable)
    for root, (whole, description, _) in table.items():
        if whole or RESIDUAL.search(description):
            continue
        children = [c for c in under(root, ordered) if billable[c][1].lower().startswith(description.lower())]
        for code in sorted(children, key=lambda c: "unspecified" not in billable[c][1].lower()):
            side = side_of(billable[code][1])
            if side or "unspecified" in billable[code][1].lower():
                add(description, side, code)
    return sorted((words, side, code) for (words, side), code in found.items())


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.parse_args(arguments)
    text = SOURCE + "\n".join("\t".join(row) for row in rows()) + "\n"
    with TARGET.open("wb") as file, gzip.GzipFile(fileobj=file, mode="wb", mtime=0, filename="") as packed:
        packed.write(text.encode())
    print(f"{TARGET}: {TARGET.stat().st_size:,} bytes, {text.count(chr(10))} lines")


if __name__ == "__main__":
    main()
