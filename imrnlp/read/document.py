"""The result of reading a file, the error for a file that cannot be read, and the limits of size."""

from __future__ import annotations

from dataclasses import dataclass, field

from imrnlp.record import Source, Warning
from imrnlp.text.strings import escaped

#: Limits of one letter; what is larger is no letter and gives an error, in bounded memory and time.
MAX_BYTES = 50_000_000
MAX_CHARACTERS = 2_000_000
MAX_PAGES = 500


class ReadError(Exception):
    """A file that cannot be read; the message names the file and the reason, control characters escaped."""

    def __init__(self, message: str):
        super().__init__(escaped(message))


@dataclass(slots=True)
class Document:
    """A letter's text, with its source and the warnings of the reader."""

    text: str
    source: Source
    letter_id: str = ""
    warnings: list[Warning] = field(default_factory=list)
    table: dict[str, str] | None = None
    """Columns that came with the text in a table, as printed."""


def printable(name: str) -> str:
    """A file's name as it can be written down: bytes that are not UTF-8 become U+FFFD.

    >>> printable("letter-\\udcff.txt")
    'letter-�.txt'
    """
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
