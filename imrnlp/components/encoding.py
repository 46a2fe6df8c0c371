"""How a record travels inside a serialised Doc (``Doc.to_bytes``, ``DocBin``, worker processes).

srsly finds ``encode`` through an entry point whenever spaCy is used, so that nothing is imported here.
"""

from __future__ import annotations

from typing import Any


def encode(obj: Any, chain: Any = None) -> Any:
    """msgpack encoder: a Letter as its plain record, a Reading (a cache) as nothing.

    >>> from imrnlp.record import Letter
    >>> encode(Letter(letter_id="x"))["letter_id"]
    'x'
    """
    kind = type(obj)
    if kind.__module__.startswith("imrnlp."):
        if kind.__name__ == "Letter":
            return obj.model_dump(mode="json")
        if kind.__name__ == "Reading":
            return None
    return obj if chain is None else chain(obj)
