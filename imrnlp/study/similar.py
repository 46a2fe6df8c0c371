"""Finds the decided items that are most similar to a request."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from imrnlp.record import Determination
from imrnlp.study.store import Store, TableSource

if TYPE_CHECKING:
    import pandas as pd

# What likeness is made of, and how much each counts: 1 in all.  The drug or the kind of service is the question;
# site and numbers are how two requests of one kind differ; the words catch what no field holds.
_WEIGHTS = {"drugs": 0.4, "subcategory": 0.2, "category": 0.05, "sites": 0.15, "numbers": 0.1, "words": 0.1}

_SQL = """
WITH asked AS (SELECT ?::VARCHAR AS category, ?::VARCHAR AS subcategory, ?::VARCHAR[] AS drugs, ?::VARCHAR[] AS sites,
                      ?::DOUBLE AS number, ?::VARCHAR[] AS words),
named AS (SELECT letter_id, determination, list_distinct(flatten(list(string_split(name, '/')))) AS drugs
          FROM drugs GROUP BY letter_id, determination),
cited AS (SELECT letter_id, determination, list_sort(list(DISTINCT title)) AS guidelines
          FROM guidelines WHERE cited_by = 'imr' AND title IS NOT NULL GROUP BY letter_id, determination),
items AS (
    SELECT d.letter_id, d.determination, d.request, d.outcome, d.category, d.subcategory, d.rationale, d.body_sites AS sites,
           coalesce(d.sessions, d.quantity) AS number, coalesce(n.drugs, []) AS drugs, coalesce(c.guidelines, []) AS guidelines,
           list_distinct(regexp_extract_all(lower(d.request), '[a-z]{{3,}}')) AS words
    FROM determinations d LEFT JOIN named n ON n.letter_id = d.letter_id AND n.determination = d.determination
    LEFT JOIN cited c ON c.letter_id = d.letter_id AND c.determination = d.determination
    WHERE d.outcome IN ('upheld', 'overturned', 'modified')
)
SELECT i.letter_id, i.determination,
    {drugs} * {alike_drugs} + {subcategory} * (i.subcategory IS NOT DISTINCT FROM a.subcategory AND a.subcategory IS NOT NULL)::INT
    + {category} * (i.category IS NOT DISTINCT FROM a.category AND a.category IS NOT NULL)::INT
    + {sites} * {alike_sites} + {words} * {alike_words}
    + {numbers} * CASE WHEN i.number IS NULL AND a.number IS NULL THEN 1 WHEN i.number IS NULL OR a.number IS NULL
        OR greatest(i.number, a.number) = 0 THEN 0 ELSE least(i.number, a.number) / greatest(i.number, a.number) END AS likeness,
    i.outcome, i.request, i.subcategory, i.guidelines, i.rationale
FROM items i, asked a
WHERE i.subcategory = a.subcategory OR len(list_intersect(i.drugs, a.drugs)) > 0 OR len(list_intersect(i.words, a.words)) > 0
ORDER BY likeness DESC, i.letter_id, i.determination LIMIT ?"""


def _alike(name: str) -> str:
    """Shared values over all values; two without any are alike."""
    both = f"len(list_distinct(list_concat(i.{name}, a.{name})))"
    return f"(CASE WHEN {both} = 0 THEN 1 ELSE len(list_intersect(i.{name}, a.{name})) / {both} END)"


def similar(request: str | Determination, source: TableSource, n: int = 10) -> pd.DataFrame:
    """The ``n`` decided items most similar to a request, with outcome, the reviewer's guidelines and rationale.

    ``request``: an item's words, or a determination.  ``source``: as for :func:`imrnlp.rates`.  ``likeness`` is 0 to 1:
    the same drugs (0.4), subcategory (0.2), body sites (0.15), number of tablets or sessions (0.1), words (0.1) and
    category (0.05).  Raises ``ValueError`` for an empty request.

    >>> from imrnlp import extract_text, to_frames
    >>> frames = to_frames([extract_text("1. Norco 10/325mg #60: Upheld\\n\\n2. Lumbar MRI: Overturned", "a")])
    >>> similar("Norco #120", frames)[["letter_id", "determination", "outcome"]].values.tolist()
    [['a', 1, 'upheld']]
    """
    import pandas as pd

    if isinstance(request, str):
        from imrnlp.assemble.request import parse_request

        if not request.strip():
            raise ValueError("the request is empty")
        request = parse_request(request)
    elif not isinstance(request, Determination):
        raise TypeError(f"similar takes a request's words or a determination, not {type(request).__name__}")
    sql = _SQL.format(
        **_WEIGHTS,
        alike_drugs=_alike("drugs"),
        alike_words=_alike("words"),
        alike_sites=_alike("sites"),
    )
    drugs = sorted({name for drug in request.drugs for name in drug.name.split("/")})
    number = request.sessions if request.sessions is not None else request.quantity
    words = sorted(set(re.findall("[a-z]{3,}", request.request.lower())))
    found = Store.of(source).rows(
        sql, [request.category, request.subcategory, drugs, request.body_sites, number, words, n]
    )
    columns = [
        "letter_id",
        "determination",
        "likeness",
        "outcome",
        "request",
        "subcategory",
        "guidelines",
        "rationale",
    ]
    return pd.DataFrame(found, columns=columns)
