"""Strings: lower case and trimming that keep offsets, and how values are written in messages and file names."""

from __future__ import annotations

from collections.abc import Iterable

#: Offsets of the first character and behind the last one.
Span = tuple[int, int]


def lower(text: str) -> str:
    """``text`` in lower case, of the same length, so that offsets into one hold in the other.

    A letter whose lower case has another length (the Turkish capital I with a dot) stays as it is.

    >>> lower("MRI for İpek"), len(lower("İpek"))
    ('mri for İpek', 4)
    """
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def trim(text: str, start: int, end: int, also: str = "") -> Span:
    """The span without white space, and without the characters of ``also``, at both ends.

    >>> trim("  (x). ", 0, 7, also="().")
    (3, 4)
    """
    while start < end and (text[start].isspace() or text[start] in also):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in also):
        end -= 1
    return start, end


def quoted(value: object, most: int = 40) -> str:
    """A value for a message: in quotes, shortened, with control characters escaped.

    >>> quoted("a" * 100, 10), quoted("\\x1b[2J"), quoted(0.5)
    ("'aaaaaaaaa…'", "'\\\\x1b[2J'", '0.5')
    """
    words = value if isinstance(value, str) else repr(value)
    short = words if len(words) <= most else words[: most - 1] + "…"
    return repr(short) if isinstance(value, str) else escaped(short)


def escaped(message: str) -> str:
    """A message with control characters escaped, so that it is safe in a terminal and in a log.

    >>> escaped("a\\x1b[2J.txt: no such file")
    'a\\\\x1b[2J.txt: no such file'
    """
    if message.isprintable():
        return message
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in message)


def described(error: Exception) -> str:
    """An unexpected error for a message: its kind and the beginning of its text, which may quote the letter.

    >>> described(ValueError("x" * 100))
    "ValueError: 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…'"
    """
    return f"{type(error).__name__}: {quoted(str(error))}"


def counted(number: int, noun: str) -> str:
    """A number with its noun, in the plural unless it is one.

    >>> counted(1, "letter"), counted(1200, "letter")
    ('1 letter', '1,200 letters')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def told_apart(names: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """``names``, with a number added to each that is ``taken`` or came before; capitals do not tell names apart.

    The results are safe as names of files in one folder on any system.

    >>> told_apart(["letter", "Letter", "note"], ["note"])
    ['letter', 'Letter-2', 'note-2']
    """
    used = set(taken)
    found = []
    for plain in names:
        name, number = plain, 1
        while name.lower() in used:
            number += 1
            name = f"{plain}-{number}"
        used.add(name.lower())
        found.append(name)
    return found
