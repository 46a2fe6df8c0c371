"""Makes records of files and texts: the functions that most users call.

A bad input never stops the others: it gives an error record, whose ``error`` says what was wrong.
For many files see :mod:`imrnlp.run.many`.
"""

from __future__ import annotations

import hashlib
import re
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING

from imrnlp.assemble.published import compare_with_table
from imrnlp.components.base import LETTER_KEY, Stage
from imrnlp.lexicons.extra import using
from imrnlp.read.document import Document, ReadError, named, printable
from imrnlp.read.files import read_document
from imrnlp.reading import Reading
from imrnlp.record import Letter, Source, Warning
from imrnlp.text.strings import described

if TYPE_CHECKING:
    from spacy.language import Language


def _run(nlp: Language, text: str) -> Letter:
    """The record of ``text``.

    When every component is a stage of imrnlp no Doc is needed, and none is made: a component
    that works on Docs (a user's own, a trained one) makes the whole text go through ``nlp``.
    """
    stages = [component for _, component in nlp.pipeline if isinstance(component, Stage)]
    if stages and len(stages) == len(nlp.pipeline):
        reading = Reading(text, sectioned=False)
        with using(next((stage.lexicons for stage in stages if stage.lexicons), ())):
            for stage in stages:
                stage.read(reading)
        letter = reading.letter
    else:
        letter = nlp(text).user_data.get(LETTER_KEY)
    if letter is None:
        raise ValueError("the pipeline makes no record: it has no component imr_assembly")
    return letter


def _pipeline(pipeline: str | Language | None) -> Language:
    from imrnlp.pipeline import DEFAULT, shared

    return shared(pipeline or DEFAULT) if isinstance(pipeline, str | None) else pipeline


def extract_text(
    text: str, letter_id: str | None = None, *, pipeline: str | Language | None = None
) -> Letter:
    """The record of a letter's text.

    ``letter_id`` defaults to the case number, else to the first 12 digits of the text's SHA-256.
    Raises ``TypeError`` for anything that is not a string.

    >>> letter = extract_text("Flexeril 10 mg #75: Upheld", letter_id="x")
    >>> letter.determinations[0].quantity
    75.0
    """
    if not isinstance(text, str):
        raise TypeError(f"extract_text takes a letter's text as str, not {type(text).__name__}")
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    document = Document(text, Source(media_type="text/plain", sha256=digest, characters=len(text)))
    letter = extract_document(document, pipeline=pipeline)
    letter.letter_id = _writable(letter_id or "")[0] or letter.case.case_number or digest[:12]
    return letter


def extract_document(document: Document, *, pipeline: str | Language | None = None) -> Letter:
    """The record of a document that has been read; its ``letter_id`` is the document's name."""
    text, unwritable = _writable(document.text)
    letter = _run(_pipeline(pipeline), text)
    letter.source = document.source
    letter.letter_id = _writable(document.letter_id)[0] or letter.letter_id
    letter.warnings = [*document.warnings, *letter.warnings]
    if document.table is not None:
        letter.table = document.table
        compare_with_table(letter)
    if unwritable:
        message = f"{unwritable} halves of a character (lone surrogates) were read as U+FFFD"
        letter.warnings.insert(0, Warning(code="characters_replaced", message=message))
    return letter


_SURROGATE = re.compile("[\ud800-\udfff]")


def _writable(text: str) -> tuple[str, int]:
    """The text with U+FFFD for what no output can hold, of the same length, and how many that were."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return _SURROGATE.subn("\ufffd", text)
    return text, 0


def extract(path: str | PathLike[str], *, pipeline: str | Language | None = None) -> Letter:
    """The record of one file (txt, pdf, html, docx); ``letter_id`` is the file's stem.

    Raises :class:`imrnlp.read.files.ReadError` when the file cannot be read, naming it and the reason.
    """
    return extract_document(read_document(Path(path)), pipeline=pipeline)


def error_record(name: str, error: str, letter_id: str | None = None) -> Letter:
    """The record of an input that could not be read: only ``error`` is filled."""
    name, error = named(name), printable(error)
    return Letter(
        letter_id=letter_id or Path(name).stem,
        source=Source(name=name),
        error=error,
        warnings=[Warning(code="not_read", message=error)],
    )


def extract_or_error(path: str | PathLike[str], *, pipeline: str | Language | None = None) -> Letter:
    """The record of one file, or an error record that names the input and the reason."""
    try:
        return extract(path, pipeline=pipeline)
    except ReadError as error:
        return error_record(fspath(path), str(error))
    except ImportError:  # a library is missing: no letter's fault
        raise
    except Exception as error:  # one letter's failure must not cost the others their records
        return error_record(fspath(path), f"{named(fspath(path))}: {described(error)}")
