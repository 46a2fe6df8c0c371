"""The result of reading a file, the error for a file that cannot be read, and the limits of size."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field

from imrnlp.record import Source, Warning
from imrnlp.text.strings import escaped, quoted

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


#: Characters that the name of a file or folder may have, and blanks that the whole way to one may.
_LONGEST, _BLANKS = 255, 20


def is_text(name: str) -> bool:
    """Whether a name is none of a file, but a text: by its line ends, its length or its many words; a file that is there has a name.

    >>> is_text("letters of 2014/a letter.txt"), is_text("1. Norco: Upheld\\n2. MRI: Upheld")
    (False, True)
    """
    longest = max(map(len, re.split(r"[/\\]", name)))
    odd = "\n" in name or "\r" in name or longest > _LONGEST or name.count(" ") > _BLANKS
    return odd and not os.path.lexists(name)


def named(name: str) -> str:
    """A file's name in a message; of a text in its place only the beginning.

    >>> named("letter.txt"), named("The patient has pain.\\nHe takes naproxen twice a day.")
    ('letter.txt', 'The patient has pain.\\\\nHe takes naproxen…')
    """
    return quoted(name)[1:-1] if is_text(name) else printable(name)


def unopened(name: str, error: Exception | None = None) -> str:
    """Why the file ``name`` is not opened: no ``error`` is that it is not there.

    >>> unopened("letter.txt")
    'letter.txt: no such file'
    >>> unopened("1. Norco: Upheld\\n2. MRI: Upheld")
    "'1. Norco: Upheld\\\\n2. MRI: Upheld': a text, not a file's name: extract_text reads texts"
    """
    if is_text(name):
        return f"{quoted(name)}: a text, not a file's name: extract_text reads texts"
    if error is None or isinstance(error, FileNotFoundError):
        return f"{printable(name)}: no such file"
    if isinstance(error, IsADirectoryError):
        return f"{printable(name)}: is a folder"
    return f"{printable(name)}: {getattr(error, 'strerror', None) or error}"
