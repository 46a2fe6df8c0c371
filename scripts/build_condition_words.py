"""Builds ``imrnlp/lexicons/condition_words.tsv``: single words of MeSH that name or qualify a condition.

The grammar of findings needs word classes, not terms: a word that is a disease or symptom by
itself (``melena``), a word that stands before the last word of disease names (``intracranial``)
and a word that is a part of the body by itself.  All three are read off the term list
``mesh_terms.txt.gz``; words that MeSH also uses by themselves for something else are left out.

Run from the repository: ``python scripts/build_condition_words.py``
"""

from __future__ import annotations

import gzip
import re
from collections import Counter, defaultdict
from pathlib import Path

LEXICONS = Path(__file__).parent.parent / "imrnlp" / "lexicons"
HEADER = """\
# Single words of the Medical Subject Headings by their part in the names of conditions.
# Source: U.S. National Library of Medicine, MeSH 2025, courtesy of NLM, which does not endorse this list.
# Built by scripts/build_condition_words.py from mesh_terms.txt.gz; do not edit.
# head: a disease, sign or symptom by itself; weak: the last word of many disease names; modifier: stands before the last word of such names;
# site: a part of the body by itself.  conditions.tsv and findings.tsv override it.
"""
ADJECTIVE = re.compile(r"\w+(?:al|ic|ous|ar|oid|ary|ile|ive|genic|pathic|trophic|static)$")
QUALITY = re.compile(r"\w+(?:ed|ant|ent|ing|less|ane|ine)$")
# The last word of this many disease names is a noun of conditions, if few names of other things end in it.
LAST_OFTEN = 6
# A word in this many disease names before their last word is a modifier even without an adjective's ending.
OFTEN = 12
MIN_LETTERS = 4


def terms() -> dict[str, list[list[str]]]:
    """Terms of ``mesh_terms.txt.gz`` in pieces, by the letter of their branch."""
    found: dict[str, list[list[str]]] = defaultdict(list)
    with gzip.open(LEXICONS / "mesh_terms.txt.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            if line[0] not in "#=":
                found[line[0]].append(line[2:].split())
    return found


def main() -> None:
    by_branch = terms()
    alone = {
        branch: {t[0] for t in names if len(t) == 1 and len(t[0]) >= MIN_LETTERS and t[0].isalpha()}
        for branch, names in by_branch.items()
    }
    heads = (alone["C"] | alone["F"] | alone["S"]) - alone["A"] - alone["X"] - alone["D"] - alone["B"]
    sites = alone["A"] - alone["X"] - alone["D"] - alone["B"] - alone["C"]
    before: Counter[str] = Counter()
    last: Counter[str] = Counter()
    for branch in "CFS":
        for name in by_branch[branch]:
            last[name[-1]] += 1
            before.update(w for w in name[:-1] if w.isalpha() and len(w) >= MIN_LETTERS)
    modifiers = (
        {w for w, n in before.items() if (n >= 2 and ADJECTIVE.match(w)) or (n >= OFTEN and n > 3 * last[w])}
        - heads
        - sites
    )
    elsewhere = Counter(name[-1] for branch in "ABDPX" for name in by_branch[branch])
    weak = (
        {
            w
            for w, n in last.items()
            if n >= LAST_OFTEN
            and n > 3 * elsewhere[w]
            and w.isalpha()
            and len(w) >= MIN_LETTERS
            and not ADJECTIVE.match(w)
            and not QUALITY.match(w)
        }
        - heads
        - sites
        - modifiers
        - set().union(*(alone[b] for b in "ABDXM"))
    )
    rows = sorted(
        [(w, "head") for w in heads]
        + [(w, "weak") for w in weak]
        + [(w, "site") for w in sites]
        + [(w, "modifier") for w in modifiers]
    )
    with (LEXICONS / "condition_words.tsv").open("w", encoding="utf-8") as out:
        out.write(HEADER + "term\tkind\n")
        out.writelines(f"{word}\t{kind}\n" for word, kind in rows)


if __name__ == "__main__":
    main()
