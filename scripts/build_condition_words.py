"""Builds ``imrnlp/lexicons/condition_words.tsv`` and ``condition_names.tsv`` from MeSH.

The first holds single words that name or qualify a condition, the second whole names of diseases that the grammar of
findings does not make of their words ("graft versus host disease").

The grammar of findings needs word classes, not terms: a word that is a disease or symptom by
itself (``melena``), a word that stands before the last word of disease names (``intracranial``)
and a word that is a part of the body by itself.  All three are read off the term list
``mesh_terms.txt.gz``; words that MeSH also uses by themselves for something else are left out.

Run from the repository: ``python scripts/build_condition_words.py``
"""

from __future__ import annotations

import argparse
import gzip
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from imrnlp.tag import condition_words
from imrnlp.tag.conditions import find_candidates

LEXICONS = Path(__file__).parent.parent / "imrnlp" / "lexicons"
HEADER = """\
# Single words of the Medical Subject Headings by their part in the names of conditions.
# Source: U.S. National Library of Medicine, MeSH 2025, courtesy of NLM, which does not endorse this list.
# Built by scripts/build_condition_words.py from mesh_terms.txt.gz; do not edit.
# head: a disease, sign or symptom by itself; weak: the last word of many disease names; modifier: stands before the last word of such names;
# site: a part of the body by itself.  conditions.tsv and findings.tsv override it.
"""
NAMES_HEADER = """\
# Names of diseases in Medical Subject Headings that the grammar of findings does not make of their words; hyphens and apostrophes left out.
# Source: U.S. National Library of Medicine, MeSH 2025, courtesy of NLM, which does not endorse this list.
# Built by scripts/build_condition_words.py from mesh_terms.txt.gz; do not edit.
"""
# Diseases of animals are none of a patient's.
ANIMALS = frozenset(
    [
        "animal",
        "avian",
        "bird",
        "bovine",
        "canine",
        "cat",
        "cats",
        "cattle",
        "chicken",
        "dog",
        "dogs",
        "duck",
        "equine",
        "experimental",
        "feline",
        "fish",
        "foot",
        "goat",
        "horse",
        "lumpy",
        "mink",
        "mouse",
        "murine",
        "plant",
        "porcine",
        "poultry",
        "rabbit",
        "rat",
        "sheep",
        "simian",
        "swine",
    ]
)
# Latin names run on behind their noun ("alopecia areata"); an English name with its noun first is a heading turned round.
LATIN_PIECES = 3
GENERAL = frozenset(["disease", "infection", "meningitis", "regression", "syndrome", "syndromes"])
LATIN = re.compile(
    r"(?:osa|iva|ata|ica|alis|aris|ilis|oides|ans|ens|atum|atus|icum|icus|ae|orum|itis|formis|vera|multiforme)$"
)
# "autism spectrum disorder": a disease before a word that joins it to the next is no heading turned round.
JOINS = frozenset(["associated", "hormone", "induced", "plate", "related", "spectrum"])
COUNTED = frozenset(["abnormalities", "abnormality", "fracture", "illnesses", "injury", "trauma"])
# "Acute pain" alone is no diagnosis.
BARE = frozenset(["pain", "symptom", "symptoms"])
# Hers disease without its s is what anybody's disease is called.
NOBODYS = frozenset(["her disease", "her diseases"])
SMALL = frozenset(["and", "as", "at", "by", "due", "in", "of", "on", "or", "to", "with"])
SINGULAR = re.compile(r"(?:is|us|ss|ens|iens)$")
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


def names(by_branch: dict[str, list[list[str]]]) -> Iterator[str]:
    """Names of diseases in the order of speech that the grammar does not see whole without this list."""
    condition_words._names = lambda: (frozenset(), {})  # type: ignore[assignment]
    nouns = condition_words.letters("HEAD WEAK")
    known = {" ".join(words) for branch in "CFS" for words in by_branch[branch]}
    same: Counter[frozenset[str]] = Counter(frozenset(name.split()) for name in known)
    for name in sorted(known):
        words = name.split()
        if (
            len(words) < 2
            or ANIMALS & set(words)
            or words[0] in SMALL
            or words[-1] in BARE
            or name in NOBODYS
        ):
            continue
        first, last = (condition_words.word_classes(word).classes for word in (words[0], words[-1]))
        if last in nouns and (first not in nouns or words[1] in JOINS):
            fits = len(words[0]) > 1 or len(words) > 2
            fits &= not any(w.isdigit() for w in words) or bool(re.search(r"\btype [1-9]\b", name))
        else:
            fits = first in nouns and last not in nouns and len(words) <= LATIN_PIECES
            fits &= same[frozenset(words)] == 1 or (words[0] not in GENERAL and bool(LATIN.search(words[-1])))
            fits &= not SMALL & set(words) and not re.search(r"\d", name)
            fits &= not words[0].endswith("s") or bool(SINGULAR.search(words[0]))
        if words[0] == "multiple" and words[-1] in COUNTED:
            continue  # how many there are is no part of them
        one = re.sub(r"(ies|es|s)$", lambda end: {"ies": "y", "es": "is"}.get(end[1], ""), name)
        if not fits or (one != name and (one in known or name[:-1] in known)):
            continue
        text = f"The patient has {name}."
        if [found.text for found in find_candidates(text, [(0, len(text))])] != [name]:
            yield name


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.parse_args(arguments)
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
    found = list(names(by_branch))
    with (LEXICONS / "condition_names.tsv").open("w", encoding="utf-8") as out:
        out.write(NAMES_HEADER + "term\tkind\n")
        out.writelines(f"{name}\thead\n" for name in found)


if __name__ == "__main__":
    main()
