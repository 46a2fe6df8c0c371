"""Measures whose conditions and drugs an argument speaks of, by itself: the spans are given, and only their owner is asked.

Run from the repository: ``python scripts/attribution.py [FILE]``; ``--wrong`` lists what is attributed wrongly.  ``FILE``
is marked as ``data/findings/attribution.txt`` says.  Precision and recall are of "is said of this patient".
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from imrnlp.tag.subjects import own_clauses
from imrnlp.text.normalize import normalize

FILE = Path(__file__).parent.parent / "data" / "findings" / "attribution.txt"
# "{asthma|present}", "{+prednisone|past}", "[eczema]", "[+methotrexate]"
MARK = re.compile(
    r"""
    \{ (?P<own_drug> \+? ) (?P<own> [^{}|]+ ) \| (?P<value> \w+ ) \}
  | \[ (?P<other_drug> \+? ) (?P<other> [^\[\]]+ ) \]
    """,
    re.VERBOSE,
)


@dataclass(frozen=True)
class Marked:
    """A condition or drug of a finding: its place in the plain text, its kind, and whether it is the patient's."""

    start: int
    end: int
    drug: bool
    own: bool


def read_marked(line: str) -> tuple[str, list[Marked]]:
    """A finding's plain text and what is marked in it.

    >>> read_marked("X: She has {lupus|present}; [gout] hurts.")
    ('She has lupus; gout hurts.', [Marked(start=8, end=13, drug=False, own=True), Marked(start=15, end=19, drug=False, own=False)])
    """
    body = line.partition(": ")[2]
    text, at = "", 0
    marked: list[Marked] = []
    for match in MARK.finditer(body):
        text += body[at : match.start()]
        words = match["own"] or match["other"]
        drug = bool(match["own_drug"] or match["other_drug"])
        marked.append(Marked(len(text), len(text) + len(words), drug, match["own"] is not None))
        text += words
        at = match.end()
    return text + body[at:], marked


def attributed(file: Path = FILE) -> Iterator[tuple[str, Marked, bool]]:
    """Each marked span of a file with its finding's text, and whether the program takes it for the patient's."""
    for line in file.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            text, marked = read_marked(line)
            own = own_clauses(normalize(text).text)
            for span in marked:
                yield text, span, any(a <= span.start and span.end <= b for a, b in own)


def measured(file: Path = FILE) -> dict[str, tuple[int, int, int]]:
    """Spans of the patient's, taken for the patient's, and rightly so, of conditions and of drugs."""
    counts = {"conditions": [0, 0, 0], "drugs": [0, 0, 0]}
    for _, span, taken in attributed(file):
        count = counts["drugs" if span.drug else "conditions"]
        for i, true in enumerate((span.own, taken, span.own and taken)):
            count[i] += true
    return {kind: (own, taken, right) for kind, (own, taken, right) in counts.items()}


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", metavar="FILE", nargs="*", type=Path, default=[FILE])
    parser.add_argument("--wrong", action="store_true", help="list what is attributed wrongly")
    args = parser.parse_args(arguments)
    for file in args.files:
        if args.wrong:
            for text, span, taken in attributed(file):
                if taken != span.own:
                    print(
                        "missed" if span.own else "taken",
                        text[max(0, span.start - 60) : span.end + 20],
                        sep="\t",
                    )
        for kind, (own, taken, right) in measured(file).items():
            precision, recall = right / taken if taken else 0.0, right / own if own else 0.0
            print(f"{kind}: {own} of the patient's, precision {precision:.3f}, recall {recall:.3f}")


if __name__ == "__main__":
    main()
