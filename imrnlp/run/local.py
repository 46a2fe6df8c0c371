"""Many letters on one machine, in input order: records, JSON lines, or parts of a dataset."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice
from os import PathLike, fspath

from imrnlp.extraction import error_record, extract_document_or_error, extract_or_error
from imrnlp.read.archive import Member, read_member
from imrnlp.read.files import Document, ReadError, printable
from imrnlp.record import Letter
from imrnlp.run.pool import Pool

#: An input: a file's path, a letter in an archive, or a document that has been read (a row of a table).
Input = str | PathLike[str] | Member | Document

_CHUNK = 32


def read_records(inputs: list[Input], pipeline: str | None = None) -> list[Letter]:
    """Records (or error records) of some inputs, in this process."""
    return [_read_record(one, pipeline) for one in inputs]


def _read_record(one: Input, pipeline: str | None) -> Letter:
    if isinstance(one, Member):
        try:
            one = read_member(one)
        except ReadError as error:
            return error_record(str(one), str(error), one.letter_id)
    if isinstance(one, Document):
        unread = ("text_empty", "text_too_long", "text_unreadable")
        empty = next((w for w in one.warnings if w.code in unread), None)
        if empty is not None:
            record = error_record(one.source.name or one.letter_id, empty.message, one.letter_id)
            record.source = one.source
            return record
        return extract_document_or_error(one, pipeline=pipeline)
    return extract_or_error(one, pipeline=pipeline)


def _lines(inputs: list[Input], pipeline: str | None) -> list[str]:
    # Rows as text travel between processes several times faster than record objects do.
    return [letter.model_dump_json() for letter in read_records(inputs, pipeline)]


def name_of(one: Input) -> str:
    """What an input is called in messages and in a run's digest."""
    if isinstance(one, Document):
        return one.letter_id
    return printable(str(one) if isinstance(one, Member) else fspath(one))


def lost_record(one: Input) -> Letter:
    """The error record of an input on which its process died."""
    letter_id = one.letter_id if isinstance(one, Document | Member) else None
    name = (one.source.name or one.letter_id) if isinstance(one, Document) else name_of(one)
    return error_record(name, f"{name}: the process that read it died (out of memory, or a crash)", letter_id)


def chunks(inputs: Iterable[Input], size: int = _CHUNK) -> Iterator[list[Input]]:
    """Lists of up to ``size`` inputs."""
    iterator = iter(inputs)
    while chunk := list(islice(iterator, size)):
        yield chunk


def map_lines(inputs: Iterable[Input], jobs: int, pipeline: str | None = None) -> Iterator[str]:
    """One record's JSON per input, in input order, with ``jobs`` processes."""
    pool: Pool[list[Input], list[str]] = Pool(
        partial(_lines, pipeline=pipeline),
        jobs,
        split=lambda task: [[one] for one in task],
        join=lambda results: [line for lines in results for line in lines],
        lost=lambda task: [lost_record(one).model_dump_json() for one in task],
    )
    return (line for lines in pool.map(chunks(inputs, _CHUNK if jobs > 1 else 1)) for line in lines)


def map_ordered(inputs: Iterable[Input], jobs: int, pipeline: str | None = None) -> Iterator[Letter]:
    """Records in input order; with one job in this process.  Raises ``ValueError`` for ``jobs`` below 1."""
    if jobs < 1:
        raise ValueError(f"jobs must be at least 1, not {jobs}")
    if jobs == 1:
        return (letter for one in inputs for letter in read_records([one], pipeline))
    return map(Letter.model_validate_json, map_lines(inputs, jobs, pipeline))
