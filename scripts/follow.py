"""Counts the files and switches that one follows from a value's words to the record, by running two letters.

The letters differ by the value's words alone.  A file is on the way when a line of it runs only for the letter that has
them: it knows the value.  What hands every value on runs for both.  A switch is an ``if``, ``elif`` or conditional
expression in a function with such a line.

python scripts/follow.py          # the table of CONTRIBUTING.md
python scripts/follow.py -v       # with the functions
"""

from __future__ import annotations

import argparse
import ast
import functools
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import imrnlp
from imrnlp.run.dataset import write_dataset

PACKAGE = Path(imrnlp.__file__).parent
PDF = next((PACKAGE.parent / "data").rglob("*.pdf"))
LETTER = """CLINICAL CASE SUMMARY
The applicant is a 44 year-old male.{condition}

DECISION AND RATIONALE
1. Prospective request for 1 prescription of Norco 10/325mg #60{refills} is not medically necessary.
The Physician Reviewer based his/her decision on the MTUS Chronic Pain Guidelines, Opioids{pages}.
There is no record of functional gain.
"""
#: What is followed: the letter's place for it, and its words.
VALUES = {
    "a refill": ("refills", " with 2 refills"),
    "a diagnosis": ("condition", " He has lumbar radiculopathy."),
    "a page range": ("pages", ", pages 78-80"),
}
Line = tuple[str, int]


def lines_of(call: Callable[[], Any]) -> set[Line]:
    """The lines of the package's functions that run in this process while ``call`` runs."""
    found: set[Line] = set()

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        if not frame.f_code.co_filename.startswith(str(PACKAGE)):
            return None
        if event == "line":
            found.add((frame.f_code.co_filename, frame.f_lineno))
        return trace

    sys.settrace(trace)
    try:
        call()
    finally:
        sys.settrace(None)
    return found


def forget() -> None:
    """Empties the caches of citations: a passage like another one before it is not read again."""
    for name, module in list(sys.modules.items()):
        for value in list(vars(module).values()) if name.startswith("imrnlp.tag.guidelines.") else ():
            if isinstance(value, functools._lru_cache_wrapper) and value.cache_parameters()["maxsize"]:
                value.cache_clear()


def functions(lines: set[Line]) -> list[tuple[str, str, int]]:
    """File, name and number of switches of each function that holds one of the lines."""
    found = []
    for file in sorted({file for file, _ in lines}):
        for node in ast.walk(ast.parse(Path(file).read_text(encoding="utf-8"))):
            inside = (
                range(node.lineno, (node.end_lineno or 0) + 1) if isinstance(node, ast.FunctionDef) else ()
            )
            if any((file, line) in lines for line in inside):
                switches = sum(isinstance(one, ast.If | ast.IfExp) for one in ast.walk(node))
                found.append((str(Path(file).relative_to(PACKAGE)), node.name, switches))  # type: ignore[attr-defined]
    return found


def followed(slot: str, words: str) -> list[tuple[str, str, int]]:
    def read(text: str) -> set[Line]:
        forget()
        letter = LETTER.format(**{"refills": "", "condition": "", "pages": "", slot: text})
        return lines_of(lambda: imrnlp.extract_text(letter))

    read(words)  # what a process does once: words that are new to it
    without = read("")
    return functions(read(words) - without)


def to_parquet() -> None:
    with tempfile.TemporaryDirectory() as folder:
        list(write_dataset([str(PDF)], Path(folder) / "out"))


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("-v", dest="verbose", action="store_true", help="name the functions")
    verbose = parser.parse_args(arguments).verbose
    imrnlp.extract_text(LETTER)
    to_parquet()
    print("| from its words to the record | files | switches |\n| --- | --- | --- |")
    text = imrnlp.read_text(PDF)
    around = {(file, 0) for file, _ in lines_of(to_parquet)} - {
        (file, 0) for file, _ in lines_of(lambda: imrnlp.extract_text(text))
    }
    for value, (slot, words) in VALUES.items():
        way = followed(slot, words)
        print(f"| {value} | {len({file for file, _, _ in way})} | {sum(number for _, _, number in way)} |")
        if verbose:
            print(*(f"    {file} {name} {number}" for file, name, number in way), sep="\n")
    print(f"| a PDF to its Parquet row, besides what makes its record | {len(around)} | |")
    if verbose:
        print(*sorted(f"    {Path(file).relative_to(PACKAGE)}" for file, _ in around), sep="\n")


if __name__ == "__main__":
    main()
