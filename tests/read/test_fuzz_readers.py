"""Damaged files of every kind: a text or a clear error, never anything else; scripts/fuzz_readers.py runs longer."""

from __future__ import annotations

import io
import zipfile
from unittest import mock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from paths import ROOT

from imrnlp.read import ocr
from imrnlp.read.archive import members, read_member
from imrnlp.read.document import ReadError
from imrnlp.read.files import read_here

DATA = ROOT / "data"
LETTER = (DATA / "letters" / "dev" / "2014-tizanidine-omeprazole.txt").read_text(encoding="utf-8")


def seeds() -> dict[str, bytes]:
    """A small file of each kind."""
    import docx

    document = docx.Document()
    for line in LETTER.splitlines():
        document.add_paragraph(line)
    document.add_table(rows=2, cols=2).cell(0, 0).text = "Priority:"
    word, packed = io.BytesIO(), io.BytesIO()
    document.save(word)
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", LETTER)
        archive.writestr("b.html", f"<html><body><p>{LETTER}</p></body></html>")
    return {
        "letter.docx": word.getvalue(),
        "letter.zip": packed.getvalue(),
        "letter.html": f"<!DOCTYPE html><html><body><pre>{LETTER}</pre></body></html>".encode(),
        "letter.pdf": (DATA / "pdf" / "2014-knee-arthroscopy.pdf").read_bytes(),
        "letter.txt": LETTER.encode("utf-16"),
    }


SEEDS = seeds()
PIECES = st.sampled_from(
    [
        b"",
        b"\0",
        b"\xff\xff\xff\xff",
        b"9999999999",
        b"-1",
        b"<<",
        b"PK\x01\x02",
        b"PK\x03\x04",
        b"endstream",
        b"&#0;",
    ]
)
#: Where (as a part of the length), how many bytes are taken out, and what is put in their place.
EDITS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 64), PIECES | st.binary(max_size=8)), max_size=8)


def damaged(content: bytes, edits: list[tuple[float, int, bytes]], cut: float) -> bytes:
    data = bytearray(content)
    for part, taken, put in edits:
        at = int(part * len(data))
        data[at : at + taken] = put
    return bytes(data[: int(cut * len(data))])


@pytest.mark.parametrize("name", SEEDS)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(edits=EDITS, cut=st.just(1.0) | st.floats(0, 1))
def test_damage_gives_a_text_or_a_clear_error(tmp_path_factory, name, edits, cut):
    content = damaged(SEEDS[name], edits, cut)
    # Recognition takes seconds a page and is tesseract's work.
    with mock.patch.object(ocr, "missing", return_value="install tesseract"):
        try:
            if name.endswith(".zip"):
                path = tmp_path_factory.getbasetemp() / f"fuzz-{abs(hash(content))}-{name}"
                path.write_bytes(content)
                found = members(str(path))
                documents = [_member(member) for member in found]
                path.unlink()
            else:
                documents = [read_here(content, name, "letter")]
        except ReadError as error:
            assert name in str(error)
            return
    for document in documents:
        if document is not None:
            assert document.source.characters == len(document.text)
            document.text.encode()  # no lone surrogate, which no output could hold


def _member(member):
    try:
        return read_member(member)
    except ReadError as error:
        assert str(member) in str(error)
        return None
