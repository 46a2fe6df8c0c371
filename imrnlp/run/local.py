"""Many letters on one machine, in input order: records, JSON lines, or parts of a dataset."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import islice
from os import PathLike, fspath
from pathlib import Path
from typing import TypeVar

from imrnlp.assemble.published import compare_with_table
from imrnlp.extraction import error_record, extract_document
from imrnlp.read.archive import Member, open_member
from imrnlp.read.document import Document, ReadError, is_text, named, printable
from imrnlp.read.files import Opened, open_document
from imrnlp.read.limits import TIMEOUT, OutOfTime, seconds_left, time_limit
from imrnlp.read.table import TableRow, read_row
from imrnlp.record import Letter, Source, Warning
from imrnlp.run.pool import At, Pool
from imrnlp.text.strings import described, quoted


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of a letter from standard input."""

    content: bytes
    name: str
    letter_id: str


@dataclass(frozen=True, slots=True)
class Renamed:
    """An input with the same id as an earlier input; ``first`` is the name of that one."""

    one: str | PathLike[str] | Member | TableRow | Document | Content
    letter_id: str
    first: str


#: An input: a file's path, a letter in an archive, a row of a table, a document that has been read, one of these
#: under another id, or the error record of what could not be opened.
Input = str | PathLike[str] | Member | TableRow | Document | Content | Renamed | Letter

T = TypeVar("T")

_CHUNK = 32


@dataclass(frozen=True, slots=True)
class Options:
    """How letters are read: the pipeline's name, the seconds that each may take, whether its words are kept."""

    pipeline: str | None = None
    timeout: float | None = TIMEOUT
    text: bool = True


DEFAULTS = Options()


def read_records(inputs: Iterable[Input], pipeline: str | None = None) -> list[Letter]:
    """Records (or error records) of some inputs, in this process."""
    return list(records(inputs, Options(pipeline)))


def records(
    inputs: Iterable[Input],
    options: Options,
    given_up: Mapping[int, str] | None = None,
    at: At | None = None,
) -> Iterator[Letter]:
    """One record (or error record) an input, in order, in this process.

    While a record is made, a helper process reads the next input's file.  ``given_up`` says why some inputs are not read, by
    their index; ``at`` is called with the index of each input.
    """
    reading = _Reading(options, given_up or {}, at)
    numbered = enumerate(inputs)
    following = reading.begin(next(numbered, None))
    try:
        while following is not None:
            one, following = following, None
            document = reading.document(one)
            following = reading.begin(next(numbered, None))
            letter = reading.letter(one, document)
            yield letter if options.text else letter.without_text()
    finally:
        if following is not None and isinstance(following.opened, Opened):
            following.opened.cancel()


@dataclass(slots=True)
class _Begun:
    """An input with what its opening gave (a file being read, a document, an error record) and the time it has left (``None``: no limit)."""

    place: int
    one: Input
    seconds: float | None
    opened: Opened | Document | Letter | None = None


class _Reading:
    """The steps of one letter, which share the letter's time."""

    def __init__(self, options: Options, given_up: Mapping[int, str], at: At | None):
        self._options, self._given_up, self._at = options, given_up, at

    def begin(self, numbered: tuple[int, Input] | None) -> _Begun | None:
        if numbered is None:
            return None
        place, one = numbered
        begun = _Begun(place, one, self._options.timeout)
        if place in self._given_up:
            begun.opened = lost_record(one, self._given_up[place])
        else:
            begun.opened = self._within(begun, lambda: open_input(one))
        return begun

    def document(self, begun: _Begun) -> Document | Letter:
        opened = begun.opened
        if isinstance(opened, Opened):
            return self._within(begun, opened.document)
        assert opened is not None
        return opened

    def letter(self, begun: _Begun, document: Document | Letter) -> Letter:
        if isinstance(document, Letter):
            letter = document
        else:
            _warm_up(self._options.pipeline)
            letter = self._within(begun, lambda: self._record(document))
        return _renamed(letter, begun.one) if isinstance(begun.one, Renamed) else letter

    def _record(self, document: Document) -> Letter:
        unread = ("text_empty", "text_too_long", "text_unreadable")
        empty = next((w for w in document.warnings if w.code in unread), None)
        if empty is None:
            return extract_document(document, pipeline=self._options.pipeline)
        record = error_record(document.source.name or document.letter_id, empty.message, document.letter_id)
        record.source = document.source
        if document.table is not None:
            record.table = document.table
            compare_with_table(record)
        return record

    def _within(self, begun: _Begun, step: Callable[[], T]) -> T | Letter:
        """The step's result, or an error record when it fails or takes too long."""
        more = None
        if self._at is not None:
            self._at(begun.place)
            more = partial(self._at, begun.place)
        try:
            with time_limit(begun.seconds, more):
                result = step()
                left = seconds_left()
                begun.seconds = None if left is None else max(left, 0.01)
                return result
        except OutOfTime:
            return lost_record(begun.one, f"not read within {self._options.timeout:g} seconds")
        except ImportError:  # no letter's fault
            raise
        except ReadError as error:
            return error_record(name_of(begun.one), str(error), id_of(begun.one))
        except Exception as error:  # one letter's failure must not cost the others their records
            return lost_record(begun.one, described(error))


