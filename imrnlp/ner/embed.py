"""The embedding of the clinical NER: word shapes, affixes and a term list, hashed.

``imrnlp.TermHashEmbed.v1`` is a spaCy architecture that stands where ``spacy.MultiHashEmbed.v2``
stands in the stock configs.  It sees more of a word (two prefixes, four suffixes) and, for each
token, whether it lies in a term of the Medical Subject Headings and in which branch: the
corpora that the model learns from were annotated with MeSH at hand, and a disease or a drug that
they never name is often a MeSH term.  The term list is ``imrnlp/lexicons/mesh_terms.txt.gz``; it
is read with the first text, not when the pipeline is loaded.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from spacy.strings import hash_string  # type: ignore[attr-defined]
from spacy.util import registry

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from thinc.api import Model

#: The longest term that is looked for, in pieces.
MAX_PIECES = 5
#: Branches of MeSH in the term list (see the list's header); 0 is "no term".
BRANCHES = "CFSDPMABX"

_PIECE = re.compile(r"[^\W\d_]+|\d+")
_RUN = re.compile(r"[A-Z]+|[a-z]+|\d+|[^\W\d_A-Za-z]+")
_WORD_FEATURES = 8
#: Columns of :meth:`TermTable.features`: the word, seven of its parts, its term-word profile, the term.
COLUMNS = _WORD_FEATURES + 2
#: Columns that give the word away: itself, its first five and its last six letters.
_WHOLE_WORD = [0, 2, 6]
_CACHE_LIMIT = 200_000


def word_pieces(words: Iterable[str]) -> list[tuple[str, int]]:
    """Runs of letters and of digits in lower case, each with the index of its word.

    Hyphens, other marks and a possessive ``s`` go, so that a term is found however the text was cut.

    >>> word_pieces(["Parkinson", "'", "s", "disease", "22-OCT"])
    [('parkinson', 0), ('disease', 3), ('22', 4), ('oct', 4)]
    """
    return [
        (piece, index)
        for index, word in enumerate(words)
        for piece in _PIECE.findall(word.lower())
        if piece != "s"
    ]


def profiles(terms: dict[str, str]) -> dict[str, int]:
    """Of each word of a disease or drug term (term to branch letter), how often it is in one.

    The code has four digits to the base 4: last word of disease terms, of drug terms, an earlier word of
    disease terms, of drug terms; each 0 for never, 1 for once or twice, 2 for under twenty times, 3 for more.

    >>> profiles({"low back pain": "S"})["pain"], profiles({"low back pain": "S"})["low"]
    (64, 4)
    """
    counts: dict[str, list[int]] = {}
    for term, letter in terms.items():
        kind = 0 if letter in "CFS" else 1 if letter in "DM" else None
        if kind is None:
            continue
        *inside, last = term.split(" ")
        counts.setdefault(last, [0, 0, 0, 0])[kind] += 1
        for word in inside:
            counts.setdefault(word, [0, 0, 0, 0])[2 + kind] += 1
    codes = {}
    for word, seen in counts.items():
        code = 0
        for count in seen:
            code = code * 4 + (0 if count == 0 else 1 if count < 3 else 2 if count < 20 else 3)
        codes[word] = code
    return codes


class TermTable:
    """A term list prepared for look-up, with a cache of the features of words."""

    def __init__(self, terms: dict[str, int], profiles: dict[str, int]):
        self.terms = terms
        self.profiles = profiles
        self.longest: dict[str, int] = {}
        longest = self.longest
        for term in terms:
            first = term.partition(" ")[0]
            length = term.count(" ") + 1
            if length > longest.get(first, 0):
                longest[first] = length
        self._words: dict[str, tuple[int, ...]] = {}

    def _word(self, word: str) -> tuple[int, ...]:
        low = word.lower()
        found = [piece for piece in _PIECE.findall(low) if piece != "s"]
        shape = _RUN.sub(lambda run: _shape(run[0]), word[:20])
        row = (
            hash_string(low),
            *(hash_string(f"{name}{part}") for name, part in (
                ("p3 ", low[:3]), ("p5 ", low[:5]), ("s2 ", low[-2:]), ("s3 ", low[-3:]),
                ("s4 ", low[-4:]), ("s6 ", low[-6:]), ("x ", shape),
            )),
            self.profiles.get(found[-1], 0) + 1 if found else 0,
        )  # fmt: skip
        if len(self._words) > _CACHE_LIMIT:
            self._words.clear()
        self._words[word] = row
        return row

    def matches(self, words: list[str]) -> list[int]:
        """For each word the branch and place of the longest term over it: 0, or branch * 4 + (B, I, E, S).

        Terms are looked for from left to right and do not overlap.

        >>> TermTable({"low back pain": 3}, {}).matches(["low", "-", "back", "pain", "today"])
        [12, 13, 13, 14, 0]
        """
        found = word_pieces(words)
        codes = [0] * len(words)
        names = [piece for piece, _ in found]
        terms, longest = self.terms, self.longest
        at, total = 0, len(names)
        while at < total:
            length = min(longest.get(names[at], 0), total - at)
            if not length:
                at += 1
                continue
            branch = 0
            while length:
                key = " ".join(names[at : at + length])
                branch = terms.get(key, 0)
                if not branch and key.endswith("s"):
                    branch = terms.get(key[:-1], 0)
                if branch:
                    break
                length -= 1
            if not branch:
                at += 1
                continue
            first, final = found[at][1], found[at + length - 1][1]
            if first == final:
                codes[first] = branch * 4 + 3
            else:
                codes[first : final + 1] = (
                    [branch * 4] + [branch * 4 + 1] * (final - first - 1) + [branch * 4 + 2]
                )
            at += length
        return codes

    def features(self, words: list[str]) -> np.ndarray[Any, Any]:
        """One row a word, :data:`COLUMNS` columns of unsigned 64-bit ids."""
        known = self._words
        rows = [known.get(word) or self._word(word) for word in words]
        table = np.empty((len(words), COLUMNS), dtype="uint64")
        if rows:
            table[:, :-1] = rows
            table[:, -1] = self.matches(words)
        return table


def _shape(run: str) -> str:
    kind = "d" if run[0].isdigit() else "X" if run[0].isupper() else "x"
    return kind * min(len(run), 3)


@lru_cache(maxsize=4)
def term_table(name: str) -> TermTable:
    """The term list ``name`` of ``imrnlp/lexicons``, read once per process.

    A gzip text file; lines are ``LETTER term`` (branch and term) or ``=CODE word`` (see :func:`profiles`).
    """
    raw = files("imrnlp").joinpath("lexicons", name).read_bytes()
    number = {letter: index + 1 for index, letter in enumerate(BRANCHES)}
    terms: dict[str, int] = {}
    words: dict[str, int] = {}
    for line in gzip.decompress(raw).decode("utf-8").splitlines():
        mark = line[0]
        if mark in number:
            terms[line[2:]] = number[mark]
        elif mark == "=":
            code, _, word = line[1:].partition(" ")
            words[word] = int(code)
    return TermTable(terms, words)


def _forward(model: Any, docs: list[Doc], is_train: bool) -> tuple[list[Any], Callable[[Any], list[Any]]]:
    table = term_table(model.attrs["terms"])
    arrays = [table.features([t.text for t in doc]) for doc in docs]
    if is_train and model.attrs["word_dropout"]:
        for array in arrays:
            unknown = np.random.random(len(array)) < model.attrs["word_dropout"]
            array[np.ix_(unknown, _WHOLE_WORD)] = 0
    return [model.ops.asarray2i(array, dtype="uint64") for array in arrays], lambda gradient: []


@registry.architectures("imrnlp.TermHashEmbed.v1")
def term_hash_embed(
    width: int,
    feature_width: int,
    rows: list[int],
    terms: str,
    word_dropout: float = 0.0,
) -> Model[list[Doc], list[Any]]:
    """The architecture: ``width`` numbers a token.

    ``feature_width`` is the width of each affix's table (the word's own table has ``width``), ``rows``
    the sizes of the tables in the order word, prefixes of 3 and 5 letters, suffixes of 2, 3, 4 and 6,
    shape, term-word profile, term.  ``terms`` names a file of ``imrnlp/lexicons``.  In training
    ``word_dropout`` of the words are made unknown, as many will be in a text of another kind: the model
    then has to make do with their affixes, the term list and the words around.
    Raises ``ValueError`` unless ``rows`` has ten numbers.
    """
    from thinc.api import HashEmbed, Maxout, Model, chain, concatenate, list2ragged, ragged2list, with_array

    if len(rows) != COLUMNS:
        raise ValueError(f"rows needs {COLUMNS} sizes, got {len(rows)}")
    tables: list[Any] = [
        HashEmbed(width if i == 0 else feature_width, size, column=i, seed=11 + i)
        for i, size in enumerate(rows)
    ]
    settings = {"terms": terms, "word_dropout": word_dropout}
    extract: Any = Model("term_features", _forward, attrs=settings)
    total = width + feature_width * (COLUMNS - 1)
    mix: Any = with_array(Maxout(width, total, nP=3, dropout=0.0, normalize=True))
    return cast(
        "Model[list[Doc], list[Any]]",
        chain(extract, cast(Any, list2ragged()), with_array(concatenate(*tables)), mix, ragged2list()),
    )
