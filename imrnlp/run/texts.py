"""The texts of letters without their records."""

from __future__ import annotations

from collections.abc import Iterable

from imrnlp.read.files import Opened, ReadError
from imrnlp.record import Letter
from imrnlp.run.inputs import gather
from imrnlp.run.local import Renamed, open_input


def read_texts(places: Iterable[str]) -> dict[str, str]:
    """Texts by letter id, of files, folders, archives and tables as ``imrnlp extract`` takes them.

    Raises ``ValueError`` naming what cannot be read.
    """
    found = {}
    for one in gather(list(places)):
        try:
            opened = open_input(one)
            document = opened.document() if isinstance(opened, Opened) else opened
        except ReadError as error:
            raise ValueError(str(error)) from None
        if isinstance(document, Letter):
            raise ValueError(document.error or f"{document.letter_id}: cannot be read")
        found[one.letter_id if isinstance(one, Renamed) else document.letter_id] = document.text
    return found
