"""RxNorm concept identifiers (RxCUI) by a drug's name.

The package carries those of ingredients (``lexicons/rxnorm_ingredients.tsv``, which states its source and
terms).  RxNorm's own table, ``RXNCONSO.RRF``, comes with a licence that every user signs with the National
Library of Medicine; :func:`load_rxnconso` reads a copy of yours.  Its columns are those of the RxNorm
Technical Documentation, section 12.4.
"""

from __future__ import annotations

from functools import cache
from os import PathLike

from imrnlp import lexicons

#: RxNorm's own term types that name a drug, the more general first: ingredient, precise ingredient,
#: several ingredients, brand.  Of a name that several concepts have, the first type's stays.
TERM_TYPES = ("IN", "PIN", "MIN", "BN")

_COLUMNS = 18
_RXCUI, _LANGUAGE, _SOURCE, _TYPE, _NAME, _SUPPRESS = 0, 1, 11, 12, 14, 16


def name_key(name: str) -> str:
    """The form in which names are compared: lower case, single spaces, ``/`` between ingredients.

    >>> name_key("Acetaminophen /  Hydrocodone")
    'acetaminophen/hydrocodone'
    """
    return "/".join(" ".join(part.split()) for part in name.lower().split("/"))


@cache
def _ingredients() -> dict[str, str]:
    rows = lexicons.table("rxnorm_ingredients.tsv")
    return {name_key(r["name"]): r["rxcui"].split("|")[0] for r in rows if r["rxcui"]}


def rxcui(name: str) -> str | None:
    """The RxCUI of an ingredient, or ``None`` where the lexicon has none.

    >>> rxcui("Omeprazole"), rxcui("nosuchdrug")
    ('7646', None)
    """
    return _ingredients().get(name_key(name))


def load_rxnconso(path: str | PathLike[str]) -> dict[str, str]:
    """Names to RxCUIs from your own ``RXNCONSO.RRF``: RxNorm's English, unsuppressed :data:`TERM_TYPES`.

    Names are in the form of :func:`name_key`; ingredients of a combination stand in RxNorm's order.
    Raises ``OSError`` when the file cannot be read and ``ValueError`` for one that is no RXNCONSO table.
    """
    found: dict[str, tuple[int, str]] = {}
    with open(path, encoding="utf-8", errors="replace") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            cells = line.rstrip("\r\n").split("|")
            if len(cells) < _COLUMNS or not cells[_RXCUI].isdigit():
                raise ValueError(f"{path}: line {number} is not a row of RXNCONSO.RRF")
            if cells[_SOURCE] != "RXNORM" or cells[_LANGUAGE] != "ENG" or cells[_SUPPRESS] not in ("N", ""):
                continue
            if cells[_TYPE] in TERM_TYPES:
                rank = TERM_TYPES.index(cells[_TYPE])
                name = name_key(cells[_NAME])
                if name not in found or rank < found[name][0]:
                    found[name] = rank, cells[_RXCUI]
    return {name: code for name, (_, code) in found.items()}
