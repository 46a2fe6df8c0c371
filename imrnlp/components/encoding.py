"""How a record travels inside a serialised Doc (``Doc.to_bytes``, ``DocBin``, worker processes).

srsly finds ``encode`` through an entry point whenever spaCy is used, so that nothing is imported here.
"""

from __future__ import annotations

from typing import Any


def encode(obj: Any, chain: Any = None) -> Any:
    """msgpack encoder: a Letter becomes its JSON; a Reading or a Board, which are only caches, becomes nothing.

    It is a string because other packages' decoders leave strings alone; those of medspaCy change any dict with one of their keys.

    >>> from imrnlp.record import Letter
    >>> encode(Letter(letter_id="x"))[:37]
    '{"schema_version":"1","letter_id":"x"'
    """
    kind = type(obj)
    if kind.__module__.startswith("imrnlp."):
        if kind.__name__ == "Letter":
            return obj.model_dump_json()
        if kind.__name__ in ("Reading", "Board"):
            return None
    return obj if chain is None else chain(obj)
