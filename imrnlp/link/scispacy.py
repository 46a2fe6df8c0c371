"""Linking as scispaCy does it, with imrnlp's tables: its ``KnowledgeBase`` and ``CandidateGenerator``.

A phrase is compared with every alias of the knowledge base by the character trigrams that they share (tf-idf,
cosine), with scispaCy's own settings.  Two things differ.  scispaCy asks nmslib for approximate neighbours, and its
function that makes such an index refuses to run with scipy 1.11 or later; a list of this size is compared whole
instead (:class:`ExactIndex`), which misses no neighbour.  And phrases are compared in the form of
:func:`imrnlp.link.icd10cm.phrase_key`, the one that the list of ICD-10-CM is kept in.

scispaCy and scikit-learn are imported with the first phrase that is linked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from os import PathLike, fspath
from typing import TYPE_CHECKING, Any, NamedTuple

from imrnlp.link import icd10cm
from imrnlp.link.rxnorm import load_rxnconso
from imrnlp.link.rxnorm import name_key as drug_key

if TYPE_CHECKING:
    from scispacy.candidate_generation import CandidateGenerator
    from scispacy.linking_utils import KnowledgeBase

#: scispaCy's own defaults: a candidate's least similarity, neighbours looked at, candidates kept.
THRESHOLD, NEIGHBOURS, KEPT = 0.7, 30, 5


class Candidate(NamedTuple):
    """A code with its similarity (0 to 1)."""

    code: str
    score: float


class ExactIndex:
    """Finds the nearest neighbours exactly, by comparison with every alias (nmslib's index finds them approximately)."""

    def __init__(self, vectors: Any):
        self._columns = vectors.T.tocsr()

    def knnQueryBatch(self, queries: Any, k: int = 10, num_threads: int = 0) -> list[tuple[Any, Any]]:
        """For each row of ``queries`` the ``k`` nearest aliases, nearest first, with their cosine distances."""
        import numpy as np

        found = []
        for row in (queries @ self._columns).tocsr():
            order = np.argsort(-row.data, kind="stable")[:k]
            found.append((row.indices[order], 1.0 - row.data[order]))
        return found


def knowledge_base(aliases: Iterable[tuple[str, str]]) -> KnowledgeBase:
    """scispaCy's knowledge base of (code, alias) pairs; a code's first alias is its name.

    Raises ``ImportError`` where scispaCy is not installed (it stops at Python 3.12).
    """
    from scispacy.linking_utils import Entity, KnowledgeBase

    names: dict[str, list[str]] = {}
    for code, alias in aliases:
        names.setdefault(code, []).append(alias)
    return KnowledgeBase([Entity(code, stated[0], stated) for code, stated in names.items()])


def candidate_generator(kb: KnowledgeBase, *, rarest: int = 10) -> CandidateGenerator:
    """scispaCy's candidate generator of ``kb``, for its ``EntityLinker`` too.

    ``rarest`` is how many aliases must share a trigram for it to count (scispaCy's setting; 1 for a small list).
    """
    import numpy as np
    from scispacy.candidate_generation import CandidateGenerator
    from sklearn.feature_extraction.text import TfidfVectorizer

    aliases = list(kb.alias_to_cuis)
    trigrams = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 3), min_df=rarest, dtype=np.float32)
    return CandidateGenerator(ExactIndex(trigrams.fit_transform(aliases)), trigrams, aliases, kb)


def icd10cm_knowledge_base() -> KnowledgeBase:
    """The package's list of ICD-10-CM: a code's aliases are its keys with the side."""
    return knowledge_base(
        (entry.code, _with_side(phrase, entry.side))
        for phrase, entries in icd10cm.entries().items()
        for entry in entries
    )


def rxnorm_knowledge_base(path: str | PathLike[str]) -> KnowledgeBase:
    """The drugs of your own ``RXNCONSO.RRF``.  Raises as :func:`imrnlp.link.rxnorm.load_rxnconso`."""
    return knowledge_base((code, name) for name, code in load_rxnconso(path).items())


def _with_side(phrase: str, side: str | None) -> str:
    return f"{phrase} {side}" if side else phrase


@lru_cache(maxsize=1)
def _conditions() -> CandidateGenerator:
    return candidate_generator(icd10cm_knowledge_base())


@lru_cache(maxsize=2)
def _drugs(path: str) -> CandidateGenerator:
    return candidate_generator(rxnorm_knowledge_base(path), rarest=1)


def candidates(generator: CandidateGenerator, phrase: str, threshold: float = THRESHOLD) -> list[Candidate]:
    """At most five codes whose similarity to ``phrase`` is at least ``threshold``, the most similar first."""
    found = [
        Candidate(c.concept_id, round(float(max(c.similarities)), 3))
        for c in generator([phrase], NEIGHBOURS)[0]
    ]
    likest = sorted((c for c in found if c.score >= threshold), key=lambda c: (-c.score, c.code))
    return likest[:KEPT]


@lru_cache(maxsize=65536)
def conditions(
    name: str, laterality: str | None = None, body_site: str | None = None, threshold: float = THRESHOLD
) -> tuple[Candidate, ...]:
    """The ICD-10-CM candidates of a condition; side and site help where the words lack them.

    >>> from importlib.util import find_spec
    >>> conditions("carpal tunnel syndrome", "right")[0].code if find_spec("scispacy") else "G56.01"
    'G56.01'
    """
    phrase, side = icd10cm.phrase_key(icd10cm.written_out(name))
    site = icd10cm.phrase_key(body_site)[0] if body_site else ""
    words = {*phrase.split(), *(site.split() if not {*site.split()} & {*phrase.split()} else ())}
    stated = _with_side(" ".join(sorted(words)), side or laterality)
    return tuple(candidates(_conditions(), stated, threshold))


class RxNormNames(Mapping[str, str]):
    """A mapping from any drug name to the RxCUI of the most similar name in your own RxNorm table."""

    def __init__(self, path: str | PathLike[str], threshold: float = THRESHOLD):
        self._generator, self._threshold = _drugs(fspath(path)), threshold

    def candidates(self, name: str) -> list[Candidate]:
        """The RxCUIs of drugs whose names are like ``name``."""
        return candidates(self._generator, drug_key(name), self._threshold)

    def __getitem__(self, name: str) -> str:
        for candidate in self.candidates(name):
            return candidate.code
        raise KeyError(name)

    def __iter__(self) -> Any:
        return iter(self._generator.kb.alias_to_cuis)

    def __len__(self) -> int:
        return len(self._generator.kb.alias_to_cuis)