#: A letter that makes every component load its tables.
_WARM_UP = """CLINICAL CASE SUMMARY
The patient is a 40-year-old male with left knee pain. He takes naproxen 550 mg twice a day. Physical therapy was denied.
IMR ISSUES, DECISIONS AND RATIONALES
1. Naproxen 550mg #60: Upheld
Claims Administrator guideline: MTUS Chronic Pain Medical Treatment Guidelines, page 67.
MAXIMUS guideline: The same.
Rationale: The request is not medically necessary.
"""


@lru_cache(maxsize=4)
def _warm_up(pipeline: str | None) -> None:
    """Loads the pipeline and its tables before the first letter's time begins; once a process."""
    with suppress(Exception):  # what is wrong is reported with each letter
        extract_document(Document(_WARM_UP, Source(), "warm-up"), pipeline=pipeline)


def open_input(one: Input) -> Opened | Document | Letter:
    """Begins to read an input; an error record is returned as it is.  Raises :class:`ReadError` for what cannot be opened."""
    if isinstance(one, Renamed):
        one = one.one
    if isinstance(one, Member):
        return open_member(one)
    if isinstance(one, TableRow):
        return read_row(one)
    if isinstance(one, Content):
        return Opened(one.content, one.name, one.letter_id)
    return one if isinstance(one, Document | Letter) else open_document(one)


def _renamed(letter: Letter, one: Renamed) -> Letter:
    message = (
        f"{name_of(one)}: {one.first} before it has the id {quoted(letter.letter_id)} too; "
        f"this one is called {quoted(one.letter_id)}"
    )
    letter.letter_id = one.letter_id
    letter.warnings = [Warning(code="letter_id_repeated", message=message), *letter.warnings]
    return letter


def name_of(one: Input) -> str:
    """The name of an input in messages and in a run's digest."""
    if isinstance(one, Renamed):
        one = one.one
    if isinstance(one, Letter):
        return one.source.name or one.letter_id
    if isinstance(one, Document | TableRow):
        return one.source.name or one.letter_id
    if isinstance(one, Content):
        return one.name
    return printable(str(one)) if isinstance(one, Member) else named(fspath(one))


def id_of(one: Input) -> str:
    """The ``letter_id`` that the input's record will have."""
    if isinstance(one, Member | TableRow | Document | Content | Renamed | Letter):
        return one.letter_id
    stem = Path(one).stem
    return quoted(stem)[1:-1] if is_text(fspath(one)) else printable(stem)


def lost_record(one: Input, reason: str) -> Letter:
    """The error record of an input that was given up; ``reason`` does not name it."""
    if isinstance(one, Letter):
        return one
    record = error_record(name_of(one), f"{name_of(one)}: {reason}", id_of(one))
    if isinstance(one, Document | TableRow):
        record.source = one.source
    return record


def chunks(inputs: Iterable[Input], size: int = _CHUNK) -> Iterator[list[Input]]:
    """Lists of up to ``size`` inputs."""
    iterator = iter(inputs)
    while chunk := list(islice(iterator, size)):
        yield chunk


#: A record as one line of JSON, and its error.
Line = tuple[str, str | None]

# Line ends to some programs, and allowed in JSON's strings only as they stand or escaped.
_LINE_ENDS = ("\x85", "\u2028", "\u2029")


def record_line(letter: Letter) -> str:
    """A record as one line of JSON, without any character that a program could take for a line's end."""
    line = letter.model_dump_json()
    for end in _LINE_ENDS:
        if end in line:
            line = line.replace(end, f"\\u{ord(end):04x}")
    return line


def _lines(inputs: list[Input], given_up: Mapping[int, str], at: At, options: Options) -> list[Line]:
    # Rows as text travel between processes several times faster than record objects do.
    return [(record_line(letter), letter.error) for letter in records(inputs, options, given_up, at)]


def map_lines(inputs: Iterable[Input], jobs: int, options: Options = DEFAULTS) -> Iterator[Line]:
    """One record's JSON (and its error) per input, in input order, with ``jobs`` processes."""
    if jobs == 1:
        return ((record_line(letter), letter.error) for letter in records(inputs, options))
    pool: Pool[list[Input], list[Line]] = Pool(
        partial(_lines, options=options), jobs, timeout=options.timeout
    )
    return (line for lines in pool.map(chunks(inputs)) for line in lines)


def map_ordered(inputs: Iterable[Input], jobs: int, options: Options = DEFAULTS) -> Iterator[Letter]:
    """Records in input order; with one job in this process.  Raises ``ValueError`` for ``jobs`` below 1."""
    if jobs < 1:
        raise ValueError(f"jobs must be at least 1, not {jobs}")
    if jobs == 1:
        return records(inputs, options)
    pool: Pool[list[Input], list[tuple[str, str]]] = Pool(
        partial(_with_texts, options=options), jobs, timeout=options.timeout
    )
    found = (one for part in pool.map(chunks(inputs)) for one in part)
    return (Letter.model_validate_json(line).beside(text) for line, text in found)


def _with_texts(
    inputs: list[Input], given_up: Mapping[int, str], at: At, options: Options
) -> list[tuple[str, str]]:
    """Records as JSON, each with the letter's text beside it."""
    return [(record_line(letter), letter.letter_text) for letter in records(inputs, options, given_up, at)]
